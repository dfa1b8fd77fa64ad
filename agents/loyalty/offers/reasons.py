"""Why offers apply, what they give and why they do not, in words."""

from agents.kit.wording import spell_money
from agents.loyalty.combination.search import group_of
from agents.loyalty.offers.terms import (
    Applied,
    Break,
    Cart,
    Offer,
    Standing,
    eligible,
    goods_of,
    joined,
)
from agents.loyalty.policy import Policy


def benefit(offer: Offer, currency: str) -> str:
    """What an offer gives, in words: `10% off`, `free delivery`."""
    match offer.kind:
        case "percent":
            return f"{offer.value}% off"
        case "amount":
            return f"{spell_money(offer.value, currency)} off"
        case "free_delivery":
            return "free delivery"
        case "buy_x_get_y":
            return f"{offer.get} free"
        case "bundle" if offer.price is None:
            return f"{offer.value}% off the set"
        case "bundle":
            return f"the set at {spell_money(offer.price or 0, currency)}"
        case "tier_price":
            return _break_words(min(offer.breaks, key=lambda each: each.from_units), currency)


def reason_for(applied: Applied, cart: Cart, standing: Standing, currency: str) -> str:
    """Why an offer applies, in words."""
    offer, reasons = applied.offer, []
    if offer.code:
        reasons.append(f"you gave the code {offer.code}")
    if offer.is_first_order:
        reasons.append("this is your first order")
    if offer.tiers:
        reasons.append(f"you are a {standing.tier} member")
    if words := _goods_reason(offer, cart, currency):
        reasons.append(words)
    return joined(reasons, "and") or "it is open to everybody"


def rejection(offer: Offer, applied: list[Applied], policy: Policy) -> tuple[str, str]:
    """Why an offer that a cart reaches does not apply beside those that do, and by which rule."""
    group = group_of(offer, policy)
    if group is None:
        return "it is in no group of offers that apply", "offers.stacking.groups"
    exclusive = [each for each in applied if each.offer.is_exclusive]
    if offer.is_exclusive or exclusive:
        rivals, rule = exclusive or applied, "offers.stacking.beside_exclusive"
    else:
        rivals = [each for each in applied if group_of(each.offer, policy) == group]
        rule = f"offers.stacking.{group.name}"
    if not rivals or (len(rivals) < group.at_most and not offer.is_exclusive and not exclusive):
        return _takes_nothing(offer, applied), rule
    titles = joined([f"'{each.offer.title}'" for each in rivals], "and")
    verb = "saves" if len(rivals) == 1 else "save"
    return f"it cannot be combined with {titles}, and that {verb} you as much or more", rule


def _takes_nothing(offer: Offer, applied: list[Applied]) -> str:
    if not applied:
        return f"it takes nothing off these {goods_of(offer)}"
    titles = joined([f"'{each.offer.title}'" for each in applied], "and")
    return f"beside {titles} it takes nothing more off"


def _goods_reason(offer: Offer, cart: Cart, currency: str) -> str | None:
    wanted = eligible(offer, cart)
    units = sum(line.quantity for line in wanted)
    names = list(dict.fromkeys(line.name for line in wanted))
    match offer.kind:
        case "buy_x_get_y":
            free = units // (offer.buy + offer.get) * offer.get
            cheapest = "the cheapest one is" if free == 1 else f"the cheapest {free} are"
            return f"of {units} {goods_of(offer)} {cheapest} free"
        case "tier_price":
            reached = [each for each in offer.breaks if each.from_units <= units]
            best = max(reached, key=lambda each: each.from_units)
            return f"for {units} {goods_of(offer)} you get {_break_words(best, currency)}"
        case "bundle":
            together = joined(names, "and")
            return f"{together} are in your cart together: {benefit(offer, currency)}"
    if offer.min_subtotal:
        bound = spell_money(offer.min_subtotal, currency)
        return f"your {goods_of(offer)} come to {bound} or more"
    if offer.categories or offer.product_ids:
        return f"{joined(names, 'and')} in your cart"
    return None


def _break_words(reached: Break, currency: str) -> str:
    if reached.unit_price is not None:
        return f"{spell_money(reached.unit_price, currency)} each from {reached.from_units} on"
    return f"{reached.percent}% off from {reached.from_units} on"
