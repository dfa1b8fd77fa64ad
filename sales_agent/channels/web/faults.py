"""Faults of the API, told as RFC 9457 problems."""

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import redis
from flask import Flask, Response, current_app, g, jsonify, request
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from sales_agent.channels.access.limits import seconds_to_wait
from sales_agent.channels.access.tokens import BadSession
from sales_agent.channels.cleaning import sentence
from sales_agent.errors import (
    AlreadySignedIn,
    DeskFailed,
    InvalidIdentity,
    LinkRefused,
    MemoryUnavailable,
    MistypedCard,
    QuoteChanged,
    SalesAgentError,
    SlowDown,
    ThreadBusy,
    ThreadConflict,
)

logger = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
STATUSES: Mapping[type[SalesAgentError], int] = {
    BadSession: 401,
    AlreadySignedIn: 409,
    QuoteChanged: 409,
    ThreadBusy: 409,
    ThreadConflict: 409,
    SlowDown: 429,
    DeskFailed: 503,
    MemoryUnavailable: 503,
    InvalidIdentity: 400,
    LinkRefused: 400,
    MistypedCard: 400,
}
"""By the first of an error's classes that is named here; else 500."""
RETRY_AFTER_S = 5


class Fault(Exception):
    """A request that is answered with a problem; `detail` says the way out."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        suggestions: Sequence[str] = (),
        pointer: str | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = HTTPStatus(status)
        self.code = code
        self.detail = detail
        self.suggestions = tuple(suggestions)
        self.pointer = pointer
        self.retry_after_s = retry_after_s

    def response(self) -> Response:
        """The problem document as an answer."""
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "code": self.code,
            "detail": self.detail,
            "suggestions": list(self.suggestions),
            "traceId": g.get("trace_id", ""),
        }
        if self.pointer is not None:
            problem["pointer"] = self.pointer
        response = jsonify(problem)
        response.status_code = self.status
        response.mimetype = PROBLEM
        if self.retry_after_s is not None:
            response.headers["Retry-After"] = str(self.retry_after_s)
        if self.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response


def answer_faults(
    app: Flask, failures: tuple[type[Exception], ...], count: Callable[[str], None]
) -> None:
    """Let an app answer every failure with a problem.

    Args:
        app: The app.
        failures: What the desk raises when the shop cannot do something.
        count: Told each fault's code.
    """

    def answer(error: Exception) -> Response:
        fault = fault_of(error, failures)
        count(fault.code)
        response = fault.response()
        if isinstance(error, HTTPException):
            response.headers.extend(
                (name, value) for name, value in error.get_headers() if name == "Allow"
            )
        return response

    app.register_error_handler(Exception, answer)


def fault_of(error: Exception, failures: tuple[type[Exception], ...]) -> Fault:
    """The fault that an exception is answered with; nothing of an unexpected one is told."""
    match error:
        case Fault():
            return error
        case RequestEntityTooLarge():
            limit = request.max_content_length or 0
            detail = f"the body is larger than {limit:,} bytes, the most that is taken here"
            return Fault(413, "body_too_large", detail)
        case RateLimitExceeded():
            return _of_limit(error)
        case HTTPException():
            return _of_http(error)
        case SalesAgentError():
            return _of_ours(error)
        case redis.RedisError():
            detail = "The memory cannot be reached just now; nothing was changed. Try again."
            return Fault(503, "memory_unavailable", detail, retry_after_s=RETRY_AFTER_S)
    if isinstance(error, failures):
        return _of_the_shop(error)
    logger.error("request_failed type=%s trace=%s", type(error).__name__, g.get("trace_id", ""))
    logger.debug("request_failed", exc_info=error)
    return Fault(500, "internal_error", "Something went wrong on our side. Please try again.")


def _of_http(error: HTTPException) -> Fault:
    code = error.name.lower().replace(" ", "_")
    detail = str(error.description or error.name)
    if error.code == HTTPStatus.NOT_FOUND:
        detail = f"there is no route {request.path[:200]}; see /docs"
    return Fault(error.code or 500, code, detail)


def _of_limit(error: RateLimitExceeded) -> Fault:
    """That somebody asks too often, and when she may again."""
    detail = f"Too many requests: {error.limit.limit} is what is allowed. Please wait a moment."
    return Fault(429, "rate_limited", detail, retry_after_s=seconds_to_wait(current_app))


def _of_ours(error: SalesAgentError) -> Fault:
    statuses = (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    status = next(statuses, 500)
    retry_after_s = RETRY_AFTER_S if status in (429, 503) else None
    return Fault(status, error.code, sentence(error), retry_after_s=retry_after_s)


def _of_the_shop(error: Exception) -> Fault:
    """What an agent refused, as it said it; else that it does not answer."""
    status = int(getattr(error, "status", 503))
    if 400 <= status < 500:
        told = getattr(error, "suggestions", ())
        code = str(getattr(error, "code", "refused"))
        return Fault(
            422 if status in (401, 403) else status, code, sentence(error), suggestions=told
        )
    detail = "A part of the shop does not answer just now. Please try again in a moment."
    return Fault(503, "shop_unavailable", detail, retry_after_s=RETRY_AFTER_S)
