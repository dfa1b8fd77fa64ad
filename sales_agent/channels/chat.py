"""The chat on a terminal, from its first prompt to the farewell."""

from pathlib import Path
from typing import TextIO

from sales_agent.channels.cleaning import printable
from sales_agent.channels.dialogue import Dialogue
from sales_agent.channels.entry import LineEntry, ShopHistory
from sales_agent.channels.opening import Opening
from sales_agent.channels.screen import ScreenFront


class Chat:
    """A shopper at a terminal."""

    def __init__(
        self, opening: Opening, *, stdin: TextIO, stdout: TextIO, history_file: Path
    ) -> None:
        self._opening = opening
        self._front = ScreenFront(stdout)
        self._history = ShopHistory(history_file)
        self._entry = LineEntry(stdin=stdin, stdout=stdout, history=self._history)
        self._is_greeted = False

    def run(self) -> None:
        """Talk until the shopper leaves; raises what opening the conversation raised."""
        try:
            line = self._entry.read_while_opening(self._opening, self._greet)
        except (EOFError, KeyboardInterrupt):
            return
        with self._front.wait("opening the shop"):
            conversation = self._opening.result()
        self._greet()
        dialogue = Dialogue(conversation, self._front, self._history.erase)
        while self._take(dialogue, line):
            try:
                question = dialogue.question
                line = self._entry.read(
                    question.text if question and question.is_hidden else None,
                    is_hidden=bool(question and question.is_hidden),
                )
            except (EOFError, KeyboardInterrupt):
                return

    def _take(self, dialogue: Dialogue, line: str) -> bool:
        """Take a line; Ctrl-C meanwhile leaves the turn, not the chat."""
        try:
            return dialogue.take(line)
        except KeyboardInterrupt:
            self._front.console.print("Stopped.", style="dim")
            return True

    def _greet(self) -> None:
        if not self._is_greeted:
            greeting = printable(self._opening.result().greeting())
            self._is_greeted = True
            self._front.console.print(greeting)
