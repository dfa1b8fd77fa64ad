"""Short-lived signed tokens that say for whom a call is made, and by which service."""

import time
from dataclasses import dataclass

import jwt

ALGORITHM = "HS256"
TTL_S = 120


class BadToken(Exception):
    """A token that is expired, forged or not one of ours."""


@dataclass(frozen=True)
class Claims:
    """Who a call is for, and which of the shop's own services makes it (None: the shopper)."""

    shopper: str
    service: str | None = None


def sign(claims: Claims, key: bytes, *, ttl_s: int = TTL_S) -> str:
    """Sign claims into a bearer token."""
    now = int(time.time())
    payload = {"sub": claims.shopper, "iat": now, "exp": now + ttl_s}
    if claims.service:
        payload["svc"] = claims.service
    return jwt.encode(payload, key, algorithm=ALGORITHM)


def verify(token: str, key: bytes) -> Claims:
    """Read a bearer token.

    Raises:
        BadToken: it is expired, forged, or names no subject.
    """
    try:
        payload = jwt.decode(
            token, key, algorithms=[ALGORITHM], options={"require": ["sub", "exp"]}
        )
    except jwt.InvalidTokenError as error:
        raise BadToken(str(error)) from error
    return Claims(shopper=payload["sub"], service=payload.get("svc"))
