"""Everything that is said without goods: greetings, help, complaints, what is out of scope."""

from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.understand import understand
from sales_agent.models.offline.understanding.wish import Wish

_OPENERS = ("Show me what is popular", "Any offers?", "Where is my order?")
_NOT_ASKED = ("greet", "thank", "small_talk", "empty", "agree", "refuse", "goodbye")


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
    """A yes to nothing that was asked."""
    return Reply.of(desk.say("agree"), ("Show my cart", "Checkout", "Show me what is popular"))


def hand_over(wish: Wish, desk: Desk) -> Reply:
    """Hand the conversation to a person."""
    reason = wish.words or desk.talk.now.text
    result = desk.call("hand_over_to_person", reason=reason[:300] or "asked for a person")
    return Reply.of(desk.say("handed_over", ticket=result["ticketId"]))


def complain(wish: Wish, desk: Desk) -> Reply:
    """Apologise, and offer a person."""
    ask = Wish("speak_to_human", words=wish.words)
    suggestions = ["Talk to a person", "Return something", "Where is my order?"]
    return Reply.of(
        desk.say("complaint"), suggestions, kind="yes_no", ask=desk.say("ask_person"), wish=ask
    )


def recall(wish: Wish, desk: Desk) -> Reply:
    """The first thing the shopper asked for, as far as the messages reach."""
    for place, turn in enumerate(desk.talk.past):
        before = type(desk.talk)(desk.talk.past[:place], turn)
        if turn.text.strip() and understand(before)[0].intent not in _NOT_ASKED:
            return Reply.of(desk.say("recall", words=turn.text.strip()[:200]))
    return Reply.of(desk.say("recall_nothing"), _OPENERS)


def unknown(wish: Wish, desk: Desk) -> Reply:
    """Nothing was understood: say so, and what can be done."""
    return Reply.of(desk.say("unknown"), _OPENERS)
