"""What a line that begins with a slash does, and other answers that are no turn."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sales_agent.channels.cards import ascii_digits
from sales_agent.channels.cleaning import EMPTY, length_refusal, one_line, printable, sentence
from sales_agent.channels.conversation import Conversation
from sales_agent.channels.photos import UnusablePhoto, read_photo
from sales_agent.channels.sheets import Drawing, cart_sheet, orders_table
from sales_agent.channels.wording import help_lines
from sales_agent.errors import SalesAgentError
from sales_agent.shop.spoken import phrase

Json = dict[str, Any]
YES = frozenset({"yes", "y", "yes please", "ja", "oui", "si", "sí"})
NO = frozenset({"", "no", "n", "no thanks", "nein", "nein danke"})


@dataclass(frozen=True)
class Answer:
    """What the terminal itself answers: lines of text, and what to draw under them.

    `error` holds `code` and `detail` of what went wrong. `is_question` says that the next line
    is its answer, `is_unsettled` that shopper and thread may be others from now on. `picture` is a
    photo's file, which is the shopper's next message; `card` are the last digits of one taken.
    """

    lines: tuple[str, ...] = ()
    drawing: Drawing | None = None
    error: Json | None = None
    cart: Json | None = None
    products: tuple[Json, ...] = ()
    channel: str | None = None
    suggestions: tuple[str, ...] = ()
    is_question: bool = False
    is_unsettled: bool = False
    is_farewell: bool = False
    picture: bytes | None = field(default=None, repr=False)
    card: str | None = None


@dataclass(frozen=True)
class Question:
    """What a command asked; the next line is its answer, typed hidden if need be."""

    text: str
    take: Callable[[str], Answer | None] = field(repr=False)
    is_hidden: bool = False


class Commands:
    """The commands of a conversation."""

    def __init__(self, conversation: Conversation, erase_history: Callable[[], None]) -> None:
        self._conversation = conversation
        self._erase_history = erase_history
        self._known: dict[str, Callable[[str], Answer]] = {
            "/help": lambda _: Answer(help_lines()),
            "/cart": lambda _: self._cart(),
            "/orders": lambda _: self._orders(),
            "/photo": self._photo,
            "/card": self._card,
            "/login": self._login,
            "/logout": lambda _: self._logout(),
            "/link": self._link,
            "/channel": self._channel,
            "/why": lambda _: self._why(),
            "/export": lambda _: self._export(),
            "/forget": self._forget,
            "/quit": lambda _: Answer((phrase("command.goodbye"),), is_farewell=True),
        }
        self.question: Question | None = None

    def answer(self, text: str) -> Answer | None:
        """Answer a command, or the answer to a command's question; None for any other text."""
        try:
            return self._answer(text)
        except SalesAgentError as error:
            return failure(error)

    def _answer(self, text: str) -> Answer | None:
        if (question := self.question) and not text.startswith("/"):
            self.question = None
            return question.take(text)
        self.question = None
        if not text.startswith("/"):
            return None
        name, *rest = text.split(maxsplit=1)
        if command := self._known.get(name.lower()):
            return command(" ".join(rest))
        known = ", ".join(self._known)
        detail = phrase("command.unknown", name=_short(name), known=known)
        return Answer((detail,), error={"code": "unknown_command", "detail": detail})

    def _cart(self) -> Answer:
        cart = self._conversation.cart()
        if not cart.get("lines"):
            return Answer((phrase("frame.cart_empty"),), cart=cart)
        return Answer(drawing=cart_sheet(cart), cart=cart)

    def _orders(self) -> Answer:
        orders = self._conversation.orders()
        if not orders:
            return Answer((phrase("command.no_orders"),))
        return Answer(drawing=orders_table(orders))

    def _photo(self, name: str) -> Answer:
        if not name:
            return Answer((phrase("command.photo_of"),))
        try:
            picture = read_photo(name)
        except UnusablePhoto as error:
            detail = phrase("command.photo_refused", name=one_line(name), why=error)
            return Answer((detail,), error={"code": "unreadable_photo", "detail": detail})
        return Answer(picture=picture)

    def _card(self, number: str) -> Answer:
        if not number:
            return self._ask(phrase("command.ask_card"), self._take_card, is_hidden=True)
        return self._take_card(number) or Answer((phrase("command.card_digits"),))

    def _take_card(self, number: str) -> Answer | None:
        """Take a number; words that are none are the shopper's next message."""
        if not number:
            return Answer((phrase("command.no_card"),))
        digits = ascii_digits(number)
        if not digits or any(sign.isalpha() for sign in number):
            return None
        last_four = self._conversation.take_card(digits)
        lines = (phrase("command.card_ready", digits=one_line(last_four)),)
        return Answer(lines, suggestions=("Check out",), card=last_four)

    def _login(self, named: str) -> Answer:
        if not named:
            return self._ask(_login_words("ask_login"), self._sign_in)
        hint = Answer((_login_words("login_hint"),))
        return self._sign_in(named) or hint

    def _sign_in(self, named: str) -> Answer | None:
        """Sign in; words that name nobody are the shopper's next message."""
        words = named.split()
        if not words:
            return Answer((phrase("command.not_signed_in"),))
        if "@" in named:
            name = self._conversation.sign_in(email=named.strip())
        elif len(words) >= 3:
            first_name, *last_names, postcode = words
            name = self._conversation.sign_in(
                first_name=first_name, last_name=" ".join(last_names), postcode=postcode
            )
        else:
            return None
        if name is None:
            return Answer((_login_words("unknown_shopper"),))
        return Answer((phrase("command.signed_in", name=one_line(name)),), is_unsettled=True)

    def _logout(self) -> Answer:
        if not self._conversation.sign_out():
            return Answer((phrase("command.nobody"),))
        return Answer((phrase("command.signed_out"),), suggestions=("/login",), is_unsettled=True)

    def _link(self, code: str) -> Answer:
        if not code:
            shown = one_line(self._conversation.offer_link())
            return Answer((phrase("command.link", code=shown),))
        self._conversation.take_link(code)
        return Answer((phrase("command.linked"),), suggestions=("Show my cart",), is_unsettled=True)

    def _export(self) -> Answer:
        kept = json.dumps(self._conversation.export(), ensure_ascii=False, indent=2)
        return Answer(tuple(printable(kept).splitlines()))

    def _channel(self, name: str) -> Answer:
        if not name:
            return Answer((phrase("command.channel_of"),))
        self._conversation.switch_channel(name)
        return Answer((phrase("command.channel", name=one_line(name)),), channel=name)

    def _why(self) -> Answer:
        lines = tuple(one_line(line) for line in self._conversation.why())
        return Answer(lines or (phrase("command.nothing_to_explain"),))

    def _forget(self, said: str) -> Answer:
        if said.lower() in YES:
            return self._erase()
        question = phrase("command.ask_forget")
        return self._ask(question, self._decide_to_forget)

    def _decide_to_forget(self, said: str) -> Answer | None:
        """Erase at a yes; words that are neither yes nor no are the shopper's next message."""
        plain = said.lower().strip(" .!")
        if plain in YES:
            return self._erase()
        return Answer((phrase("command.kept"),)) if plain in NO else None

    def _erase(self) -> Answer:
        lines = [one_line(line) for line in self._conversation.forget()]
        self._erase_history()
        lines.append(phrase("command.lines_erased"))
        return Answer(tuple(lines), is_unsettled=True)

    def _ask(
        self, text: str, take: Callable[[str], Answer | None], *, is_hidden: bool = False
    ) -> Answer:
        self.question = Question(text, take, is_hidden)
        return Answer((text,), is_question=True)


def refusal(text: str) -> Answer | None:
    """Why a cleaned line is not taken as a message, or None."""
    if not text:
        return Answer((EMPTY,), error={"code": "empty_message", "detail": EMPTY})
    if detail := length_refusal(text):
        return Answer((detail,), error={"code": "message_too_long", "detail": detail})
    return None


def failure(error: SalesAgentError) -> Answer:
    """An error as the sentence that a shopper reads."""
    detail = sentence(error)
    return Answer((detail,), error={"code": error.code, "detail": detail})


def _login_words(key: str) -> str:
    """A sentence that names the ways to sign in."""
    return phrase(f"command.{key}", ways=phrase("command.login_ways"))


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:19]}…"
