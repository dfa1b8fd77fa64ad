"""What a shopper said, and where."""

from dataclasses import dataclass, field

_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"RIFF": "image/webp"}
"""The kinds of pictures that the shop takes, by how their files begin."""


@dataclass(frozen=True)
class Picture:
    """A picture's file: a JPEG, PNG or WebP."""

    data: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """Its kind, as its first bytes say; what is none of ours is told as a JPEG."""
        found = (kind for start, kind in _KINDS.items() if self.data.startswith(start))
        return next(found, "image/jpeg")


@dataclass(frozen=True)
class Message:
    """What a shopper said on a channel.

    Attributes:
        channel: The channel's name.
        address: Who she is there.
        text: Her words.
        customer_id: Who she is, when the channel has checked it.
        id: The id that her message is stored under; a new one when not given.
        trace: Finds every hop of the turn in every log; a new one when not given.
        looks_at: The SKU or product id that she has before her, where the channel knows it.
        picture: A photo that came with her words, or instead of any.
        quote: The id of the quote that a yes or no is for; whichever waits when not given.
        shown: The id of the quote that she was shown last where she says it, empty when none was;
            None where the channel does not know. A yes is said to no other.
    """

    channel: str
    address: str
    text: str
    customer_id: str | None = None
    id: str | None = None
    trace: str | None = None
    looks_at: str | None = None
    quote: str | None = None
    shown: str | None = None
    picture: Picture | None = None
