"""Another variant of what was ordered: exchanged when delivered, changed while not yet packed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import has_just_ordered, latest_order_id
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.orders.order_choice import (
    asked,
    item_words,
    lines_of,
    named_lines,
    none_open,
    numbered,
    orders_for,
    units_of,
    which_line,
    with_gift_card,
)
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.swaps import (
    SwapWords,
    matching_variants,
    options_of,
    read_swaps,
    values_of,
)
from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.names import named

Json = Mapping[str, Any]
_NOT_DELIVERED = ("pending", "confirmed", "packed", "shipped")
_GONE = ("canceled", "abandoned")
_A_FEW = 5
"""Words in which what is wanted instead is named."""


def swap(wish: Wish, desk: Desk) -> Reply:
    """Swap what the shopper names for what she wants instead; ask for what is missing."""
    orders = orders_for(wish, desk)
    if isinstance(orders, Reply):
        return orders
    able = [order for order in orders if order["canExchange"] or order["canChangeItems"]]
    alive = [order for order in orders if order["status"] not in _GONE]
    lines = lines_of(able or alive)
    if not lines:
        return none_open(desk.say("none_to_swap"), wish, desk)
    wish = _with_words(wish)
    several = read_swaps(wish.words) if wish.words and not wish.slots.skus else []
    rows: list[Json] = []
    for words in several if len(several) > 1 else [_words(wish)]:
        found = _row(words, wish, lines, desk)
        if isinstance(found, Reply):
            return found
        line, row = found
        rows.append(row)
    order = next(order for order in orders if order["orderId"] == line.order_id)
    slots = wish.slots.filled(order_id=line.order_id)
    return _quoted(order, rows, replace(wish, slots=slots), desk)


def _quoted(order: Json, rows: Sequence[Json], wish: Wish, desk: Desk) -> Reply:
    paid = with_gift_card(wish, desk)
    if isinstance(paid, Reply):
        return paid
    wish, is_change = paid, order["status"] in _NOT_DELIVERED
    paying = wish.slots.pay_with[0] if wish.slots.pay_with else None
    reason = None if is_change else wish.slots.reason
    result = desk.call(
        "change_order_items" if is_change else "exchange_items",
        order_id=order["orderId"],
        swaps=list(rows),
        pay_with=paying,
        reason=reason,
    )
    return asked(result, wish, desk)


def _with_words(wish: Wish) -> Wish:
    """The wish with what is there and what is wanted, read from its words once."""
    if wish.slots.wanted is not None or not wish.words:
        return wish
    words = read_swaps(wish.words)[0]
    slots = wish.slots
    said = words.wanted or ("" if words.replaced else " ".join(filter(None, [slots.size])))
    return replace(wish, slots=replace(slots, replaced=words.replaced, wanted=said or None))


def _words(wish: Wish) -> SwapWords:
    return SwapWords(wish.slots.replaced or "", wish.slots.wanted or "")


def _row(
    words: SwapWords, wish: Wish, lines: Sequence[Item], desk: Desk
) -> tuple[Item, Json] | Reply:
    line = _line(words, wish, lines, desk)
    if isinstance(line, Reply):
        return line
    wish = replace(wish, slots=wish.slots.filled(skus=(line.sku,), order_id=line.order_id))
    units = units_of(line, wish, desk)
    if isinstance(units, Reply):
        return units
    variant = _variant(words, line, wish, desk)
    if isinstance(variant, Reply):
        return variant
    row = {"sku": line.sku, "new_sku": variant["sku"]}
    return line, {**row, **({"quantity": units} if units else {})}


def _returning(desk: Desk) -> list[str]:
    """The SKUs of the return that she was just asked to agree to."""
    calls = desk.talk.past[-1].calls if desk.talk.past else ()
    rows = [row for call in calls if call.name == "return_items" for row in call.args["lines"]]
    return [row["sku"] for row in rows]


def _just_ordered(lines: Sequence[Item], desk: Desk) -> list[Item]:
    """Those of several lines that are of the order that was just placed."""
    latest = latest_order_id(desk.talk) if has_just_ordered(desk.talk) else None
    return [line for line in lines if line.order_id == latest]


def _line(words: SwapWords, wish: Wish, lines: Sequence[Item], desk: Desk) -> Item | Reply:
    """The line that is to be replaced: by SKU, by words, or the only one."""
    by_sku = [line for line in lines if line.sku in wish.slots.skus]
    found = by_sku or named_lines(words.replaced, lines, desk)
    found = found or [line for line in lines if line.sku in _returning(desk)]
    found = found or list(lines)
    if len(found) > 1:
        found = _just_ordered(found, desk) or found
    if len(found) == 1:
        return found[0]
    return which_line(desk.say("which_swap", lines=numbered(found)), found, wish)


def _variant(words: SwapWords, line: Item, wish: Wish, desk: Desk) -> Json | Reply:
    """The variant that is wanted instead; a question when it is unsaid or could be several."""
    product = desk.call("get_product_details", product_id=line.product_id)["product"]
    variants: list[Json] = product["variants"]
    own = next((row for row in variants if row["sku"] == line.sku), _as_row(line))
    found = matching_variants(words.wanted or words.replaced, own, variants)
    if len(found) == 1:
        return found[0]
    others = found or [row for row in variants if row["sku"] != line.sku]
    if not others:
        return Reply.of(desk.say("no_other_variant", name=line.name), ["Return it"])
    return _which_variant(words, line, own, others, wish, desk)


def _which_variant(
    words: SwapWords, line: Item, own: Json, others: Sequence[Json], wish: Wish, desk: Desk
) -> Reply:
    """Ask for the option that is open, with its values."""
    open_options = [
        name
        for name in options_of(others[0])
        if set(values_of(name, others)) - {options_of(own).get(name)}
    ]
    choices = [values_of(name, others) for name in open_options]
    rows = [listing([*map(named, values)], "or") for values in choices]
    key = "no_such_swap" if _names_one(words) else "ask_wanted"
    ask = desk.say(key, name=item_words(line), wanted=words.wanted, options="; ".join(rows))
    slots = replace(wish.slots, wanted=None, size=None, colour=None)
    flat = tuple(value for values in choices for value in values)
    return Reply.of("", flat[:4], kind="wanted", ask=ask, wish=replace(wish, words="", slots=slots))


def _names_one(words: SwapWords) -> bool:
    """Whether a size or colour is named: not by "another one", nor by "the size of what I got"."""
    said, tables = words.wanted.lower().split(), load_tables()
    names = {*tables.words["colours"], *tables.words["letter_sizes"], *tables.words["sizes"]}
    return len(said) <= _A_FEW and any(word in names or word[:1].isdigit() for word in said)


def _as_row(line: Item) -> Json:
    colour, size = (values[0] if values else None for values in (line.colours, line.sizes))
    return {"sku": line.sku, "colour": colour, "size": size}
