"""Faults: answers that are no business outcome, told as RFC 9457 problems."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any


class Fault(Exception):
    """A fault that an agent answers with; `code` is stable, `detail` says the way out."""

    status = HTTPStatus.BAD_REQUEST
    code = "bad_request"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        status: int | None = None,
        suggestions: Sequence[str] = (),
        pointer: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.status = HTTPStatus(status or self.status)
        self.suggestions = tuple(suggestions)
        self.pointer = pointer

    def as_problem(self, trace_id: str) -> dict[str, Any]:
        """The problem document."""
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "code": self.code,
            "detail": self.detail,
            "suggestions": list(self.suggestions),
            "traceId": trace_id,
        }
        if self.pointer is not None:
            problem["pointer"] = self.pointer
        return problem


class NotFound(Fault):
    """Nothing is there by that id, or it belongs to another shopper."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"


class Unauthorized(Fault):
    """No token, or one that does not hold."""

    status = HTTPStatus.UNAUTHORIZED
    code = "unauthorized"


class Forbidden(Fault):
    """A token that does not allow this operation."""

    status = HTTPStatus.FORBIDDEN
    code = "forbidden"


class Conflict(Fault):
    """The request contradicts what is already there."""

    status = HTTPStatus.CONFLICT
    code = "conflict"
