"""Everything that is said without goods: greetings, help, complaints, what is out of scope."""

from collections.abc import Iterator

from sales_agent.models.offline.context.facts import (
    asked_of,
    cart_items,
    cart_of,
    shown_lists,
)
from sales_agent.models.offline.context.talk import Exchange, Talk
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.understand import understand
from sales_agent.models.offline.understanding.wish import Wish

_OPENERS = ("Show me what is popular", "Any offers?", "Where is my order?")
_NOT_ASKED = ("greet", "thank", "small_talk", "empty", "agree", "refuse", "goodbye", "recall")


def plain(wish: Wish, desk: Desk) -> Reply:
    """A reply that is one text with the usual openers."""
    return Reply.of(desk.say(wish.intent), _OPENERS)


def greet(wish: Wish, desk: Desk) -> Reply:
    """Greet, and ask one open question."""
    key = "greet_again" if desk.talk.past else "greet"
    return Reply.of(
        desk.say(key), _OPENERS, kind="open", ask=desk.say("ask_open"), wish=Wish("search_products")
    )


def agree(wish: Wish, desk: Desk) -> Reply:
    """A yes to nothing that was asked, and what comes next: the checkout, a choice, a wish."""
    text = desk.say("agreed")
    if cart_items(cart_of(desk.talk)):
        ask, wanted = desk.say("ask_checkout"), Wish("checkout")
        return Reply.of(text, ("Checkout", "Show my cart"), kind="yes_no", ask=ask, wish=wanted)
    if shown_lists(desk.talk):
        suggestions = ("Tell me more about the first", "Something else")
        return Reply.of(f"{text} {desk.say('ask_of_shown')}", suggestions)
    asked = Wish("search_products")
    return Reply.of(text, _OPENERS, kind="open", ask=desk.say("ask_open"), wish=asked)


def refuse(wish: Wish, desk: Desk) -> Reply:
    """A no: to what was offered beside a cart that is full, and then the checkout is next."""
    asked = asked_of(desk.talk) or {}
    declined = (asked.get("wish") or {}).get("intent")
    if declined != "add_to_cart" or not cart_items(cart_of(desk.talk)):
        return plain(wish, desk)
    ask = desk.say("ask_checkout")
    suggestions = ("Checkout", "Show my cart", "Any offers?")
    return Reply.of(
        desk.say("declined_offer"), suggestions, kind="yes_no", ask=ask, wish=Wish("checkout")
    )


def hand_over(wish: Wish, desk: Desk) -> Reply:
    """Hand the conversation to a person; who only wishes for a call, or so it seems, is asked."""
    is_call = pattern("wishes_call").search(wish.words.lower())
    if (is_call or wish.is_learned) and not _is_agreed(desk):
        return _offer_person(desk.say("no_calls") if is_call else "", wish, desk)
    reason = wish.words or desk.talk.now.text
    result = desk.call("hand_over_to_person", reason=reason[:300] or "asked for a person")
    return Reply.of(desk.say("handed_over", ticket=result["ticketId"]))


def complain(wish: Wish, desk: Desk) -> Reply:
    """Apologise, and offer a person."""
    return _offer_person(desk.say("complaint"), wish, desk)


def _is_agreed(desk: Desk) -> bool:
    """Whether she was asked in the turn before if she would like a person."""
    asked = asked_of(desk.talk) or {}
    return (asked.get("wish") or {}).get("intent") == "speak_to_human"


def _offer_person(text: str, wish: Wish, desk: Desk) -> Reply:
    ask = Wish("speak_to_human", words=wish.words)
    suggestions = ["Talk to a person", "Return something", "Where is my order?"]
    return Reply.of(text, suggestions, kind="yes_no", ask=desk.say("ask_person"), wish=ask)


def recall(wish: Wish, desk: Desk) -> Reply:
    """The first thing the shopper asked for, kept as a fact or still among the messages."""
    facts = desk.talk.memory.get("facts", {})
    is_cut = desk.talk.memory.get("turn", 0) > len(desk.talk.past) + 1
    key = "recall_so_far" if is_cut and not facts.get("asked") else "recall"
    for words in _asked_first(desk.talk):
        return Reply.of(desk.say(key, words=words[:200]))
    return Reply.of(desk.say("recall_nothing"), _OPENERS)


def _asked_first(talk: Talk) -> Iterator[str]:
    """What she asked for, the oldest first: what was kept of the first turns, then the messages."""
    kept = [Exchange(row["text"]) for row in talk.memory.get("facts", {}).get("asked", ())]
    is_cut = talk.memory.get("turn", 0) > len(talk.past) + 1
    turns = kept[:-1] if kept and kept[-1].text == talk.now.text else kept
    for turns_before in (turns, () if turns and is_cut else talk.past):
        for place, turn in enumerate(turns_before):
            before = Talk(tuple(turns_before[:place]), turn)
            if turn.text.strip() and understand(before)[0].intent not in _NOT_ASKED:
                yield turn.text.strip()


def forget_her(wish: Wish, desk: Desk) -> Reply:
    """How she is forgotten: erasing is hers to do and to confirm, not the model's."""
    suggestions = ("Forget everything about me", "What do you know about me?")
    return Reply.of(desk.say("forget_me"), suggestions)


def hear(wish: Wish, desk: Desk) -> Reply:
    """What she only told: heard, and what she would like for it is asked, unless that is open."""
    if asked_of(desk.talk):
        return Reply.of(desk.say("told"))
    if shown_lists(desk.talk):
        return Reply.of(desk.say("told_beside"), ("Compare the first two", "Something else"))
    asked = Wish("search_products", words=wish.words)
    return Reply.of(desk.say("told"), _OPENERS, kind="open", ask=desk.say("ask_open"), wish=asked)


def unknown(wish: Wish, desk: Desk) -> Reply:
    """Nothing was understood: say so, and what can be done."""
    return Reply.of(desk.say("unknown"), _OPENERS)
