"""Who is talking, as a value: a session, and what can be an address or a customer's id."""

import re
from dataclasses import dataclass
from datetime import datetime

from sales_agent.errors import InvalidIdentity

ANONYMOUS = "anon-"
_CUSTOMER_ID = re.compile(r"[\w.@+:-]{1,128}")
_LONGEST_ADDRESS = 512


@dataclass(frozen=True)
class Left:
    """An anonymous shopper who turned out to be another, and her thread."""

    shopper_id: str
    thread_id: str


@dataclass(frozen=True)
class Session:
    """One shopper on one channel.

    Attributes:
        channel: The channel's name, such as `terminal`.
        address: Who it is there, such as a phone number or a browser's id.
        shopper_id: The customer's id, or `anon-` and a random one.
        thread_id: The shopper's one conversation, the same on every channel.
        is_signed_in: Whether somebody has checked that she is this customer.
        is_new: Whether the thread was made just now.
        last_seen_at: End of the shopper's last turn before this one, on any channel.
        last_channel: The channel of that turn.
        left: After signing in, the anonymous shoppers whose things are still to be merged into
            this one's; the same for every session of hers until `settle`.
    """

    channel: str
    address: str
    shopper_id: str
    thread_id: str
    is_signed_in: bool
    is_new: bool
    last_seen_at: datetime | None
    left: tuple["Left", ...] = ()
    last_channel: str | None = None

    @property
    def merged_from(self) -> tuple[str, ...]:
        """The anonymous threads that are to be merged into this session's."""
        return tuple(row.thread_id for row in self.left if row.thread_id != self.thread_id)


def check_address(channel: str, address: str) -> None:
    """Refuse what cannot be an address.

    Raises:
        InvalidIdentity: the channel has a colon, or the address is empty or too long.
    """
    if not channel or ":" in channel or not address or "\0" in channel + address:
        raise InvalidIdentity(
            f"channel {channel!r} with an address of {len(address)} characters cannot have a "
            "session; a channel is a name without a colon, and an address is not empty"
        )
    if len(address) > _LONGEST_ADDRESS:
        raise InvalidIdentity(
            f"an address on {channel!r} has {len(address)} characters; "
            f"{_LONGEST_ADDRESS} is the most a session can have"
        )


def checked_id(customer_id: str) -> str:
    """The id, if a customer can have it.

    Raises:
        InvalidIdentity: it is too long, has other signs, or is an anonymous shopper's.
    """
    if not _CUSTOMER_ID.fullmatch(customer_id) or customer_id.startswith(ANONYMOUS):
        raise InvalidIdentity(
            f"customer id {customer_id[:40]!r} cannot be used; it has 1 to 128 letters, digits "
            f"or .@+:-_ and does not begin with {ANONYMOUS!r}, for example 'C-1001'"
        )
    return customer_id
