"""What a shopper said, and where."""

from dataclasses import dataclass


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
        quote: The id of the quote that a yes or no is for; whichever waits when not given.
    """

    channel: str
    address: str
    text: str
    customer_id: str | None = None
    id: str | None = None
    trace: str | None = None
    looks_at: str | None = None
    quote: str | None = None
