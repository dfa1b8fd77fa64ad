"""Tokens that the shop's site signs for a shopper who has signed in there."""

import json
from datetime import datetime
from typing import Any

import jwt

from agents.loyalty.settings import SiteKeys

LEAST_SECRET_BYTES = 32
"""Source: RFC 7518, 3.2: a key of HS256 is as long as its digest, or longer."""
LEEWAY_S = 30
"""How far the site's clock may be behind."""


class BadSiteToken(Exception):
    """A token that is expired, forged, or no token of the site."""


class NoSiteKey(Exception):
    """The shop has set no key for such tokens, or one that cannot be used."""


def read_site_token(token: str, keys: SiteKeys, now: datetime) -> str:
    """The customer that a token names.

    HS256 is checked with the secret and RS256 with the public keys, never one with the other's.

    Raises:
        BadSiteToken: it does not hold.
        NoSiteKey: there is nothing to check it with.
    """
    if keys.secret is None and keys.jwks is None:
        raise NoSiteKey("neither SITE_SECRET nor SITE_JWKS is set")
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        claims = jwt.decode(
            token,
            _key(algorithm, header.get("kid"), keys),
            algorithms=[str(algorithm)],
            options={
                "require": ["sub", "exp"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
            },
        )
    except (jwt.InvalidTokenError, ValueError) as error:
        raise BadSiteToken(type(error).__name__) from error
    _check_times(claims, now)
    return str(claims["sub"])


def _check_times(claims: dict[str, Any], now: datetime) -> None:
    moment = now.timestamp()
    expires, starts = claims["exp"], claims.get("nbf", 0)
    for value in (expires, starts):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadSiteToken("its times are no numbers")
    if expires <= moment:
        raise BadSiteToken("it is expired")
    if starts > moment + LEEWAY_S:
        raise BadSiteToken("it holds later only")


def _key(algorithm: object, kid: object, keys: SiteKeys) -> Any:
    if algorithm == "HS256" and keys.secret:
        secret = keys.secret.encode()
        if len(secret) < LEAST_SECRET_BYTES:
            raise NoSiteKey(f"SITE_SECRET is shorter than {LEAST_SECRET_BYTES} bytes")
        return secret
    if algorithm == "RS256" and keys.jwks:
        return _public_key(keys, kid)
    raise BadSiteToken("it is not signed as the shop's site signs")


def _public_key(keys: SiteKeys, kid: object) -> Any:
    try:
        text = keys.jwks.read_text(encoding="utf-8") if keys.jwks else ""
        if not text.lstrip().startswith("{"):
            return text
        found = json.loads(text).get("keys", [])
        usable = [each for each in found if each.get("kty") == "RSA"]
        named = [each for each in usable if kid is None or each.get("kid") == kid]
        if not named:
            raise BadSiteToken("no key of SITE_JWKS signed it")
        return jwt.PyJWK(named[0], algorithm="RS256").key
    except (OSError, ValueError, AttributeError, jwt.PyJWTError) as error:
        raise NoSiteKey(f"SITE_JWKS cannot be used: {type(error).__name__}") from error
