"""Who is talking: a channel's address leads to a shopper, and the shopper to her one thread."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import redis

from sales_agent.errors import LinkRefused
from sales_agent.shoppers.identity import ANONYMOUS, Left, Session, check_address, checked_id
from sales_agent.shoppers.link_codes import LinkCodes

_LEFT = "left:"
"""Fields of a shopper's hash: an anonymous shopper, and her thread, that are to be merged."""
_UPDATE_IF_THERE = """
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
return redis.call("HSET", KEYS[1], unpack(ARGV))
"""


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class Sessions:
    """Finds and links shoppers, in Redis, for every process and channel alike.

    An address is a string that leads to a shopper's id; a shopper is a hash with her thread, and
    a set of the addresses that lead to her.

    Args:
        client: A redis-py client that does not decode responses.
        clock: Tells the time.
        anonymous_ttl_s: Seconds after her last turn at which an anonymous shopper is forgotten;
            None for never.
        expire_thread: Lets a thread expire with its anonymous shopper, such as the saver's.
    """

    def __init__(
        self,
        client: redis.Redis,
        *,
        clock: Callable[[], datetime] = utc_now,
        anonymous_ttl_s: int | None = None,
        expire_thread: Callable[[str, int | None], None] | None = None,
    ) -> None:
        self._client = client
        self._clock = clock
        self._anonymous_ttl_s = anonymous_ttl_s
        self._expire_thread = expire_thread
        self._codes = LinkCodes(client)
        self._update_if_there = client.register_script(_UPDATE_IF_THERE)

    def open(self, channel: str, address: str, customer_id: str | None = None) -> Session:
        """Find the session of an address, or make an anonymous shopper for a new one.

        With a `customer_id`, from a channel that has checked it, the session is that customer's
        for this once and the address stays linked to whomever it was.

        Raises:
            InvalidIdentity: The channel, the address or the customer id cannot be used.
        """
        check_address(channel, address)
        if customer_id is not None:
            return self._session(channel, address, checked_id(customer_id))
        return self._session(channel, address, self._linked(channel, address))

    def sign_in(self, session: Session, customer_id: str) -> Session:
        """Link the session's address to a customer; only for a caller that has checked who it is.

        An anonymous thread becomes the customer's when she has none; when she has one, it goes
        on and `merged_from` names the anonymous one. A thread of another customer stays hers.
        The anonymous shopper's other addresses follow. What is to be merged is remembered until
        `settle`, so that a process that dies in between loses nothing of it.
        """
        return self._join(session.channel, session.address, checked_id(customer_id))

    def settle(self, session: Session) -> Session:
        """Note that what the anonymous shopper had is merged."""
        if session.left:
            names = [f"{_LEFT}{row.shopper_id}" for row in session.left]
            self._client.hdel(_shopper_key(session.shopper_id), *names)
        return replace(session, left=())

    def provide(self, channel: str, address: str, customer_id: str | None = None) -> Session:
        """Make a session without Redis, to be adopted when it is back.

        Raises:
            InvalidIdentity: as for `open`.
        """
        check_address(channel, address)
        return Session(
            channel=channel,
            address=address,
            shopper_id=checked_id(customer_id) if customer_id else _new_anonymous(),
            thread_id=_new_thread(),
            is_signed_in=customer_id is not None,
            is_new=True,
            last_seen_at=None,
        )

    def adopt(self, session: Session) -> None:
        """Link what was provided; who was known already gets its thread to be merged."""
        owner = session.shopper_id
        if not session.is_signed_in:
            key = _address_key(session.channel, session.address)
            if self._client.set(key, owner, nx=True, ex=self._anonymous_ttl_s):
                self._client.sadd(_addresses_key(owner), _member(session))
            owner = str(_text(self._client.get(key)))
        key = _shopper_key(owner)
        self._client.hsetnx(key, "thread_id", session.thread_id)
        if _text(self._client.hget(key, "thread_id")) != session.thread_id:
            left = _new_anonymous() if session.is_signed_in else session.shopper_id
            self._client.hset(key, f"{_LEFT}{left}", session.thread_id)

    def sign_out(self, session: Session) -> Session:
        """Let the session's address lead to a new anonymous shopper, with a thread of her own.

        What the one before had, her thread and with it her cart, stays hers on other addresses
        and for when she signs in again.
        """
        key, own = _address_key(session.channel, session.address), _member(session)
        before = _text(self._client.get(key))
        if before is not None:
            self._client.srem(_addresses_key(before), own)
            self._client.delete(key)
        return self.open(session.channel, session.address)

    def offer_link(self, session: Session) -> str:
        """Make a code to be shown here and typed on another channel, which then leads to her too.

        It holds once and for ten minutes, and voids the one before.
        """
        return self._codes.issue(session.shopper_id)

    def take_link(self, channel: str, address: str, code: str) -> Session:
        """Link an address to whoever was offered this code.

        What the address led to before is treated as by `sign_in`, `merged_from` included.

        Raises:
            LinkRefused: The code proves nothing, or too many were tried here, or it is an
                anonymous shopper's and here somebody is signed in: whoever gets her to type a
                code of his own must not come into her account.
        """
        check_address(channel, address)
        shopper_id = self._codes.redeem(channel, address, code)
        before = self._linked(channel, address)
        if shopper_id.startswith(ANONYMOUS) and not before.startswith(ANONYMOUS):
            raise LinkRefused(
                "this code comes from where nobody is signed in; sign in there instead, or ask "
                "for a code here and type it there"
            )
        return self._join(channel, address, shopper_id)

    def link(self, session: Session, channel: str, address: str) -> None:
        """Let another address lead to the same shopper; only for a caller that knows it is hers."""
        check_address(channel, address)
        member = f"{channel}\0{address}"
        known = _text(self._client.get(_address_key(channel, address)))
        if known == session.shopper_id:
            return
        if known is not None:
            self._client.srem(_addresses_key(known), member)
        self._lead(member, session.shopper_id)

    def addresses(self, session: Session) -> list[tuple[str, str]]:
        """The channels and addresses that lead to the shopper."""
        members = sorted(member.decode() for member in self._addresses(session.shopper_id))
        parts = (member.partition("\0") for member in members)
        return [(channel, address) for channel, _, address in parts]

    def touch(self, session: Session) -> None:
        """Remember that the shopper was here just now."""
        now = self._clock().astimezone(UTC).isoformat().replace("+00:00", "Z")
        self._update_if_there(
            keys=[_shopper_key(session.shopper_id)],
            args=["last_seen_at", now, "last_channel", session.channel],
        )
        self._let_expire(session)

    def forget(self, session: Session) -> list[str]:
        """Erase what is kept of a shopper here, and say what that was; her thread is the saver's.

        The next message from any of her addresses finds a stranger.
        """
        erased: list[str] = []
        own = _member(session).encode()
        for member in sorted({own, *self._addresses(session.shopper_id)}):
            channel, _, address = member.decode().partition("\0")
            key = _address_key(channel, address)
            if _text(self._client.get(key)) == session.shopper_id and self._client.delete(key):
                erased.append(f"session {channel} {address}")
        self._codes.void(session.shopper_id)
        keys = _shopper_key(session.shopper_id), _addresses_key(session.shopper_id)
        if self._client.delete(*keys):
            erased.append(f"shopper {session.shopper_id}")
        return erased

    def _linked(self, channel: str, address: str) -> str:
        """The shopper of an address, an anonymous one from now on when there was none."""
        key = _address_key(channel, address)
        while (shopper_id := _text(self._client.get(key))) is None:
            shopper_id = _new_anonymous()
            if self._client.set(key, shopper_id, nx=True, ex=self._anonymous_ttl_s):
                self._client.sadd(_addresses_key(shopper_id), f"{channel}\0{address}")
                return shopper_id
        return shopper_id

    def _join(self, channel: str, address: str, shopper_id: str) -> Session:
        """Let an address lead to a shopper, and with it all that an anonymous one there had."""
        before = self._linked(channel, address)
        if before.startswith(ANONYMOUS) and before != shopper_id:
            self._bequeath(before, shopper_id)
        self._move(f"{channel}\0{address}", before, shopper_id)
        joined = self._session(channel, address, shopper_id)
        if joined.is_signed_in and self._expire_thread and not joined.merged_from:
            self._expire_thread(joined.thread_id, None)
        return joined

    def _bequeath(self, before: str, shopper_id: str) -> None:
        """Give a shopper an anonymous one's thread, or remember to merge it into her own."""
        thread_id = _text(self._client.hget(_shopper_key(before), "thread_id"))
        key = _shopper_key(shopper_id)
        if thread_id is not None:
            self._client.hsetnx(key, "thread_id", thread_id)
            self._client.hset(key, f"{_LEFT}{before}", thread_id)

    def _move(self, own: str, before: str, shopper_id: str) -> None:
        """Let an address lead to another shopper, with all others of an anonymous one."""
        moving = {own}
        if before.startswith(ANONYMOUS):
            moving |= {m.decode() for m in self._addresses(before)}
        for member in sorted(moving):
            self._lead(member, shopper_id)
        if before == shopper_id:
            return
        if before.startswith(ANONYMOUS):
            self._codes.void(before)
            self._client.delete(_shopper_key(before), _addresses_key(before))
        else:
            self._client.srem(_addresses_key(before), own)

    def _lead(self, member: str, shopper_id: str) -> None:
        channel, _, address = member.partition("\0")
        ttl_s = self._anonymous_ttl_s if shopper_id.startswith(ANONYMOUS) else None
        self._client.sadd(_addresses_key(shopper_id), member)
        self._client.set(_address_key(channel, address), shopper_id, ex=ttl_s)

    def _let_expire(self, session: Session) -> None:
        """Give all that is kept of an anonymous shopper its time from now on."""
        if session.is_signed_in or self._anonymous_ttl_s is None:
            return
        shopper_id = session.shopper_id
        address_key = _address_key(session.channel, session.address)
        with self._client.pipeline(transaction=False) as pipe:
            for key in (address_key, _shopper_key(shopper_id), _addresses_key(shopper_id)):
                pipe.expire(key, self._anonymous_ttl_s)
            pipe.execute()
        if self._expire_thread:
            self._expire_thread(session.thread_id, self._anonymous_ttl_s)

    def _addresses(self, shopper_id: str) -> set[bytes]:
        return cast("set[bytes]", self._client.smembers(_addresses_key(shopper_id)))

    def _shopper(self, key: str) -> dict[str, str]:
        found = cast("dict[bytes, bytes]", self._client.hgetall(key))
        return {name.decode(): value.decode() for name, value in found.items()}

    def _session(self, channel: str, address: str, shopper_id: str) -> Session:
        key = _shopper_key(shopper_id)
        known = self._shopper(key)
        thread_id, is_new = known.get("thread_id"), False
        if thread_id is None:
            made = _new_thread()
            is_new = bool(self._client.hsetnx(key, "thread_id", made))
            thread_id = made if is_new else str(_text(self._client.hget(key, "thread_id")))
        left = [name for name in sorted(known) if name.startswith(_LEFT)]
        seen = known.get("last_seen_at")
        session = Session(
            channel=channel,
            address=address,
            shopper_id=shopper_id,
            thread_id=thread_id,
            is_signed_in=not shopper_id.startswith(ANONYMOUS),
            is_new=is_new,
            last_seen_at=datetime.fromisoformat(seen) if seen else None,
            last_channel=known.get("last_channel"),
            left=tuple(Left(name.removeprefix(_LEFT), known[name]) for name in left),
        )
        if is_new:
            self._let_expire(session)
        return session


def _new_anonymous() -> str:
    return f"{ANONYMOUS}{secrets.token_urlsafe(16)}"


def _new_thread() -> str:
    return f"t-{secrets.token_urlsafe(16)}"


def _member(session: Session) -> str:
    return f"{session.channel}\0{session.address}"


def _address_key(channel: str, address: str) -> str:
    return f"session:{channel}:{address}"


def _shopper_key(shopper_id: str) -> str:
    return f"shopper:{{{shopper_id}}}"


def _addresses_key(shopper_id: str) -> str:
    return f"shopper:{{{shopper_id}}}:addresses"


def _text(value: object) -> str | None:
    return value.decode() if isinstance(value, bytes) else cast("str | None", value)
