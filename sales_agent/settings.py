"""What the environment says about the conversation's model and memory."""

import os
from dataclasses import dataclass, field
from typing import ClassVar

from sales_agent.errors import SalesAgentError

OFFLINE = "offline"
GEMINI = "google_genai:gemini-2.5-flash"
"""What a Google key alone chooses."""
DEFAULT_TIMEOUT_S = 30.0


class InvalidSetting(SalesAgentError):
    """A setting of the environment that cannot be used."""

    code: ClassVar[str] = "invalid_setting"


@dataclass(frozen=True)
class ModelSettings:
    """Which model leads the conversation, and how it is reached.

    Attributes:
        spec: `offline`, or `provider:name`.
        google_api_key: the key for Google's models.
        base_url: the provider's address, when it is not the usual one.
        timeout_s: how long one call may take.
    """

    spec: str = OFFLINE
    google_api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    timeout_s: float = DEFAULT_TIMEOUT_S

    @classmethod
    def from_env(cls) -> "ModelSettings":
        """Read SALES_MODEL, GOOGLE_API_KEY, SALES_MODEL_BASE_URL and SALES_MODEL_TIMEOUT_S.

        Raises:
            InvalidSetting: the timeout is not a number of seconds.
        """
        key = os.environ.get("GOOGLE_API_KEY") or None
        spec = os.environ.get("SALES_MODEL") or (GEMINI if key else OFFLINE)
        base_url = os.environ.get("SALES_MODEL_BASE_URL") or None
        return cls(spec.strip(), key, base_url, _timeout_s())


def _timeout_s() -> float:
    given = os.environ.get("SALES_MODEL_TIMEOUT_S") or str(DEFAULT_TIMEOUT_S)
    try:
        timeout_s = float(given)
    except ValueError:
        timeout_s = 0.0
    if timeout_s <= 0:
        raise InvalidSetting(f"SALES_MODEL_TIMEOUT_S is {given!r}; give seconds, such as 30")
    return timeout_s


def redis_url() -> str | None:
    """The Redis of one's own; None for the one that comes along."""
    return os.environ.get("REDIS_URL") or None
