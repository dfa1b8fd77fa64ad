"""The way of a line through the terminal: cleaned, a command or a message, its cards taken."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from sales_agent.answers.stopping import Stopped, never
from sales_agent.channels.cards import mask_cards, take_cards
from sales_agent.channels.cleaning import LIMIT, clean_message, sentence
from sales_agent.channels.commands import Answer, Commands, Question, failure, refusal
from sales_agent.channels.conversation import Conversation
from sales_agent.channels.wording import outcome_of
from sales_agent.errors import SalesAgentError
from sales_agent.events import Event, ToolFinished, TurnFailed
from sales_agent.shop.spoken import BASE, speaking

logger = logging.getLogger(__name__)

UNEXPECTED = (
    "Something went wrong on our side, and this message was not answered. Please try again."
)
CHECKOUT = ("initiate_checkout", "commit_checkout")
"""The tools of a checkout; a card that is taken while one is open is the shopper's next message."""

Stopping = Callable[[], AbstractContextManager[Stopped]]


class Front(Protocol):
    """How one mode of the terminal shows a turn, and the answers that are none."""

    def begin(self, message: str) -> None:
        """A turn begins, with the shopper's message as it goes on."""

    def send(self, event: Event) -> None:
        """Take one event of the turn."""

    def end(self) -> None:
        """The turn is over, or was left."""

    def say(self, answer: Answer, said: str) -> None:
        """Show an answer to what was said, whose card numbers are masked."""


def _nothing_stops() -> AbstractContextManager[Stopped]:
    return nullcontext(never)


class Dialogue:
    """Takes a shopper's lines one by one, for as long as she stays.

    Args:
        conversation: Whom she talks with.
        front: Shows her what is said.
        erase_history: Erases the lines that she typed.
        stopping: What stops an answer while its context lasts.
    """

    def __init__(
        self,
        conversation: Conversation,
        front: Front,
        erase_history: Callable[[], None],
        stopping: Stopping = _nothing_stops,
    ) -> None:
        self._conversation = conversation
        self._front = front
        self._stopping = stopping
        self._is_checking_out = False
        self._commands = Commands(conversation, erase_history)
        self._language = BASE

    @property
    def question(self) -> Question | None:
        """What a command asked and the next line answers."""
        return self._commands.question

    def drop_question(self) -> None:
        """Go on as if the question had not been asked."""
        self._commands.question = None

    def take(self, line: str) -> bool:
        """Take a line; False when it was the last. What is drawn speaks as the shopper does."""
        text, question = clean_message(line), self.question
        said = "" if question and question.is_hidden else _shown(text)
        if (text or not question) and (refused := refusal(text)):
            self._say(refused, said)
            return True
        with speaking(self._language):
            answer = self._commands.answer(text)
        if answer is not None:
            if answer.picture:
                self._hold_turn("", answer.picture)
            else:
                self._say(answer, said)
            if answer.card and self._is_checking_out:
                self._hold_turn(f"[card ending {answer.card}]")
            return not answer.is_farewell
        self._hold_turn(text)
        return True

    def _hold_turn(self, text: str, picture: bytes | None = None) -> None:
        try:
            message = take_cards(text, self._conversation.take_card)
        except SalesAgentError as error:
            self._say(failure(error), _shown(text))
            return
        self._language = self._conversation.language(message)
        with speaking(self._language):
            self._front.begin(message)
        try:
            with self._stopping() as stopped:
                for event in self._events(message, stopped, picture):
                    self._notice(event)
                    with speaking(self._language):
                        self._front.send(event)
        finally:
            with speaking(self._language):
                self._front.end()

    def _say(self, answer: Answer, said: str) -> None:
        with speaking(self._language):
            self._front.say(answer, said)

    def _notice(self, event: Event) -> None:
        """Keep whether a checkout is open, for a card that is entered apart from the talk."""
        if isinstance(event, ToolFinished) and event.name in CHECKOUT:
            self._is_checking_out = outcome_of(event) != "placed"

    def _events(self, message: str, stopped: Stopped, picture: bytes | None) -> Iterator[Event]:
        """The turn's events; an error that the conversation let through is a failed turn."""
        try:
            yield from self._conversation.reply(message, stopped=stopped, picture=picture)
        except SalesAgentError as error:
            yield TurnFailed(error.code, sentence(error))
        except Exception as error:
            logger.error("turn_failed type=%s", type(error).__name__)
            logger.debug("turn_failed", exc_info=error)
            yield TurnFailed("internal_error", UNEXPECTED)


def _shown(text: str) -> str:
    """What was said, as it may be shown again: no card numbers, no overlength."""
    return "/card" if text.lower().startswith("/card") else mask_cards(text)[:LIMIT]
