"""One JSON object a turn, in one line: the same fields always, in the same order."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TextIO

from sales_agent.channels.commands import Answer
from sales_agent.channels.plain import drawn_lines
from sales_agent.errors import SalesAgentError
from sales_agent.events import Event, TextDelta, ToolFinished, TurnEnded, TurnFailed

Json = dict[str, Any]
CUT_OFF = {"code": "turn_cut_off", "detail": "The turn ended before it had an answer."}


class JsonFront:
    """Writes a turn as one object when it is over.

    What is no turn of the conversation, a command or a refused line, answers with the same
    object: the last turn's number, thread and pending quote, and its own reply.

    Args:
        out: Where the lines go.
        price_cart: The cart, for an answer before the first turn; may raise SalesAgentError.
        channel: The channel's name until a turn says it.
    """

    def __init__(
        self, out: TextIO, price_cart: Callable[[], Json], *, channel: str = "terminal"
    ) -> None:
        self._out = out
        self._price_cart = price_cart
        self._standing = _nothing_known(channel)
        self._message = ""
        self._text: list[str] = []
        self._failed: TurnFailed | None = None
        self._ended: TurnEnded | None = None

    def begin(self, message: str) -> None:
        """Forget the turn before."""
        self._message = message
        self._text, self._failed, self._ended = [], None, None

    def send(self, event: Event) -> None:
        """Keep what the object needs."""
        match event:
            case TextDelta(text=text):
                self._text.append(text)
            case TurnFailed():
                self._failed = event
            case TurnEnded():
                self._ended = event
            case _:
                pass

    def end(self) -> None:
        """Write the turn."""
        ended = self._ended or _beside(self._standing, self._message)
        if not ended.thread:
            ended = self._never_begun(ended)
        error = ended.error or self._failure()
        reply = ended.reply or "".join(self._text) or (error or {}).get("detail", "")
        self._standing = replace(ended, reply=reply, error=error)
        self._write(self._standing)

    def say(self, answer: Answer, said: str) -> None:
        """Write an answer that is no turn."""
        if answer.is_unsettled:
            self._standing = _nothing_known(self._standing.channel)
        if answer.channel:
            self._standing = replace(self._standing, channel=answer.channel)
        if answer.cart is not None:
            self._standing = replace(self._standing, cart=answer.cart)
        drawn = list(drawn_lines(answer.drawing)) if answer.drawing else []
        self._write(
            replace(
                _beside(self._standing, said),
                reply="\n".join([*answer.lines, *drawn]),
                suggestions=list(answer.suggestions),
                products=list(answer.products),
                error=answer.error,
            )
        )

    def _never_begun(self, ended: TurnEnded) -> TurnEnded:
        """A turn that failed before its thread was known leaves everything as it stood."""
        standing = self._standing
        return replace(
            ended,
            turn=standing.turn,
            thread=standing.thread,
            customer=standing.customer,
            cart=standing.cart,
            confirm=standing.confirm,
        )

    def _failure(self) -> Json | None:
        if self._failed:
            return {"code": self._failed.code, "detail": self._failed.detail}
        return None if self._ended else CUT_OFF

    def _write(self, ended: TurnEnded) -> None:
        if not ended.cart:
            ended = replace(ended, cart=self._cart())
        line = json.dumps(turn_object(ended), ensure_ascii=False, default=str)
        self._out.write(f"{line}\n")
        self._out.flush()

    def _cart(self) -> Json:
        try:
            return self._price_cart()
        except SalesAgentError:
            return {}


def turn_object(ended: TurnEnded) -> Json:
    """The object of a turn; every field is always there."""
    return {
        "turn": ended.turn,
        "thread": ended.thread,
        "customer": ended.customer,
        "channel": ended.channel,
        "message": ended.message,
        "reply": ended.reply,
        "tools": [_tool(tool) for tool in ended.tools],
        "products": [_product(product) for product in ended.products],
        "cart": _cart(ended.cart),
        "confirm": ended.confirm,
        "order": ended.order,
        "suggestions": list(ended.suggestions),
        "model": ended.model,
        "ms": round(ended.ms, 1),
        "error": ended.error,
    }


def _tool(tool: ToolFinished) -> Json:
    return {
        "name": tool.name,
        "args": tool.args,
        "status": tool.status,
        "code": tool.code,
        "result": tool.result,
        "ms": round(tool.ms, 1),
    }


def _product(product: Mapping[str, Any]) -> Json:
    """A product with a `sku` to name it by: of several variants, the product's own id."""
    named = product.get("sku") or product.get("productId")
    return {**product, "sku": named}


def _cart(cart: Mapping[str, Any]) -> Json:
    """A cart whose lines have a `price`, that of one unit."""
    lines = [
        {**line, "price": line.get("price") or line.get("unitPrice")}
        for line in cart.get("lines", [])
    ]
    return {**cart, "lines": lines, "total": cart.get("total")}


def _beside(standing: TurnEnded, message: str) -> TurnEnded:
    """What stands after a turn, without what only that turn brought."""
    return replace(
        standing,
        message=message,
        reply="",
        tools=[],
        products=[],
        order=None,
        suggestions=[],
        ms=0.0,
        error=None,
    )


def _nothing_known(channel: str) -> TurnEnded:
    """What stands before the first turn."""
    return TurnEnded(0, "", "", channel, "", "", "", 0.0)
