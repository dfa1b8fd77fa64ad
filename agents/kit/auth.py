"""Who calls: the token's shopper, and whether one of the shop's own services speaks for her."""

from agents.kit.errors import Forbidden, Unauthorized
from contracts.contract import Operation
from contracts.tokens import BadToken, Claims, verify

NOBODY = Claims(shopper="")


def authenticate(header: str | None, operation: Operation, key: bytes) -> Claims:
    """Read the caller from an Authorization header and check that she may call.

    Raises:
        Unauthorized: the operation needs a token and none holds.
        Forbidden: only the shop's own services may call it.
    """
    claims = _claims(header, key)
    if operation.access != "public" and not claims.shopper:
        raise Unauthorized(f"{operation.id} needs a signed token; none was sent")
    if operation.access == "service" and not claims.service:
        raise Forbidden(f"{operation.id} is for the shop's own services")
    return claims


def _claims(header: str | None, key: bytes) -> Claims:
    if not header:
        return NOBODY
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized("the Authorization header is not a bearer token")
    try:
        return verify(token, key)
    except BadToken as error:
        raise Unauthorized("the token is expired or not one of this shop's") from error
