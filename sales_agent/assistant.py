"""The one door for every channel: a message goes in, the events of its turn come out."""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from queue import SimpleQueue
from threading import Thread
from typing import Any

from langgraph.store.memory import InMemoryStore

from sales_agent.answers.apologies import NOT_SIGNED_IN, OUTAGE_WORDS, failure_of, place_of
from sales_agent.answers.stopping import Stopped, never
from sales_agent.errors import AlreadySignedIn
from sales_agent.events import Event, TurnEnded, TurnFailed
from sales_agent.graph import Graph
from sales_agent.graph_input import graph_input, shopper_values
from sales_agent.guards.marking import without_unseen
from sales_agent.guards.masking import mask_secrets
from sales_agent.memory.outage import AWAY, Outage
from sales_agent.memory.profiles.book import Profiles
from sales_agent.memory.profiles.traits import Source
from sales_agent.memory.profiles.visit import Visit, begin_visit, end_visit
from sales_agent.memory.recent import Recent
from sales_agent.message import Message
from sales_agent.models.calls import UNWATCHED
from sales_agent.models.roster import Roster
from sales_agent.shop.desk import Desk
from sales_agent.shop.looking import looked_at
from sales_agent.shop.photo import NOTE, look_at
from sales_agent.shoppers.identity import Session
from sales_agent.shoppers.sessions import Sessions, utc_now
from sales_agent.state import TurnContext
from sales_agent.threads.export import export_of
from sales_agent.threads.stored import Stored
from sales_agent.threads.threads import Threads, config_of
from sales_agent.truth.tally import Tally
from sales_agent.turn import TurnLog

REMEMBERED_SESSIONS = 512
Place = tuple[str, str, str | None]
"""Channel, address, and whom the channel vouches for."""

logger = logging.getLogger(__name__)

Json = dict[str, Any]
ALREADY_SIGNED_IN = (
    "Somebody is signed in here already; type /logout first, and then sign in as somebody else."
)


def _profiles_of_this_process() -> Profiles:
    return Profiles(InMemoryStore(), ttl_min=lambda shopper_id: None)


@dataclass(frozen=True)
class Assistant:
    """Runs turns: one at a time for a thread, each in a worker that outlives a closed channel."""

    graph: Graph
    sessions: Sessions
    lock: Callable[[str], AbstractContextManager[object]]
    desk: Desk
    model_name: str
    clock: Callable[[], datetime] = utc_now
    profiles: Profiles = field(default_factory=_profiles_of_this_process)
    roster: Roster | None = None
    tally: Tally = field(default_factory=Tally)
    outage: Outage = field(default_factory=lambda: Outage(lambda: None))
    _seen: Recent[Place, Session] = field(default_factory=lambda: Recent(REMEMBERED_SESSIONS))

    @cached_property
    def threads(self) -> Threads:
        """The conversations as they are stored."""
        return Threads(self.graph, self.lock)

    def reply(self, message: Message, *, stopped: Stopped = never) -> Iterator[Event]:
        """Do a turn; ends with `TurnEnded`, after a `TurnFailed` when it could not be done.

        Card numbers and secrets that a channel let through go no further than here.

        Args:
            message: What the shopper said.
            stopped: Asked between the pieces of the answer, from a thread of the turn's own; once
                it is true no more is said, and no tool is called that was not called yet. A turn
                that is stopped before it begins changes nothing.
        """
        text = mask_secrets(without_unseen(message.text))
        message = replace(message, text=f"{NOTE} {text}".strip() if message.picture else text)
        events: SimpleQueue[Event | None] = SimpleQueue()
        work = (message, events.put, stopped)
        Thread(target=self._work, args=work, name="turn").start()
        while (event := events.get()) is not None:
            yield event

    def open(self, message: Message) -> tuple[Session, Stored]:
        """A shopper's session, and her thread as it is stored."""
        session = self._session(message)
        return session, self.threads.load(session.thread_id)

    def hold_tender(self, session: Session, tender: Json) -> None:
        """Keep the card that a channel traded for a token."""
        self.threads.change(session.thread_id, {"tender": tender})

    def change_cart(self, session: Session, change: Json) -> Json:
        """Change the cart without a word, as a shop's page does; what the desk says of it.

        Raises:
            Whatever of `desk.failures` the desk does.
        """
        told: Json = {}

        def decide(values: Json) -> Json:
            cart = {"lines": [], "coupons": [], **values.get("cart", {})}
            told.update(self.desk.change_cart(cart, change, session.shopper_id))
            known = {"shopper": values.get("shopper") or shopper_values(session, None)}
            return {**known, "cart": told["applied"]} if told["applied"] else {}

        self.threads.revise(session.thread_id, decide)
        return told

    def sign_in(self, session: Session, customer_id: str, name: str) -> Session:
        """Link a session to a customer whose identity was checked; her cart and talk go along.

        Raises:
            AlreadySignedIn: the session is another customer's, until she logs out.
        """
        if session.is_signed_in and session.shopper_id != customer_id:
            raise AlreadySignedIn(ALREADY_SIGNED_IN)
        signed_in = self.sessions.sign_in(session, customer_id)
        values = {"shopper": shopper_values(signed_in, name), "tender": None}
        self.threads.change(signed_in.thread_id, values)
        return self._settled(signed_in)

    def sign_out(self, session: Session) -> Session:
        """End a session's sign-in: her cart and talk stay hers, and here a stranger begins anew.

        The card that a channel took and a quote that waited are let go of.
        """
        if self.threads.load(session.thread_id).values:
            self.threads.change(session.thread_id, {"tender": None, "pending": []})
        return self.sessions.sign_out(session)

    def take_link(self, message: Message, code: str) -> Session:
        """Let an address lead to whoever was shown this code; what it had goes along.

        Raises:
            LinkRefused: The code proves nothing, or too many were tried here.
        """
        return self._settled(self.sessions.take_link(message.channel, message.address, code))

    def export(self, session: Session) -> Json:
        """All that is kept of a shopper here, as plain JSON."""
        stored = self.threads.load(session.thread_id)
        return export_of(
            session,
            stored.values,
            self.threads.messages(session.thread_id),
            profile=self.profiles.read(session.shopper_id),
            addresses=self.sessions.addresses(session),
            at=self.clock(),
        )

    def forget(self, session: Session) -> list[str]:
        """Erase the shopper's conversation and sessions; says what was erased."""
        self.threads.delete(session.thread_id)
        if self.roster:
            self.roster.forget(session.thread_id)
        traits = self.profiles.erase(session.shopper_id)
        known = [f"what was known of you ({traits})"] if traits else []
        self._seen.clear()
        return ["conversation", *known, *self.sessions.forget(session)]

    def _session(self, message: Message) -> Session:
        place = message.channel, message.address, message.customer_id

        def find() -> Session:
            session = self._settled(self.sessions.open(*place))
            self._seen.put(place, session)
            return session

        return self.outage.attempt(find, lambda: self._provided(place))

    def _provided(self, place: Place) -> Session:
        """A session while Redis is away: as seen last, or one that is adopted when it is back."""
        if seen := self._seen.get(place):
            return seen
        session = self.sessions.provide(*place)
        self._seen.put(place, session)

        def adopt() -> None:
            self.sessions.adopt(session)
            self._seen.drop(place)

        self.outage.later(session.thread_id, adopt)
        return session

    def _settled(self, session: Session) -> Session:
        """Merge what an anonymous shopper left to the one that she turned out to be."""
        for left_id in session.merged_from:
            shopper = self.threads.load(session.thread_id).values.get("shopper")
            values = {"shopper": shopper or shopper_values(session, None), "tender": None}
            self.threads.merge(left_id, session.thread_id, values)
        for left in session.left:
            self.profiles.merge(left.shopper_id, session.shopper_id)
        return self.sessions.settle(session) if session.left else session

    def _work(
        self,
        message: Message,
        put: Callable[[Event | None], None],
        stopped: Stopped,
    ) -> None:
        trace_id = message.trace or secrets.token_hex(8)
        try:
            self._turn(message, put, trace_id, stopped)
        except Exception as error:  # noqa: BLE001 - the worker's edge: a turn always ends
            origin = error.__cause__ or error
            kind, place = type(origin).__name__, place_of(origin)
            logger.error("turn_failed type=%s at=%s trace=%s", kind, place, trace_id)
            failed = failure_of(error)
            put(failed)
            put(self._ended_early(message, failed))
        finally:
            put(None)

    def _turn(
        self,
        message: Message,
        put: Callable[[Event | None], None],
        trace_id: str,
        stopped: Stopped,
    ) -> None:
        started = time.perf_counter()
        with self.outage.turn():
            session = self._session(message)
            with self.outage.hold(session.thread_id, self.lock):
                log = self._run(message, session, put, trace_id, stopped)
            session = self._follow_shopper(session, log)
            self.outage.attempt(lambda: self.sessions.touch(session), lambda: None)
            if told := self.outage.count_turn(session.thread_id):
                log.say(OUTAGE_WORDS[told])
        ended = self._ended(message, session, log)
        ms = round((time.perf_counter() - started) * 1000, 1)
        put(replace(ended, trace=trace_id, ms=ms, is_saved=not self.outage.is_away))

    def _run(
        self,
        message: Message,
        session: Session,
        put: Callable[[Event | None], None],
        trace_id: str,
        stopped: Stopped,
    ) -> TurnLog:
        """Run the graph on a thread whose lock is held."""
        log = TurnLog(put)
        if stopped():
            log.leave(self.threads.load(session.thread_id), shopper_values(session, None))
            return log
        stored = self.threads.begin(session.thread_id)
        at = self.clock()
        visit = self._visit(message, session, stored, at)
        known, looks_at = visit.to_json(), self._looked_at(message)
        watch = self.roster.watch(session.thread_id, trace_id) if self.roster else UNWATCHED
        photo = look_at(message.picture, self.desk, session.shopper_id)
        context = TurnContext(message.channel, at, known, looks_at, stopped, watch, photo)
        log.follow(
            self.graph.stream(
                graph_input(message, session, stored, context),
                config_of(session.thread_id, trace_id, context),
                stream_mode=["custom", "updates", "values"],
                durability="exit",
            )
        )
        end_visit(self.profiles, visit, log.tools)
        return log

    def _looked_at(self, message: Message) -> Json:
        """What she has before her; nothing where the channel knows it not, or nobody answers."""
        if not message.looks_at:
            return {}
        try:
            product = self.desk.product(message.looks_at)
        except self.desk.failures:
            return {}
        return looked_at(message.looks_at, product) if product else {}

    def _visit(self, message: Message, session: Session, stored: Stored, at: datetime) -> Visit:
        """What is known of the shopper, with what she has just said of herself."""
        turn = stored.values.get("turn", 0) + 1
        moment = at.isoformat(timespec="seconds")
        return begin_visit(
            self.profiles,
            session.shopper_id,
            message.text,
            Source(message.channel, session.thread_id, turn, moment),
            currency=self.desk.currency,
            messages=stored.values.get("messages", ()),
        )

    def _follow_shopper(self, session: Session, log: TurnLog) -> Session:
        """Link the session to whom a tool identified in this turn."""
        shopper = log.state["shopper"]
        if shopper["id"] == session.shopper_id:
            return session
        try:
            return self.sign_in(session, shopper["id"], shopper["name"])
        except AWAY:
            log.say(NOT_SIGNED_IN)
            return session

    def _ended(self, message: Message, session: Session, log: TurnLog) -> TurnEnded:
        cart = self.desk.view_cart(log.state.get("cart", {}), session.shopper_id, log.priced_cart)
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
            is_stopped=log.is_stopped,
        )

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
