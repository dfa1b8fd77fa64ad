"""When a message of a conversation was said, kept with the message itself."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from langchain_core.messages import BaseMessage

Said = TypeVar("Said", bound=BaseMessage)
AT = "at"


def said_at(message: Said, moment: datetime) -> Said:
    """The message, which from now on tells when it was said; `moment` is aware."""
    told = moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    message.additional_kwargs[AT] = told
    return message


def moment_of(message: BaseMessage) -> str | None:
    """When it was said, as RFC 3339 in UTC; None for what was said before that was kept."""
    told: Any = message.additional_kwargs.get(AT)
    return told if isinstance(told, str) else None
