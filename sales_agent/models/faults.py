"""What went wrong with a call of a model, told apart by what helps: a retry, a rest, a new key.

LangChain's clients raise one tree of errors for what providers refuse; what they let through is
known by the names that httpx gives it, as providers bring different versions of that.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from langchain_core import exceptions


class Kind(StrEnum):
    """What can go wrong."""

    KEY_REFUSED = "key_refused"
    NOT_ALLOWED = "not_allowed"
    NO_SUCH_MODEL = "no_such_model"
    RATE_LIMITED = "rate_limited"
    TOO_LONG = "too_long"
    REQUEST_REFUSED = "request_refused"
    SERVER_FAILED = "server_failed"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    CUT_OFF = "cut_off"
    EMPTY = "empty"
    BLOCKED = "blocked"
    UNAVAILABLE = "unavailable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Fault:
    """One fault; `retry_after_s` is what the provider asks to wait."""

    kind: Kind
    retry_after_s: float | None = None


class ModelSilent(TimeoutError):
    """A model that has not answered by its deadline."""


def fault_of(error: BaseException) -> Fault:
    """What an exception of a provider's client means."""
    chain = list(_causes(error))
    for one in chain:
        if kind := _kind_of(one):
            return Fault(kind, _retry_after_s(chain) if kind in _WAITS else None)
    return Fault(Kind.UNKNOWN)


_WAITS = (Kind.RATE_LIMITED, Kind.SERVER_FAILED)
_BY_CLASS: tuple[tuple[type[BaseException], Kind], ...] = (
    (exceptions.ModelAuthenticationError, Kind.KEY_REFUSED),
    (exceptions.ModelPermissionDeniedError, Kind.NOT_ALLOWED),
    (exceptions.ModelNotFoundError, Kind.NO_SUCH_MODEL),
    (exceptions.ModelRateLimitError, Kind.RATE_LIMITED),
    (exceptions.ContextOverflowError, Kind.TOO_LONG),
    (exceptions.ModelTimeoutError, Kind.TIMED_OUT),
    (exceptions.ModelConnectionError, Kind.UNREACHABLE),
    (TimeoutError, Kind.TIMED_OUT),
    (ConnectionError, Kind.UNREACHABLE),
)
_BY_STATUS = {
    401: Kind.KEY_REFUSED,
    403: Kind.NOT_ALLOWED,
    404: Kind.NO_SUCH_MODEL,
    408: Kind.TIMED_OUT,
    413: Kind.TOO_LONG,
    429: Kind.RATE_LIMITED,
}
_BY_NAME = {
    "TimeoutException": Kind.TIMED_OUT,
    "ConnectError": Kind.UNREACHABLE,
    "RemoteProtocolError": Kind.CUT_OFF,
    "ReadError": Kind.CUT_OFF,
    "StreamError": Kind.CUT_OFF,
    "JSONDecodeError": Kind.EMPTY,
    "UnknownApiResponseError": Kind.EMPTY,
}
_NO_CHUNKS = "No generation chunks"
"""What LangChain says of a stream that held nothing."""
_BAD_KEY = re.compile(r"api[ _]key not valid|API_KEY_INVALID|api key expired", re.IGNORECASE)
_DELAY = re.compile(r"""retryDelay['"]?\s*:\s*['"]([\d.]+)s""")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, what it was raised from, and so on."""
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _kind_of(error: BaseException) -> Kind | None:
    for cls, kind in _BY_CLASS:
        if isinstance(error, cls):
            return kind
    if status := _status_of(error):
        return _by_status(status, error)
    names = [cls.__name__ for cls in type(error).__mro__]
    named = next((kind for name, kind in _BY_NAME.items() if name in names), None)
    if named is None and type(error) is ValueError and _NO_CHUNKS in str(error):
        return Kind.EMPTY
    if named or not isinstance(error, exceptions.ModelInvalidRequestError):
        return named
    return _by_status(400, error)


def _by_status(status: int, error: BaseException) -> Kind | None:
    if kind := _BY_STATUS.get(status):
        return kind
    if status >= 500:
        return Kind.SERVER_FAILED
    if status < 400:
        return None
    return Kind.KEY_REFUSED if _BAD_KEY.search(str(error)) else Kind.REQUEST_REFUSED


def _status_of(error: BaseException) -> int | None:
    for name in ("status_code", "code"):
        value = getattr(error, name, None)
        if isinstance(value, int):
            return value
    return None


def _retry_after_s(chain: list[BaseException]) -> float | None:
    """What a header says, in seconds or as a date, or else what Google says in its reply."""
    for error in chain:
        headers = getattr(getattr(error, "response", None), "headers", None)
        if isinstance(headers, Mapping) and (given := headers.get("retry-after")):
            return _seconds_of(str(given))
    for error in chain:
        if found := _DELAY.search(str(getattr(error, "details", "") or error)):
            return float(found[1])
    return None


def _seconds_of(given: str) -> float | None:
    if re.fullmatch(r"\d+(\.\d+)?", given.strip()):
        return float(given)
    try:
        at = parsedate_to_datetime(given)
    except ValueError:
        return None
    wait: timedelta = (at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)
    return max(0.0, wait.total_seconds())
