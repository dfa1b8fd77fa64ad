"""One shopper's conversation on one channel, as a channel uses it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sales_agent.answers.stopping import Stopped, never
from sales_agent.assistant import ALREADY_SIGNED_IN, Assistant
from sales_agent.errors import AlreadySignedIn, DeskFailed, MemoryUnavailable, SlowDown
from sales_agent.events import Event, TurnEnded
from sales_agent.memory.outage import AWAY
from sales_agent.message import Message, Picture
from sales_agent.models.offline.understanding.recognition import language_of
from sales_agent.shop.spoken import phrase
from sales_agent.shop.told import told
from sales_agent.shoppers.greeting import greet
from sales_agent.shoppers.identity import Session
from sales_agent.threads.stored import Stored

Json = dict[str, Any]
_HEARD = 40
"""Messages back to which the language of a talk is looked for."""
_SECONDS_TOLD = 90
"""A longer wait is told in minutes."""
NOT_NOW = "I cannot reach my memory just now, so nothing was changed. Please try again in a while."


@contextmanager
def _remembering() -> Iterator[None]:
    """What cannot be done without Redis says so."""
    try:
        yield
    except AWAY as error:
        raise MemoryUnavailable(NOT_NOW) from error


class Conversation:
    """Binds the assistant to a channel, an address there, and whom the channel vouches for."""

    def __init__(
        self, assistant: Assistant, *, channel: str, address: str, customer_id: str | None
    ) -> None:
        self._assistant = assistant
        self._channel = channel
        self._address = address
        self._customer_id = customer_id
        self._ended: TurnEnded | None = None
        self._said: list[str] = []
        self._shown: str | None = None

    def reply(
        self, text: str, *, stopped: Stopped = never, picture: bytes | None = None
    ) -> Iterator[Event]:
        """Do one turn, until it is stopped."""
        message = replace(self._message(text), picture=Picture(picture) if picture else None)
        for event in self._assistant.reply(message, stopped=stopped):
            if isinstance(event, TurnEnded):
                self._ended = event
                self._follow(event.customer)
                if not event.error:
                    self._shown = str((event.confirm or {}).get("quoteId", ""))
            yield event

    def language(self, text: str) -> str:
        """The language in which `text`, said after all that was said here, is answered."""
        self._said = [*self._said[1 - _HEARD :], text]
        return language_of(self._said)

    def greeting(self) -> str:
        """What is said first: truthful about what waits."""
        session, stored = self._open()
        desk = self._assistant.desk
        return greet(
            session,
            stored,
            self._assistant.clock(),
            ask_orders=lambda: desk.list_orders(session.shopper_id),
            ask_reservations=lambda: desk.list_reservations(session.shopper_id),
            failures=desk.failures,
        )

    def take_card(self, number: str) -> str:
        """Trade a card number for a token that the session keeps; returns the last four digits."""
        return str(self.hold_card(number)["lastFour"])

    @_remembering()
    def hold_card(self, number: str, **more: str | None) -> Json:
        """Trade a card (with `expiry` and `cvc`) for a token that the session keeps.

        Returns:
            `lastFour` and `brand`.
        """
        session, _ = self._open()
        desk = self._assistant.desk
        try:
            tender = desk.tokenize_card(number, session.shopper_id, **more)
        except desk.failures as error:
            raise DeskFailed(f"I could not take the card: {error}") from error
        self._assistant.hold_tender(session, tender)
        return {"lastFour": tender["lastFour"], "brand": tender.get("brand")}

    def cart(self) -> Json:
        """The cart, priced."""
        session, stored = self._open()
        return self._assistant.desk.view_cart(stored.values.get("cart", {}), session.shopper_id)

    def orders(self) -> list[Json]:
        """The shopper's orders, newest first."""
        desk = self._assistant.desk
        try:
            return desk.list_orders(self._open()[0].shopper_id)
        except desk.failures as error:
            raise DeskFailed(f"I cannot look up orders just now: {error}") from error

    @_remembering()
    def sign_in(self, **named: str) -> str | None:
        """Sign in; None when nobody is known by what is named.

        Args:
            named: `email`; or `first_name`, `last_name` and `postcode`; or a `token` that the
                shop's site has signed.

        Raises:
            AlreadySignedIn: the session is another shopper's.
            SlowDown: too many wrong tries.
            DeskFailed: the shop cannot say.
        """
        session, _ = self._open()
        found = self._identified(named, session)
        if found["status"] == "slow_down":
            raise SlowDown(slow_down_words(found.get("retryAfterSeconds")))
        if found["status"] != "identified":
            return None
        signed_in = self._assistant.sign_in(session, found["customerId"], found["firstName"])
        self._follow(signed_in.shopper_id)
        return str(found["firstName"])

    @_remembering()
    def sign_out(self) -> bool:
        """End the sign-in on this channel; False when nobody was signed in."""
        session, _ = self._open()
        if not session.is_signed_in:
            return False
        self._assistant.sign_out(session)
        self._customer_id = None
        return True

    @_remembering()
    def offer_link(self) -> str:
        """A code to be typed on another channel, which then leads to this shopper too."""
        session, _ = self._open()
        return self._assistant.sessions.offer_link(session)

    @_remembering()
    def take_link(self, code: str) -> None:
        """Go on as the shopper who was shown this code; cart, talk and profile come along.

        Raises:
            AlreadySignedIn: the channel itself vouches for who is here.
            LinkRefused: the code proves nothing, or too many were tried.
        """
        if self._customer_id:
            raise AlreadySignedIn(ALREADY_SIGNED_IN)
        self._assistant.take_link(self._message(""), code)

    @_remembering()
    def export(self) -> Json:
        """All that is kept of the shopper."""
        session, _ = self._open()
        return self._assistant.export(session)

    @_remembering()
    def switch_channel(self, name: str) -> None:
        """Go on as if on another channel; the thread follows the shopper."""
        self._assistant.sessions.link(self._open()[0], name, self._address)
        self._channel = name

    def why(self) -> list[str]:
        """What the last turn did: its tools with their time, and its trace."""
        if self._ended is None:
            return [phrase("why.nothing")]
        tools = [f"{tool.name} {tool.status} {tool.ms} ms" for tool in self._ended.tools]
        turn = f"turn {self._ended.turn}: {self._ended.ms} ms with {self._ended.model}"
        memory = self._assistant.outage.describe()
        return [f"{turn}, trace {self._ended.trace}", memory, *tools]

    @_remembering()
    def forget(self) -> list[str]:
        """Erase the conversation and the session; says what was erased and what is kept."""
        session, _ = self._open()
        interactions = self._erase_interactions(session.shopper_id)
        erased = self._assistant.forget(session)
        kept = phrase("forget.kept")
        return [*(_erased_words(told(what)) for what in erased), *interactions, kept]

    def _erase_interactions(self, shopper_id: str) -> list[str]:
        """Erase what the shop learnt from her; says what was erased, or what could not be."""
        desk = self._assistant.desk
        try:
            count = desk.erase_interactions(shopper_id)
        except desk.failures:
            return [phrase("forget.not_yet")]
        return [_erased_words(phrase("forget.learnt", count=count))] if count else []

    def _identified(self, named: Mapping[str, str], session: Session) -> Json:
        desk = self._assistant.desk
        fields = {"first_name": "firstName", "last_name": "lastName"}
        body = {fields.get(name, name): value for name, value in named.items()}
        try:
            return desk.identify(body, session.shopper_id)
        except desk.failures as error:
            raise DeskFailed(f"I cannot sign you in just now: {error}") from error

    def _open(self) -> tuple[Session, Stored]:
        return self._assistant.open(self._message(""))

    def _message(self, text: str) -> Message:
        """A message of hers; in a window that has shown another quote, or none, a yes is none."""
        return Message(self._channel, self._address, text, self._customer_id, shown=self._shown)

    def _follow(self, shopper_id: str) -> None:
        """After signing in as somebody else, the channel vouches for her no longer."""
        if self._customer_id and shopper_id and shopper_id != self._customer_id:
            self._customer_id = None


def _erased_words(what: str) -> str:
    return phrase("forget.erased", what=what)


def slow_down_words(wait_s: int | None) -> str:
    """How long to wait before the next try to sign in."""
    if not wait_s:
        return phrase("slow_down.plain")
    if wait_s > _SECONDS_TOLD:
        return phrase("slow_down.minutes", count=-(-wait_s // 60))
    return phrase("slow_down.seconds", count=wait_s)
