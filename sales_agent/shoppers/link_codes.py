"""Short codes that prove, on a second channel, who somebody is on a first."""

import secrets
from typing import cast

import redis

from sales_agent.errors import LinkRefused

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 and O, 1 and I."""
LENGTH = 8
CODE_TTL_S = 600
ATTEMPTS_AT_MOST = 5
ATTEMPTS_TTL_S = 900


class LinkCodes:
    """Issues codes that lead to a shopper once, for ten minutes; a new one voids the one before.

    A code is one of 2**40, and an address may try five times in a quarter of an hour.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def issue(self, shopper_id: str) -> str:
        """Make the shopper's code, such as `7KQ2-M4XD`."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        self.void(shopper_id)
        self._client.set(_code_key(code), shopper_id, ex=CODE_TTL_S)
        self._client.set(_latest_key(shopper_id), code, ex=CODE_TTL_S)
        return f"{code[:4]}-{code[4:]}"

    def redeem(self, channel: str, address: str, typed: str) -> str:
        """Return whose code was typed, and void it.

        Raises:
            LinkRefused: There is no such code, or the address has tried too often.
        """
        attempts = _attempts_key(channel, address)
        self._client.set(attempts, 0, ex=ATTEMPTS_TTL_S, nx=True)
        if self._client.incr(attempts) > ATTEMPTS_AT_MOST:
            raise LinkRefused(
                f"{ATTEMPTS_AT_MOST} codes were wrong; wait {ATTEMPTS_TTL_S // 60} minutes and "
                "ask for a new one"
            )
        code = "".join(letter for letter in typed.upper() if letter in ALPHABET)
        found = cast("bytes | None", self._client.getdel(_code_key(code)))
        if found is None:
            raise LinkRefused(
                "this code is unknown, used or older than "
                f"{CODE_TTL_S // 60} minutes; ask for a new one where you are known"
            )
        self._client.delete(attempts)
        return found.decode()

    def void(self, shopper_id: str) -> None:
        """Take back the code that a shopper was given, if it was not used."""
        code = cast("bytes | None", self._client.getdel(_latest_key(shopper_id)))
        if code is not None:
            self._client.delete(_code_key(code.decode()))


def _attempts_key(channel: str, address: str) -> str:
    return f"link-attempts:{channel}:{address}"


def _code_key(code: str) -> str:
    return f"link:{code}"


def _latest_key(shopper_id: str) -> str:
    return f"shopper:{{{shopper_id}}}:link"
