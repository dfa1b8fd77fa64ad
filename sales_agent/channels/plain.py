"""Plain text over a pipe: one message a line in, the reply's text out."""

import unicodedata
from collections.abc import Iterator
from typing import TextIO

from sales_agent.channels.cleaning import printable, sentence
from sales_agent.channels.commands import Answer
from sales_agent.channels.quote_sheets import quote_sheet
from sales_agent.channels.sheets import Drawing, Sheet, Table
from sales_agent.channels.wording import card_hint, is_card_wanted, suggestion_words
from sales_agent.events import ConfirmationAsked, Event, TextDelta, TurnEnded, TurnFailed

GAP = "  "


class PlainFront:
    """Writes a turn as lines of text; the reply as it comes, a quote under it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._has_text = False
        self._is_at_margin = True
        self._quotes: list[Sheet] = []
        self._last_lines: list[str] = []

    def begin(self, message: str) -> None:
        """Begin a turn on a fresh line."""
        self._has_text = False
        self._quotes, self._last_lines = [], []

    def send(self, event: Event) -> None:
        """Write text at once, and keep for the end what stands under it."""
        match event:
            case TextDelta(text=text):
                self._write(text)
            case ConfirmationAsked(quote=quote):
                self._quotes.append(quote_sheet(quote))
            case TurnFailed(detail=detail):
                self._start_line()
                self._write(sentence(detail))
            case TurnEnded():
                self._close(event)
            case _:
                pass

    def end(self) -> None:
        """Write what stands under the reply, and let go of it."""
        self._start_line()
        for quote in self._quotes:
            self._lines(drawn_lines(quote))
        self._lines(self._last_lines)
        self._out.flush()

    def say(self, answer: Answer, said: str) -> None:
        """Write an answer that is no turn."""
        self._lines(answer.lines)
        if answer.drawing:
            self._lines(drawn_lines(answer.drawing))
        self._out.flush()

    def greet(self, text: str) -> None:
        """Write the greeting."""
        self._lines(printable(text).splitlines())
        self._out.flush()

    def _close(self, ended: TurnEnded) -> None:
        if not self._has_text:
            self._write(ended.reply or (ended.error or {}).get("detail", ""))
        if is_card_wanted(ended.tools):
            self._last_lines.append(card_hint())
        if suggested := suggestion_words(ended.suggestions):
            self._last_lines.append(suggested)

    def _write(self, text: str) -> None:
        if text := printable(text):
            self._out.write(text)
            self._has_text = True
            self._is_at_margin = text.endswith("\n")

    def _start_line(self) -> None:
        if not self._is_at_margin:
            self._out.write("\n")
            self._is_at_margin = True

    def _lines(self, lines: Iterator[str] | tuple[str, ...] | list[str]) -> None:
        for line in lines:
            self._out.write(f"{line}\n")


def drawn_lines(drawing: Drawing) -> Iterator[str]:
    """A sheet or a table as lines of text."""
    if isinstance(drawing, Sheet):
        yield drawing.title
        label_width = max((cells(row.label) for row in drawing.rows if row.amount), default=0)
        amount_width = max((cells(row.amount) for row in drawing.rows), default=0)
        for row in drawing.rows:
            amount = GAP + pad_left(row.amount, amount_width) if row.amount else ""
            yield GAP + (pad(row.label, label_width) + amount if amount else row.label)
    else:
        yield from _table_lines(drawing)


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def pad(text: str, width: int) -> str:
    """Fill a text up to a width, on its right."""
    return text + " " * (width - cells(text))


def pad_left(text: str, width: int) -> str:
    """Fill a text up to a width, on its left."""
    return " " * (width - cells(text)) + text


def _table_lines(table: Table) -> Iterator[str]:
    rows = [table.headings, *(tuple(map(_flat, row)) for row in table.rows)]
    widths = [max(cells(row[column]) for row in rows) for column in range(len(table.headings))]
    if table.title:
        yield table.title
    for row in rows:
        padded = [
            (pad_left if column in table.right else pad)(cell, widths[column])
            for column, cell in enumerate(row)
        ]
        yield (GAP + GAP.join(padded)).rstrip()


def _flat(cell: str) -> str:
    return cell.replace("\n", ": ")
