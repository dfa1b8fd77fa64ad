"""The session tokens that a channel on the net hands out and takes back."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from sales_agent.errors import SalesAgentError

ALGORITHM = "HS256"
AUDIENCE = "sales-web"
TTL_S = 3600
REFRESH_S = 7 * 86_400
"""How long after its end a token still gets a new one."""


class BadSession(SalesAgentError):
    """A session token that is missing, forged, expired or of a session that was ended."""

    code = "session_invalid"


class SessionExpired(BadSession):
    """A session token whose hour is over; a new one is had for it."""

    code = "session_expired"


@dataclass(frozen=True)
class SessionClaims:
    """What a session token binds.

    Attributes:
        session: The session's id, which nobody can guess.
        channel: The channel's name.
        customer: Whom the shop's site vouches for in it; None for a session by itself.
        name: Her first name, where she was signed in.
    """

    session: str
    channel: str
    customer: str | None = None
    name: str | None = None


class SessionTokens:
    """Signs and reads session tokens, under a key that signs nothing else.

    Args:
        secret: The shop's signing key; the tokens' own is derived from it, so that no token of
            one kind is ever taken for one of the other.
        clock: Tells the time.
    """

    def __init__(self, secret: bytes, clock: Callable[[], datetime]) -> None:
        self._key = hmac.new(secret, AUDIENCE.encode(), hashlib.sha256).digest()
        self._clock = clock

    def issue(self, claims: SessionClaims) -> tuple[str, datetime]:
        """A token for a session, and when it ends."""
        now = self._clock().replace(microsecond=0)
        expires_at = now + timedelta(seconds=TTL_S)
        payload: dict[str, Any] = {
            "aud": AUDIENCE,
            "sid": claims.session,
            "chn": claims.channel,
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
        }
        vouched = {"sub": claims.customer, "name": claims.name}
        payload |= {name: value for name, value in vouched.items() if value is not None}
        return jwt.encode(payload, self._key, algorithm=ALGORITHM), expires_at

    def read(self, token: str, *, is_late: bool = False) -> SessionClaims:
        """What a token binds.

        Args:
            token: As the client sent it.
            is_late: Whether one that has ended within `REFRESH_S` still holds.

        Raises:
            SessionExpired: Its time is over.
            BadSession: It is forged or no session token of this shop.
        """
        try:
            payload = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={
                    "require": ["sid", "chn", "exp", "iat", "aud"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError as error:
            raise BadSession("the session token is not one of this shop's") from error
        ends = int(payload["exp"]) + (REFRESH_S if is_late else 0)
        if self._clock().timestamp() >= ends:
            raise SessionExpired("the session token has ended; refresh it, or begin a new session")
        return SessionClaims(
            payload["sid"], payload["chn"], payload.get("sub"), payload.get("name")
        )


def new_session_id() -> str:
    """An id of 192 random bits."""
    return f"s-{secrets.token_urlsafe(24)}"
