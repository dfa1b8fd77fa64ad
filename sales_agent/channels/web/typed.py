"""Lines that the API answers itself.

/link leads here from another channel, /logout signs out, /forget erases after a yes.
"""

import time
from collections.abc import Iterator

from sales_agent.channels.commands import Answer, Commands
from sales_agent.channels.web.gateway import Visitor
from sales_agent.events import Event, TextDelta, TurnEnded

LINK, LOGOUT, FORGET = "/link", "/logout", "/forget"
ERASE = f"{FORGET} yes"
ASKED = f"Erase this conversation and all that is known of you? Then type {ERASE}."
SITE_SIGNED_IN = "The shop's site has signed you in; sign out there."


def is_typed_command(text: str) -> bool:
    """Whether a message is one of these lines; other slashes are the shopper's words."""
    return text.split(maxsplit=1)[0].lower() in (LINK, LOGOUT, FORGET)


def answer_typed(caller: Visitor, text: str, trace_id: str) -> Iterator[Event]:
    """Answer such a line, in the form of a turn that says one thing."""
    started = time.perf_counter()
    answer = _answer(caller, text)
    reply = "\n".join(answer.lines)
    yield TextDelta(reply)
    session, stored = caller.open()
    assistant = caller.gateway.assistant
    yield TurnEnded(
        turn=stored.values.get("turn", 0),
        thread=session.thread_id,
        customer=session.shopper_id,
        channel=session.channel,
        message=text,
        reply=reply,
        model=assistant.model_name,
        ms=round((time.perf_counter() - started) * 1000, 1),
        trace=trace_id,
        cart=assistant.desk.view_cart(stored.values.get("cart", {}), session.shopper_id),
        confirm=stored.quote,
        suggestions=list(answer.suggestions),
        error=answer.error,
    )


def _answer(caller: Visitor, text: str) -> Answer:
    if caller.claims.customer and text.lower().startswith(LOGOUT):
        return Answer((SITE_SIGNED_IN,))
    if text.lower().startswith(FORGET):
        return _forget(caller, text)
    answer = Commands(caller.conversation, lambda: None).answer(text)
    return answer or Answer()


def _forget(caller: Visitor, text: str) -> Answer:
    """Erase what is kept of her, when she has said so twice: a turn here answers one line."""
    if " ".join(text.lower().split()) != ERASE:
        return Answer((ASKED,), suggestions=(ERASE,))
    return Answer(tuple(caller.conversation.forget()))
