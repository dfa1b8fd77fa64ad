"""The prompt of the chat: history, hidden entry, Ctrl-C that clears a line before it leaves."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import (
    CompleteEvent,
    Completer,
    Completion,
    PathCompleter,
    WordCompleter,
)
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output
from prompt_toolkit.shortcuts import CompleteStyle

from sales_agent.channels.cards import has_card
from sales_agent.channels.cleaning import printable
from sales_agent.channels.opening import Opening
from sales_agent.channels.wording import COMMANDS

MARK = FormattedText([("bold ansicyan", "\u203a ")])
GLANCE_S = 0.05
"""Seconds between two looks whether the conversation is open."""


class ShopHistory(FileHistory):
    """The lines typed, for the arrow keys; one that holds a card number is never kept."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        super().__init__(str(file))

    def append_string(self, string: str) -> None:
        """Keep a line, unless it names a card."""
        if not (has_card(string) or string.lstrip().lower().startswith("/card ")):
            super().append_string(printable(string))

    def erase(self) -> None:
        """Forget every line, in memory and in the file."""
        self._loaded_strings = []
        Path(str(self.filename)).write_bytes(b"")


class LineEntry:
    """Reads lines from a terminal; raises EOFError at its end, KeyboardInterrupt at Ctrl-C."""

    def __init__(self, *, source: Input, screen: Output, history: ShopHistory) -> None:
        self._session = _session(source, screen, history, completes=CommandCompleter())
        self._hidden = _session(source, screen, InMemoryHistory())
        self._hidden.is_password = True

    def read(self, question: str | None = None, *, is_hidden: bool = False) -> str:
        """Read a line; hidden, its letters are stars and nothing remembers it."""
        session = self._hidden if is_hidden else self._session
        return session.prompt(f"{question} " if question else MARK)

    def read_while_opening(self, opening: Opening, greet: Callable[[], None]) -> str:
        """Read a line; once the prompt stands, open the conversation and greet above it."""
        app = self._session.app

        async def watch() -> None:
            while not opening.is_done:
                await asyncio.sleep(GLANCE_S)
            try:
                await run_in_terminal(greet)
            except Exception as error:  # noqa: BLE001 - the prompt's own loop is an edge
                app.exit(exception=error)

        def begin() -> None:
            app.create_background_task(watch())

        app.after_render += lambda _: opening.start()
        return self._session.prompt(MARK, pre_run=begin)


class CommandCompleter(Completer):
    """Completes a command's name, and the file that one takes, at Tab."""

    def __init__(self) -> None:
        self._names = WordCompleter(list(COMMANDS), sentence=True)
        self._files = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """What can stand there; nothing in a sentence."""
        name, blank, rest = document.text_before_cursor.partition(" ")
        if name == "/photo" and blank:
            return self._files.get_completions(Document(rest), complete_event)
        is_name = name.startswith("/") and not blank
        return self._names.get_completions(document, complete_event) if is_name else ()


def _session(
    source: Input, screen: Output, history: History, completes: Completer | None = None
) -> PromptSession[str]:
    return PromptSession(
        input=source,
        output=screen,
        history=history,
        key_bindings=_keys(),
        completer=completes,
        complete_while_typing=False,
        complete_style=CompleteStyle.READLINE_LIKE,
        enable_suspend=True,
        reserve_space_for_menu=0,
    )


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c")
    def clear_or_leave(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt)

    return keys
