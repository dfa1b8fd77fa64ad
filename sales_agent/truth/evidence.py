"""All that a reply may lean on: results, the shopper's words, and what the session knows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from sales_agent.shop.results import products_of, status_of
from sales_agent.state import State, TurnContext
from sales_agent.threads.facts import Facts
from sales_agent.truth.figures.amounts import Money
from sales_agent.truth.figures.dates import Days
from sales_agent.truth.reading.text import words_of
from sales_agent.truth.rules.pieces import Piece
from sales_agent.truth.traces import PercentLine, Traces, read_traces, words_in
from sales_agent.truth.wares.goods import Goods, merge_goods

Json = Mapping[str, Any]
T = TypeVar("T")
_HERS = frozenset({"text", "said"})
"""Fields of facts that quote the shopper."""
IDLE = words_of(
    "ok empty not_found unknown no_orders slow_down out_of_stock no_such_variant not_enough "
    "confirmation_required quoted refused declined rejected taken already"
)
"""Statuses of results that have changed nothing."""


@dataclass(frozen=True)
class Deed:
    """A tool call that was made: its name, its arguments, and what it brought."""

    tool: str
    args: Json
    traces: Traces
    is_now: bool

    @classmethod
    def of(
        cls, message: ToolMessage, tool: str = "", args: Json | None = None, *, is_now: bool
    ) -> "Deed":
        """Read a tool's message."""
        return cls(
            tool or message.name or "", args or {}, read_traces(str(message.content)), is_now
        )

    @property
    def result(self) -> Json:
        """What the tool answered."""
        return self.traces.value

    @property
    def status(self) -> str:
        """The result's own status; an error is one."""
        return str(self.result.get("status", "ok"))

    @property
    def is_fault(self) -> bool:
        """Whether the tool answered with an error."""
        return status_of(self.result)[0] == "error"

    @property
    def has_effect(self) -> bool:
        """Whether the call has changed something, by what its result says."""
        return (
            not self.is_fault and self.status not in IDLE and not self.status.startswith("needs_")
        )


@dataclass(frozen=True)
class Evidence:
    """What is known in a turn.

    Attributes:
        deeds: The tool calls in the window with their results, oldest first.
        said: The shopper's words in the window.
        session: The state's facts, its cart, its shopper and what is known of her.
        today: The day of the turn.
    """

    deeds: Sequence[Deed]
    said: Traces
    session: Traces
    today: date

    @cached_property
    def now(self) -> list[Deed]:
        """The tool calls of the turn in progress."""
        return [deed for deed in self.deeds if deed.is_now]

    @cached_property
    def told(self) -> list[Traces]:
        """What is true: the results, and what the session knows."""
        return [*(deed.traces for deed in self.deeds), self.session]

    def _all(self, read: Callable[[Traces], Iterable[T]]) -> set[T]:
        return {value for traces in self.told for value in read(traces)}

    @cached_property
    def range(self) -> dict[str, Goods]:
        """The goods that results have named, by their names in lower case."""
        known: dict[str, Goods] = {}
        for deed in self.deeds:
            merge_goods(known, deed.traces.goods, is_now=deed.is_now)
        return known

    @cached_property
    def goods(self) -> list[Goods]:
        """The goods by the length of their names, so that the longest is found first."""
        return sorted(self.range.values(), key=lambda goods: -len(goods.name))

    @cached_property
    def at_hand(self) -> list[Goods]:
        """The one product that this turn's results are about; empty when they are of several."""
        names = {name for deed in self.now for name in deed.traces.goods}
        return [self.range[name] for name in names] if len(names) == 1 else []

    @cached_property
    def has_pages(self) -> bool:
        """Whether this turn has read the shop's pages."""
        return any("passages" in deed.result for deed in self.now)

    @cached_property
    def text(self) -> str:
        """All texts of results and session in lower case, a paragraph each."""
        return "\n;\n".join(traces.lower for traces in self.told)

    @cached_property
    def own_text(self) -> str:
        """What the agents have worded themselves in lower case; others' prose is not theirs."""
        return "\n;\n".join(deed.traces.own for deed in self.deeds)

    @cached_property
    def lines(self) -> list[str]:
        """The same, line by line."""
        return self.text.splitlines()

    @cached_property
    def text_now(self) -> str:
        """The texts of this turn's results in lower case."""
        return "\n;\n".join(deed.traces.lower for deed in self.now)

    @cached_property
    def said_text(self) -> str:
        """The shopper's words in lower case."""
        return self.said.lower

    @cached_property
    def text_words(self) -> set[str]:
        """Every word of results and session."""
        return self._all(lambda traces: traces.words)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Every word of the goods' names."""
        return words_in(" ".join(self.range))

    @cached_property
    def money(self) -> set[Money]:
        """Every amount of results and session."""
        return self._all(lambda traces: traces.money | traces.said_money)

    @cached_property
    def common_money(self) -> set[Money]:
        """The amounts that are no price of a product: totals, offers, fees, points."""
        own = {money for goods in self.goods for money in goods.amounts}
        stated = self._all(lambda traces: traces.said_money)
        return (self.money - own) | stated

    @cached_property
    def said_money(self) -> set[Money]:
        """Amounts and bare numbers of the shopper's words, which may be said back to her."""
        said = self.said.said_numbers | self.asked_numbers
        numbers: set[Money] = {(number, None) for number in said}
        return self.said.said_money | numbers

    @cached_property
    def asked_numbers(self) -> frozenset[Decimal]:
        """The numbers that tools were asked for, such as the limits of a search."""
        return frozenset(n for deed in self.deeds for n in Traces(deed.args).numbers)

    @cached_property
    def totals(self) -> set[Money]:
        """What carts, quotes and orders come to; every amount where nothing was added up."""
        return self.added_up or self.money

    @cached_property
    def added_up(self) -> set[Money]:
        """What carts, quotes and orders come to: those of this turn when it has any."""
        now = {money for deed in self.now for money in deed.traces.totals}
        return now or self._all(lambda traces: traces.totals)

    @cached_property
    def numbers(self) -> set[Decimal]:
        """Every number of results and session, and how long their lists are."""
        return self._all(lambda traces: traces.numbers | traces.said_numbers)

    @cached_property
    def percents(self) -> set[float]:
        """Percentages that results name, and those between a price and what it was."""
        return self._all(lambda traces: traces.percents)

    @cached_property
    def percent_lines(self) -> list[PercentLine]:
        """The lines of results that name percentages."""
        return [line for traces in self.told for line in traces.percent_lines]

    @cached_property
    def terms(self) -> set[tuple[int, str]]:
        """Spans of time that results name."""
        return self._all(lambda traces: traces.terms)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The pieces of the shop's pages."""
        return [piece for deed in self.deeds for piece in deed.traces.pieces]

    @cached_property
    def days(self) -> Days:
        """The days that results name."""
        return self._days(self.told)

    @cached_property
    def coming_days(self) -> Days:
        """The days on which something comes or came; today only if a result names it."""
        return self._coming(self.told)

    def _coming(self, told: Sequence[Traces]) -> Days:
        days = [day for traces in told for day in traces.coming_days]
        times, weekdays = self.days.times, self.days.weekdays
        return Days.of(days, times, weekdays, self.today, with_today=False)

    @cached_property
    def said_days(self) -> Days:
        """The days that the shopper named."""
        return self._days([self.said])

    def _days(self, told: Sequence[Traces]) -> Days:
        return Days.of(
            [day for traces in told for day in traces.days],
            {time for traces in told for time in traces.times},
            {weekday for traces in told for weekday in traces.weekdays},
            self.today,
        )

    @cached_property
    def rows(self) -> list[Json]:
        """Every object of the results, the latest results first."""
        return [row for deed in reversed(self.deeds) for row in deed.traces.maps]

    @cached_property
    def order_ids(self) -> frozenset[str]:
        """The numbers of the orders that results hold."""
        return frozenset(str(row["orderId"]) for row in self.rows if row.get("orderId"))

    def orders_in(self, text: str) -> list[str]:
        """The known orders that a text names."""
        return [order for order in self.order_ids if order in text]

    def traces_of(self, orders: Sequence[str]) -> Traces:
        """What results say of orders."""
        rows = [row for row in self.rows if row.get("orderId") in orders]
        asked = [deed.result for deed in self.deeds if deed.args.get("order_id") in orders]
        return Traces({"rows": [*rows, *asked]})

    def days_of(self, orders: Sequence[str]) -> Days:
        """The days of orders."""
        return self._days([self.traces_of(orders)])

    def coming_days_of(self, orders: Sequence[str]) -> Days:
        """The days on which orders come or came."""
        return self._coming([self.traces_of(orders)])

    def money_of(self, orders: Sequence[str]) -> set[Money]:
        """The amounts of orders."""
        traces = self.traces_of(orders)
        return traces.money | traces.said_money

    @cached_property
    def carts(self) -> list[Json]:
        """The carts that were priced, oldest first."""
        found = [deed.result.get("cart") for deed in self.deeds]
        return [cart for cart in found if isinstance(cart, Mapping) and "lines" in cart]

    @property
    def cart_lines(self) -> list[Json]:
        """What the session's cart holds, SKU and quantity."""
        lines: list[Json] = self.session.value["cart"].get("lines", [])
        return lines

    @cached_property
    def facts(self) -> list[Json]:
        """What of the conversation outlives the window."""
        return [fact for rows in self.session.value["facts"].values() for fact in rows]

    @cached_property
    def listed(self) -> list[Json]:
        """The products that this turn's tools have listed as matching."""
        return [row for deed in self.now for row in products_of(deed.result)]

    @cached_property
    def colours(self) -> frozenset[str]:
        """The colours of all goods, of one word."""
        return frozenset(c for one in self.goods for c in one.colours if c.isalpha())

    @cached_property
    def stores(self) -> dict[str, str]:
        """The shop's stores: their names in lower case, and their cities."""
        return {name: city for traces in self.told for name, city in traces.stores.items()}


def _without_words(facts: Facts, said: list[str]) -> Facts:
    """The facts of a conversation, with the shopper's own words put to what she said."""
    said += [str(row[name]) for rows in facts.values() for row in rows for name in _HERS & {*row}]
    return {
        kind: [{name: value for name, value in row.items() if name not in _HERS} for row in rows]
        for kind, rows in facts.items()
    }


def gather(state: State, shown: Sequence[AnyMessage], context: TurnContext) -> Evidence:
    """The evidence of a turn, from the messages that the model is shown."""
    last = max((i for i, m in enumerate(shown) if isinstance(m, HumanMessage)), default=-1)
    calls: dict[str, tuple[str, Json]] = {}
    deeds, said = [], []
    for place, message in enumerate(shown):
        if isinstance(message, AIMessage):
            calls |= {call["id"] or "": (call["name"], call["args"]) for call in message.tool_calls}
        elif isinstance(message, HumanMessage):
            said.append(str(message.text))
        elif isinstance(message, ToolMessage):
            tool, args = calls.get(message.tool_call_id, ("", {}))
            deeds.append(Deed.of(message, tool, args, is_now=place > last))
    session = {
        "facts": _without_words(state.get("facts", {}), said),
        "cart": state.get("cart", {}),
        "shopper": state.get("shopper", {}),
        "pending": state.get("pending", []),
        "known": context.known,
        "lastFour": (state.get("tender") or {}).get("lastFour"),
    }
    return Evidence(deeds, Traces({"said": said}), Traces(session), context.at.date())
