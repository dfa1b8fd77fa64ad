"""What a shopper is told when a turn fails, or when the memory is away."""

import traceback

import redis

from sales_agent.errors import SalesAgentError, ThreadBusy, ThreadConflict
from sales_agent.events import TurnFailed

NOT_SAVED = (
    "(I cannot reach my memory just now. We can go on, but what we say from here on is not saved "
    "until it is back; I will tell you.)"
)
SAVED_AGAIN = "(My memory is back, and all that we said meanwhile is saved.)"
NOT_SAVED_AT_ALL = (
    "(My memory is back, but a part of what we said meanwhile could not be saved. Please look at "
    "your cart before you go on.)"
)
NOT_SIGNED_IN = (
    "(As I cannot reach my memory, signing in does not hold; please do it again in a while.)"
)
OUTAGE_WORDS = {"away": NOT_SAVED, "back": SAVED_AGAIN, "lost": NOT_SAVED_AT_ALL}
"""By what `Outage.count_turn` says."""


_BUSY: dict[type[SalesAgentError], str] = {
    ThreadConflict: (
        "Something else was said in this conversation at the same moment, so I kept nothing of "
        "this message. Please say it again."
    ),
    ThreadBusy: (
        "Another message of this conversation is still being answered. Please send this one "
        "again in a moment."
    ),
}


def place_of(error: BaseException) -> str:
    """Where it was raised; its message stays out of the log, as it may hold a shopper's words."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"


def failure_of(error: Exception) -> TurnFailed:
    """What a shopper is told of a turn that could not be done."""
    if isinstance(error, SalesAgentError):
        return TurnFailed(error.code, _BUSY.get(type(error), str(error)))
    if isinstance(error, redis.RedisError):
        detail = "I cannot reach my memory just now, so I kept nothing of this. Please try again."
        return TurnFailed("memory_unavailable", detail)
    detail = "Something went wrong on my side, and nothing was changed. Please say it again."
    return TurnFailed("internal_error", detail)
