"""The chat on a screen: text as it comes, a live line while tools run, tables, sheets."""

from collections.abc import Sequence
from typing import TextIO

from rich import box
from rich.console import Console, Group
from rich.panel import Panel
from rich.status import Status
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from sales_agent.channels.cleaning import one_line, printable, sentence
from sales_agent.channels.commands import Answer
from sales_agent.channels.flow import Flow
from sales_agent.channels.quote_sheets import quote_sheet
from sales_agent.channels.sheets import (
    Drawing,
    Json,
    Sheet,
    Table,
    cart_words,
    order_sheet,
    products_table,
)
from sales_agent.channels.wording import (
    card_hint,
    is_card_wanted,
    stopped_words,
    suggestion_words,
    tool_words,
)
from sales_agent.events import (
    CartChanged,
    ConfirmationAsked,
    Event,
    Handoff,
    OrderChanged,
    ProductsShown,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnEnded,
    TurnFailed,
)
from sales_agent.shop.results import distinct_products, named_in
from sales_agent.shop.spoken import phrase

WIDEST = 100
"""Columns of text at most, however wide the screen."""
_PADDING = 2
"""Columns between a table's columns."""
STYLES = {"line": "", "total": "bold", "note": "dim"}


class ScreenFront:
    """Draws a turn with rich; every text is data, never markup."""

    def __init__(self, out: TextIO) -> None:
        self.console = Console(file=out, markup=False, emoji=False, highlight=False)
        self._status: Status | None = None
        self._running: list[str] = []
        self._said = ""
        self._flow = self._new_flow()
        self._products: list[Json] = []
        self._unlisted: list[Json] = []
        self._listed: list[Json] = []
        self._first = self._counted = 0
        self._cart: Json | None = None
        self._under: list[Sheet | Text] = []

    def begin(self, message: str) -> None:
        """Begin a turn with a live line."""
        self._said, self._running, self._under = "", [], []
        self._flow, self._first, self._counted = self._new_flow(), 0, 0
        self._products, self._unlisted, self._listed = [], [], []
        self._cart = None
        self.console.print()
        self._show_live(phrase("frame.moment"))

    def send(self, event: Event) -> None:
        """Show one event, or keep it for the end of the turn."""
        match event:
            case TextDelta(text=text):
                self._stop_live()
                self._said += text
                self._flow.feed(printable(text))
            case ToolStarted(name=name):
                self._running.append(tool_words(name))
                self._show_live(", ".join(dict.fromkeys(self._running)))
            case ToolFinished(name=name):
                self._finish_tool(tool_words(name))
            case ProductsShown(products=products):
                self._take_products(products)
            case TurnFailed(detail=detail):
                self._said += detail
                self._under.append(Text(sentence(detail), "yellow"))
            case TurnEnded():
                self._close(event)
            case _:
                self._keep(event)

    def end(self) -> None:
        """Draw what stands under the text, and let go of the turn."""
        self._stop_live()
        self._finish_text()
        self._draw_unlisted()
        if self._cart and self._cart.get("lines"):  # that it is empty, the text has said
            self.draw(Text(cart_words(self._cart), "dim"))
        for drawing in self._under:
            self.draw(drawing)
        self._under = []
        self.console.print()

    def say(self, answer: Answer, said: str) -> None:
        """Show an answer that is no turn; the next prompt asks a question."""
        if answer.is_question:
            return
        self.console.print()
        for line in answer.lines:
            self.console.print(Text(line))
        if answer.drawing:
            self.draw(answer.drawing)
        if suggested := suggestion_words(answer.suggestions):
            self.console.print(Text(suggested, "dim"))
        self.console.print()

    def draw(self, drawing: Drawing | Text) -> None:
        """Draw a sheet, a table or a styled line."""
        match drawing:
            case Sheet():
                self.console.print(_panel(drawing))
            case Table():
                fits = _least_width(drawing) <= self.console.width
                self.console.print(_grid(drawing) if fits else _stacked(drawing))
            case _:
                self.console.print(drawing, width=min(self.console.width, WIDEST))

    def wait(self, words: str) -> Status:
        """A live line for as long as its context lasts."""
        return self.console.status(Text(f"{words}…", "dim"), spinner="dots")

    def _new_flow(self) -> Flow:
        width = min(self.console.width, WIDEST)
        return Flow(self._write, width, self._replace_line)

    def _write(self, text: str) -> None:
        self._draw_listed()
        self.console.out(text, end="")

    def _finish_text(self) -> None:
        self._flow.finish()
        self._draw_listed()

    def _keep(self, event: Event) -> None:
        """Keep what is drawn under the text."""
        match event:
            case ConfirmationAsked(quote=quote):
                self._under.append(quote_sheet(quote))
            case OrderChanged(order=order):
                sheet = order_sheet(order)
                brief = " ".join([sheet.title, *(row.amount for row in sheet.rows)])
                self._under.append(sheet if order.get("lines") else Text(brief, "bold"))
            case CartChanged(cart=cart):
                self._cart = cart
            case Handoff(ticket=ticket):
                number = one_line(ticket.get("ticketId", ""))
                self._under.append(Text(phrase("frame.person", number=number).strip(), "bold"))

    def _close(self, ended: TurnEnded) -> None:
        self._stop_live()
        if not self._said and ended.reply:
            self._said = ended.reply
            self._flow.feed(printable(ended.reply))
        if ended.is_stopped:
            self._under.append(Text(stopped_words(), "dim"))
        if is_card_wanted(ended.tools):
            self._under.append(Text(card_hint(), "bold"))
        if suggested := suggestion_words(ended.suggestions):
            self._under.append(Text(suggested, "dim"))

    def _take_products(self, products: Sequence[Json]) -> None:
        """Keep products for the text's list of them, or to be drawn under it when it has none."""
        self._products = distinct_products([*self._products, *products])
        if not all(str(product["name"]) in self._said for product in products):
            self._unlisted = distinct_products([*self._unlisted, *products])

    def _replace_line(self, line: str) -> bool:
        """Keep the product that a line of the text's list names, to be drawn in its place."""
        number, _, words = line.strip().replace(")", ".", 1).partition(".")
        product = named_in(one_line(words), self._products) if number.isdecimal() else None
        if product is None:
            return False
        self._first = self._first if self._listed else int(number)
        self._listed.append(product)
        self._unlisted = []
        return True

    def _draw_listed(self) -> None:
        """Draw the list that has ended."""
        if listed := self._listed:
            self._listed = []
            self._draw_table(listed, self._first)

    def _draw_unlisted(self) -> None:
        if self._unlisted:
            self._draw_table(self._unlisted, self._counted + 1)

    def _draw_table(self, products: Sequence[Json], first: int) -> None:
        self.draw(products_table(products, first=first))
        self._counted = first + len(products) - 1

    def _finish_tool(self, words: str) -> None:
        if words in self._running:
            self._running.remove(words)
        if self._running:
            self._show_live(", ".join(dict.fromkeys(self._running)))
        elif self._status:
            self._show_live(phrase("frame.moment"))

    def _show_live(self, words: str) -> None:
        if self._status is None:
            self._finish_text()
            self._status = self.wait(words)
            self._status.start()
        else:
            self._status.update(Text(f"{words}…", "dim"))

    def _stop_live(self) -> None:
        if self._status:
            self._status.stop()
            self._status = None


def _panel(sheet: Sheet) -> Panel:
    """A sheet in a frame; its notes may be wider than its amounts."""
    parts: list[Grid | Text] = []
    grid = Grid.grid(padding=(0, 3, 0, 0))
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    notes = []
    for row in sheet.rows:
        style = STYLES[row.kind]
        if row.kind == "note":
            notes.append(Text(row.label, style))
        else:
            grid.add_row(Text(row.label, style), Text(row.amount, style))
    if grid.row_count:
        parts.append(grid)
    if notes and parts:
        parts.append(Text(""))
    title = Text(sheet.title, "bold")
    return Panel.fit(
        Group(*parts, *notes), title=title, title_align="left", box=box.ROUNDED, padding=(0, 1)
    )


def _grid(table: Table) -> Grid:
    title = Text(table.title, "bold") if table.title else None
    grid = Grid(
        title=title,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        header_style="bold",
    )
    for column, heading in enumerate(table.headings):
        is_right = column in table.right
        grid.add_column(
            Text(heading),
            justify="right" if is_right else "left",
            no_wrap=is_right,
            overflow="fold",
        )
    for place, row in enumerate(table.rows):
        link = table.links[place] if table.links else ""
        named = [_cell(text) for text in row]
        if link and len(named) > 1:
            named[1].stylize(Style(link=link))
        grid.add_row(*named)
    return grid


def _least_width(table: Table) -> int:
    """The columns in which no name is torn and no price; lists may fold between their items."""
    width = _PADDING * len(table.headings)
    for column, heading in enumerate(table.headings):
        cells = [row[column].partition("\n")[0] for row in table.rows]
        is_whole = column == 1 or column in table.right
        parts = cells if is_whole else [part for cell in cells for part in cell.split()]
        width += max(map(len, [heading, *parts]))
    return width


def _stacked(table: Table) -> Group:
    """A table for a narrow screen: a row's first two cells, and the others on a line under them."""
    lines = [Text(table.title, "bold")] if table.title else []
    for place, row in enumerate(table.rows):
        name, _, reason = row[1].partition("\n")
        head = Text(f"{row[0]}  ").append(name, "bold")
        if table.links and table.links[place]:
            head.stylize(Style(link=table.links[place]))
        rest = " · ".join(cell for cell in row[2:] if cell)
        indent = " " * (len(row[0]) + 2)
        lines += [
            head,
            *(
                Text(f"{indent}{text}", style)
                for text, style in ((rest, ""), (reason, "dim"))
                if text
            ),
        ]
    return Group(*lines)


def _cell(text: str) -> Text:
    """A cell's first line, and a quieter one under it."""
    first, newline, second = text.partition("\n")
    return Text(first).append(f"\n{second}", "dim") if newline else Text(first)
