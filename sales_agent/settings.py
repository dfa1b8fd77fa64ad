"""What the environment says about the conversation's model and memory."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from sales_agent.errors import SalesAgentError
from sales_agent.shoppers.identity import ANONYMOUS

OFFLINE = "offline"
GEMINI = "google_genai:gemini-2.5-flash"
"""What a Google key alone chooses."""
DEFAULT_TIMEOUT_S = 30.0
DEFAULT_TURN_TIMEOUT_S = 60.0
SECONDS_A_DAY = 86_400
KEY_BYTES = 32


class InvalidSetting(SalesAgentError):
    """A setting of the environment that cannot be used."""

    code: ClassVar[str] = "invalid_setting"


@dataclass(frozen=True)
class ModelSettings:
    """Which models lead the conversation, and how they are reached.

    Attributes:
        spec: `offline`, or `provider:name`; several, separated by commas, are asked in turn.
        base_url: the address of the first model's provider, when it is not the usual one.
        timeout_s: how long one call may take.
        turn_timeout_s: how long all calls of a turn may take together.
        budget: what models may cost in a day: US dollars in all, and `provider:name=dollars`.
        models_file: what is to be known of models beside what the registry says.
        variables: the environment, where providers' keys and addresses stand.
    """

    spec: str = OFFLINE
    base_url: str | None = None
    timeout_s: float = DEFAULT_TIMEOUT_S
    turn_timeout_s: float = DEFAULT_TURN_TIMEOUT_S
    budget: str | None = None
    models_file: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def chain(self) -> list[str]:
        """The models in the order in which they are asked."""
        return [name.strip() for name in self.spec.split(",") if name.strip()] or [OFFLINE]

    @property
    def first(self) -> str:
        """The model that is asked first."""
        return self.chain[0]

    @classmethod
    def from_env(cls) -> "ModelSettings":
        """Read SALES_MODEL and what begins with it, SALES_MODELS_FILE and GOOGLE_API_KEY.

        Raises:
            InvalidSetting: a timeout is not a number of seconds.
        """
        spec = os.environ.get("SALES_MODEL")
        file = os.environ.get("SALES_MODELS_FILE")
        return cls(
            spec=spec or (GEMINI if os.environ.get("GOOGLE_API_KEY") else OFFLINE),
            base_url=os.environ.get("SALES_MODEL_BASE_URL") or None,
            timeout_s=_seconds(
                "SALES_MODEL_TIMEOUT_S",
                os.environ.get("SALES_MODEL_TIMEOUT_S"),
                DEFAULT_TIMEOUT_S,
            ),
            turn_timeout_s=_seconds(
                "SALES_MODEL_TURN_TIMEOUT_S",
                os.environ.get("SALES_MODEL_TURN_TIMEOUT_S"),
                DEFAULT_TURN_TIMEOUT_S,
            ),
            budget=os.environ.get("SALES_MODEL_BUDGET") or None,
            models_file=Path(file) if file else None,
            variables=dict(os.environ),
        )


@dataclass(frozen=True)
class MemorySettings:
    """How conversations and sessions are kept.

    Attributes:
        keys: 32 bytes each; the first encrypts what is stored, all decrypt it. None: not encrypted.
        conversation_ttl_s: seconds after its last turn at which a conversation is erased.
        anonymous_ttl_s: the same for shoppers who never said who they are.
        known_ttl_s: the same for what is known of a customer for longer than a conversation.
    """

    keys: tuple[bytes, ...] = field(default=(), repr=False)
    conversation_ttl_s: int | None = None
    anonymous_ttl_s: int | None = 30 * SECONDS_A_DAY
    known_ttl_s: int | None = None

    def profile_ttl_min(self, shopper_id: str) -> float | None:
        """Minutes after her last visit at which a shopper's profile is erased."""
        is_anonymous = shopper_id.startswith(ANONYMOUS)
        ttl_s = self.anonymous_ttl_s if is_anonymous else self.known_ttl_s
        return None if ttl_s is None else ttl_s / 60

    @classmethod
    def from_env(cls) -> "MemorySettings":
        """Read SALES_MEMORY_KEY and SALES_MEMORY_DAYS, SALES_ANONYMOUS_DAYS, SALES_PROFILE_DAYS.

        Raises:
            InvalidSetting: a key is not 64 hexadecimal digits, or days are not a number.
        """
        return cls(
            keys=tuple(_key(part) for part in os.environ.get("SALES_MEMORY_KEY", "").split()),
            conversation_ttl_s=_ttl_s("SALES_MEMORY_DAYS", os.environ.get("SALES_MEMORY_DAYS")),
            anonymous_ttl_s=_ttl_s(
                "SALES_ANONYMOUS_DAYS", os.environ.get("SALES_ANONYMOUS_DAYS") or "30"
            ),
            known_ttl_s=_ttl_s("SALES_PROFILE_DAYS", os.environ.get("SALES_PROFILE_DAYS")),
        )


def _key(digits: str) -> bytes:
    try:
        key = bytes.fromhex(digits)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise InvalidSetting(
            f"a key in SALES_MEMORY_KEY has {len(digits)} characters and is not 64 hexadecimal "
            "digits; make one by: openssl rand -hex 32"
        )
    return key


def _ttl_s(name: str, days: str | None) -> int | None:
    """Days in seconds; none, as 0 of them, is forever."""
    if not (days := days or "0").isdecimal():
        raise InvalidSetting(f"{name} is {days!r}; give whole days, such as 30, or 0 for no end")
    return int(days) * SECONDS_A_DAY or None


def _seconds(name: str, given: str | None, default: float) -> float:
    try:
        seconds = float(given or default)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < SECONDS_A_DAY:
        raise InvalidSetting(f"{name} is {given!r}; give seconds, such as {default:.0f}")
    return seconds


@dataclass(frozen=True)
class TurnBudget:
    """What one turn may spend before it ends, telling what was done and what was not.

    Attributes:
        model_calls: How often models are asked.
        tool_calls: How many calls they make.
        tokens: What they read and write, as far as their providers tell.
        seconds: After so many no model is asked any more.
    """

    model_calls: int = 10
    tool_calls: int = 24
    tokens: int = 250_000
    seconds: float = 120.0

    @classmethod
    def from_env(cls) -> "TurnBudget":
        """Read SALES_TURN_MODEL_CALLS, _TOOL_CALLS, _TOKENS and _SECONDS.

        Raises:
            InvalidSetting: one is not a whole number above 0.
        """
        return cls(
            _at_most("SALES_TURN_MODEL_CALLS", os.environ.get("SALES_TURN_MODEL_CALLS"), 10),
            _at_most("SALES_TURN_TOOL_CALLS", os.environ.get("SALES_TURN_TOOL_CALLS"), 24),
            _at_most("SALES_TURN_TOKENS", os.environ.get("SALES_TURN_TOKENS"), 250_000),
            _at_most("SALES_TURN_SECONDS", os.environ.get("SALES_TURN_SECONDS"), 120),
        )


def _at_most(name: str, given: str | None, usual: int) -> int:
    if not given:
        return usual
    if not given.isdecimal() or not int(given):
        raise InvalidSetting(f"{name} is {given!r}; give a whole number above 0, such as {usual}")
    return int(given)


def redis_url() -> str | None:
    """The Redis of one's own; None for the one that comes along."""
    return os.environ.get("REDIS_URL") or None


def metrics_port() -> int | None:
    """Where a conversation's process answers Prometheus, SALES_METRICS_PORT; None: nowhere.

    Raises:
        InvalidSetting: it is no port.
    """
    given = os.environ.get("SALES_METRICS_PORT")
    if not given:
        return None
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise InvalidSetting(f"SALES_METRICS_PORT is {given!r}; give a port, such as 9100")
    return int(given)
