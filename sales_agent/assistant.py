"""The one door for every channel: a message goes in, the events of its turn come out."""

import logging
import secrets
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from queue import SimpleQueue
from threading import Thread
from typing import Any

import redis
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.types import Command, StateSnapshot

from sales_agent.confirmation import is_plain_yes
from sales_agent.errors import AlreadySignedIn, SalesAgentError
from sales_agent.events import Event, TurnEnded, TurnFailed
from sales_agent.graph import Graph
from sales_agent.sessions import Session, Sessions
from sales_agent.turn import TurnLog

logger = logging.getLogger(__name__)

Json = dict[str, Any]
ALREADY_SIGNED_IN = (
    "Somebody is signed in here already; type /logout first, and then sign in as somebody else."
)
STEPS_AT_MOST = 16
"""Nodes of the graph that one turn may pass."""


@dataclass(frozen=True)
class Message:
    """What a shopper said on a channel; `customer_id` when the channel has checked who she is."""

    channel: str
    address: str
    text: str
    customer_id: str | None = None


@dataclass(frozen=True)
class Desk:
    """What channels do with the shop directly, without the model; each raises when it cannot."""

    price_cart: Callable[[Json, str], Json]
    tokenize_card: Callable[[str, str], Json]
    identify: Callable[[Json, str], Json]
    list_orders: Callable[[str], list[Json]]
    currency: str = "INR"
    failures: tuple[type[Exception], ...] = ()


@dataclass(frozen=True)
class Assistant:
    """Runs turns: one at a time for a thread, each in a worker that outlives a closed channel."""

    graph: Graph
    sessions: Sessions
    lock: Callable[[str], AbstractContextManager[object]]
    desk: Desk
    model_name: str

    def reply(self, message: Message) -> Iterator[Event]:
        """Do a turn; ends with `TurnEnded`, after a `TurnFailed` when it could not be done."""
        events: SimpleQueue[Event | None] = SimpleQueue()
        Thread(target=self._work, args=(message, events.put), name="turn").start()
        while (event := events.get()) is not None:
            yield event

    def open(self, message: Message) -> tuple[Session, Json]:
        """A shopper's session, and her thread's state as it is stored."""
        session = self.sessions.open(message.channel, message.address, message.customer_id)
        return session, self._stored(session.thread_id).values

    def pending_quote(self, session: Session) -> Json | None:
        """The quote that waits for the shopper's yes."""
        return _quote_of(self._stored(session.thread_id))

    def hold_tender(self, session: Session, tender: Json) -> None:
        """Keep the card that a channel traded for a token."""
        with self.lock(session.thread_id):
            self._update(session.thread_id, {"tender": tender})

    def sign_in(self, session: Session, customer_id: str, name: str) -> Session:
        """Link a session to a customer whose identity was checked; her cart and talk go along.

        Raises:
            AlreadySignedIn: the session is another customer's, until she logs out.
        """
        if session.is_signed_in and session.shopper_id != customer_id:
            raise AlreadySignedIn(ALREADY_SIGNED_IN)
        signed_in = self.sessions.sign_in(session, customer_id)
        update: Json = {"shopper": _shopper(signed_in, name), "tender": None}
        if signed_in.merged_from:
            left = self._stored(signed_in.merged_from).values
            update["messages"] = left.get("messages", [])
            update["cart"] = [{"op": "add", **ln} for ln in left.get("cart", {}).get("lines", [])]
        with self.lock(signed_in.thread_id):
            self._update(signed_in.thread_id, update)
        if signed_in.merged_from:
            self._delete(signed_in.merged_from)
        return signed_in

    def sign_out(self, session: Session) -> Session:
        """End a session's sign-in: her cart and talk stay hers, and here a stranger begins anew.

        The card that a channel took and a quote that waited are let go of.
        """
        if self._stored(session.thread_id).values:
            with self.lock(session.thread_id):
                self._update(session.thread_id, {"tender": None, "pending": []})
        return self.sessions.sign_out(session)

    def forget(self, session: Session) -> list[str]:
        """Erase the shopper's conversation and sessions; says what was erased."""
        self._delete(session.thread_id)
        return ["conversation", *self.sessions.forget(session)]

    def _work(self, message: Message, put: Callable[[Event | None], None]) -> None:
        trace_id = secrets.token_hex(8)
        try:
            self._turn(message, put, trace_id)
        except Exception as error:  # noqa: BLE001 - the worker's edge: a turn always ends
            origin = error.__cause__ or error
            kind, place = type(origin).__name__, _place_of(origin)
            logger.error("turn_failed type=%s at=%s trace=%s", kind, place, trace_id)
            failed = _failure(error)
            put(failed)
            put(self._ended_early(message, failed))
        finally:
            put(None)

    def _turn(self, message: Message, put: Callable[[Event | None], None], trace_id: str) -> None:
        started = time.perf_counter()
        session = self.sessions.open(message.channel, message.address, message.customer_id)
        with self.lock(session.thread_id):
            log = TurnLog(put)
            config = _config(session.thread_id, trace_id)
            stored = self.graph.get_state(config)
            log.follow(
                self.graph.stream(
                    _input(message, session, stored),
                    config,
                    stream_mode=["custom", "updates", "values"],
                    durability="exit",
                )
            )
        session = self._follow_shopper(session, log.state["shopper"])
        self.sessions.touch(session)
        ended = self._ended(message, session, log)
        ms = round((time.perf_counter() - started) * 1000, 1)
        put(replace(ended, trace=trace_id, ms=ms))

    def _follow_shopper(self, session: Session, shopper: Json) -> Session:
        """Link the session to whom a tool identified in this turn."""
        if shopper["id"] == session.shopper_id:
            return session
        return self.sign_in(session, shopper["id"], shopper["name"])

    def _ended(self, message: Message, session: Session, log: TurnLog) -> TurnEnded:
        cart = self.view_cart(log.state.get("cart", {}), session.shopper_id, log.priced_cart)
        return TurnEnded(
            turn=log.state["turn"],
            thread=session.thread_id,
            customer=session.shopper_id,
            channel=message.channel,
            message=message.text,
            reply=log.reply,
            model=log.leader or self.model_name,
            ms=0.0,
            tools=log.tools,
            products=log.products,
            cart=cart,
            confirm=log.confirm,
            order=log.order,
            suggestions=log.suggestions(),
        )

    def view_cart(self, cart: Json, shopper: str, priced: Json | None = None) -> Json:
        """The cart as a channel shows it; unpriced when the shop cannot price it now."""
        lines = cart.get("lines", [])
        if not lines:
            return {"lines": [], "total": {"amount": 0, "currency": self.desk.currency}}
        if not priced or _units(priced["lines"]) != _units(lines):
            try:
                priced = self.desk.price_cart(
                    {"lines": lines, "coupons": cart.get("coupons", [])}, shopper
                )
            except self.desk.failures:
                bare = [{**line, "name": None, "price": None} for line in lines]
                return {"lines": bare, "total": None}
        return {
            **priced,
            "lines": [{**line, "price": line["unitPrice"]} for line in priced["lines"]],
        }

    def _ended_early(self, message: Message, failed: TurnFailed) -> TurnEnded:
        return TurnEnded(
            turn=0,
            thread="",
            customer=message.customer_id or "",
            channel=message.channel,
            message=message.text,
            reply=failed.detail,
            model=self.model_name,
            ms=0.0,
            cart={"lines": [], "total": None},
            error={"code": failed.code, "detail": failed.detail},
        )

    def _stored(self, thread_id: str) -> StateSnapshot:
        return self.graph.get_state(_config(thread_id))

    def _update(self, thread_id: str, values: Json) -> None:
        stored = self._stored(thread_id)
        if stored.interrupts:  # a quote waits: changing the state would drop its stop
            values = {**values, "pending": []}
        self.graph.update_state(_config(thread_id), values, as_node="respond")

    def _delete(self, thread_id: str) -> None:
        saver = self.graph.checkpointer
        if saver is not None and not isinstance(saver, bool):
            saver.delete_thread(thread_id)


def _input(message: Message, session: Session, stored: StateSnapshot) -> Any:
    """The graph's input: new words, or the answer to the quote that waits."""
    name = stored.values.get("shopper", {}).get("name")
    update = {"shopper": _shopper(session, name), "turn": stored.values.get("turn", 0) + 1}
    if _quote_of(stored):
        answer = {"text": message.text, "agreed": is_plain_yes(message.text)}
        return Command(resume=answer, update=update)
    return {**update, "messages": [HumanMessage(message.text)], "pending": []}


def _quote_of(stored: StateSnapshot) -> Json | None:
    for waiting in stored.interrupts:
        quote: Json = waiting.value["quote"]
        return quote
    return None


def _shopper(session: Session, name: str | None) -> Json:
    return {"id": session.shopper_id, "name": name, "isSignedIn": session.is_signed_in}


def _config(thread_id: str, trace_id: str = "") -> Any:
    configurable = {"thread_id": thread_id, "trace_id": trace_id}
    return {"configurable": configurable, "recursion_limit": STEPS_AT_MOST}


def _units(lines: list[Json]) -> dict[str, int]:
    return {line["sku"]: line["quantity"] for line in lines}


def _place_of(error: BaseException) -> str:
    """Where it was raised; its message stays out of the log, as it may hold a shopper's words."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"


def _failure(error: Exception) -> TurnFailed:
    if isinstance(error, SalesAgentError):
        return TurnFailed(error.code, str(error))
    if isinstance(error, redis.RedisError):
        detail = "I cannot reach my memory just now, so I kept nothing of this. Please try again."
        return TurnFailed("memory_unavailable", detail)
    detail = "Something went wrong on my side, and nothing was changed. Please say it again."
    return TurnFailed("internal_error", detail)


def last_reply(state: Json) -> str | None:
    """The assistant's last words in a stored state."""
    for message in reversed(state.get("messages", [])):
        if isinstance(message, AIMessage) and message.text:
            return str(message.text)
    return None
