"""What a channel needs of the conversation: one door, whoever stands behind it."""

from collections.abc import Iterator
from typing import Any, Protocol

from sales_agent.answers.stopping import Stopped, never
from sales_agent.events import Event

Json = dict[str, Any]


class Conversation(Protocol):
    """A shopper's conversation; what it raises is a `SalesAgentError` with a sentence."""

    def reply(
        self, text: str, *, stopped: Stopped = never, picture: bytes | None = None
    ) -> Iterator[Event]:
        """Hold one turn; its last event is `TurnEnded`, after `TurnFailed` if it failed.

        Args:
            text: What the shopper said.
            stopped: Whether she wants to hear no more of the answer; asked in between.
            picture: The file of a photo that she sends.
        """

    def language(self, text: str) -> str:
        """The language in which `text`, said after all that was said here, is answered."""

    def greeting(self) -> str:
        """Say hello, and truthfully what is pending."""

    def take_card(self, number: str) -> str:
        """Trade a card number for a token to pay with; returns its last four digits."""

    def cart(self) -> Json:
        """The cart, priced."""

    def orders(self) -> list[Json]:
        """The shopper's orders, newest first."""

    def sign_in(self, **named: str) -> str | None:
        """Sign in by `email`, by `first_name`, `last_name` and `postcode`, or by a `token`.

        Returns:
            The shopper's name, or None when nobody is known by that.
        """

    def sign_out(self) -> bool:
        """End the sign-in here; False when nobody was signed in."""

    def offer_link(self) -> str:
        """A code that leads another channel to this shopper; holds once, for ten minutes."""

    def take_link(self, code: str) -> None:
        """Go on as the shopper who was shown this code."""

    def export(self) -> Json:
        """All that is kept of the shopper."""

    def switch_channel(self, name: str) -> None:
        """Go on under another channel's name."""

    def why(self) -> list[str]:
        """What the last turn did: tools, milliseconds, trace id."""

    def forget(self) -> list[str]:
        """Erase the shopper's conversation and profile; says what was erased and what is kept."""
