"""The prompt of the chat: history, hidden entry, Ctrl-C that clears a line before it leaves."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output

from sales_agent.channels.cards import has_card
from sales_agent.channels.cleaning import printable
from sales_agent.channels.opening import Opening

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
        self._session = _session(source, screen, history)
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


def _session(source: Input, screen: Output, history: History) -> PromptSession[str]:
    return PromptSession(
        input=source,
        output=screen,
        history=history,
        key_bindings=_keys(),
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
