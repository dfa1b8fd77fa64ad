"""The chat on a terminal, from its first prompt to the farewell."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from prompt_toolkit.input import create_input
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from sales_agent.channels.cleaning import printable
from sales_agent.channels.dialogue import Dialogue
from sales_agent.channels.entry import LineEntry, ShopHistory
from sales_agent.channels.interruption import stopped_by_ctrl_c
from sales_agent.channels.opening import Opening
from sales_agent.channels.wording import LEFT, stopped_words

if TYPE_CHECKING:
    from sales_agent.channels.screen import ScreenFront


class Chat:
    """A shopper at a terminal."""

    def __init__(
        self, opening: Opening, *, stdin: TextIO, stdout: TextIO, history_file: Path
    ) -> None:
        self._opening = opening
        self._stdout = stdout
        self._history = ShopHistory(history_file)
        self._entry = LineEntry(
            source=create_input(stdin), screen=_screen_on(stdout), history=self._history
        )
        self._is_greeted = False

    @cached_property
    def _front(self) -> "ScreenFront":
        """The screen, loaded when there is something to draw: the first prompt needs none."""
        from sales_agent.channels.screen import ScreenFront  # noqa: PLC0415

        return ScreenFront(self._stdout)

    def run(self) -> None:
        """Talk until the shopper leaves; raises what opening the conversation raised."""
        try:
            line = self._entry.read_while_opening(self._opening, self._greet)
        except (EOFError, KeyboardInterrupt):
            return
        with self._front.wait("opening the shop"):
            conversation = self._opening.result()
        self._greet()
        dialogue = Dialogue(
            conversation, self._front, self._history.erase, stopping=stopped_by_ctrl_c
        )
        while self._take(dialogue, line):
            try:
                line = self._read(dialogue)
            except (EOFError, KeyboardInterrupt):
                self._front.console.print(LEFT, style="dim")
                return

    def _read(self, dialogue: Dialogue) -> str:
        """Read the next line; Ctrl-C at a question drops the question."""
        if question := dialogue.question:
            try:
                return self._entry.read(question.text, is_hidden=question.is_hidden)
            except KeyboardInterrupt:
                dialogue.drop_question()
        return self._entry.read()

    def _take(self, dialogue: Dialogue, line: str) -> bool:
        """Take a line; Ctrl-C meanwhile leaves what is done, not the chat."""
        try:
            return dialogue.take(line)
        except KeyboardInterrupt:
            self._front.console.print(stopped_words(), style="dim")
            return True

    def _greet(self) -> None:
        if not self._is_greeted:
            greeting = printable(self._opening.result().greeting())
            self._is_greeted = True
            self._front.console.print(greeting)


def _screen_on(stdout: TextIO) -> Output:
    """The prompt's screen; a prompt of one line need not ask, and wait, where the cursor is."""
    screen = create_output(stdout)
    if isinstance(screen, Vt100_Output):
        screen.enable_cpr = False
    return screen
