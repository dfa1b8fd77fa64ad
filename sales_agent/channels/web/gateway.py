"""What the routes of the API share: the assistant, its sessions' tokens, its running turns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import redis
from flask import current_app, request

from sales_agent.answers.stopping import Stopped
from sales_agent.assistant import Assistant
from sales_agent.channels.access.endings import Endings
from sales_agent.channels.access.tokens import BadSession, SessionClaims, SessionTokens
from sales_agent.channels.web.metrics import WebMetrics
from sales_agent.channels.web.recovery import recovered_events
from sales_agent.channels.web.settings import WebSettings
from sales_agent.channels.web.slots import Slots
from sales_agent.channels.web.turn_store import Place, TurnStore
from sales_agent.channels.web.turns import Turns, Work
from sales_agent.channels.web.wire import WireEvent
from sales_agent.conversation import Conversation
from sales_agent.events import Event
from sales_agent.message import Message
from sales_agent.shoppers.identity import Session
from sales_agent.threads.stored import Stored

EXTENSION = "gateway"
BEARER = "bearer"


@dataclass(frozen=True)
class Gateway:
    """One process of the web channel.

    Attributes:
        assistant: Holds the turns.
        client: The Redis of the conversations.
        redis_url: Its address.
        tokens: The sessions' tokens.
        settings: What the environment says about the channel.
        turns: The turns that run here, and by Redis those of other processes.
        metrics: The process's counters.
        slots: The answers that are open here.
        checks: What must be well for the shop to be ready, by name; each raises when it is not.
    """

    assistant: Assistant
    client: redis.Redis
    redis_url: str
    tokens: SessionTokens
    settings: WebSettings
    turns: Turns
    metrics: WebMetrics
    checks: dict[str, Callable[[], object]]
    slots: Slots = field(default_factory=Slots)

    @property
    def endings(self) -> Endings:
        """The sessions that were ended."""
        return Endings(self.client)


def create_gateway(
    assistant: Assistant,
    client: redis.Redis,
    store: TurnStore,
    *,
    redis_url: str,
    secret: bytes,
    settings: WebSettings,
    checks: dict[str, Callable[[], object]],
) -> Gateway:
    """Put the gateway of a process together; `secret` is the shop's signing key."""
    metrics = WebMetrics(assistant.outage, assistant.roster, assistant.tally)

    def recover(session_id: str, place: Place, turn_id: str) -> list[WireEvent]:
        channel, customer = place
        return recovered_events(assistant, Message(channel, session_id, "", customer), turn_id)

    return Gateway(
        assistant=assistant,
        client=client,
        redis_url=redis_url,
        tokens=SessionTokens(secret, assistant.clock),
        settings=settings,
        turns=Turns(store, metrics, recover),
        metrics=metrics,
        checks=checks,
    )


@dataclass(frozen=True)
class Visitor:
    """Whoever calls: her session, and what she does in the conversation."""

    gateway: Gateway
    claims: SessionClaims

    @property
    def session_id(self) -> str:
        """The session's id, which is her address on the channel."""
        return self.claims.session

    @property
    def conversation(self) -> Conversation:
        """Her conversation."""
        return Conversation(
            self.gateway.assistant,
            channel=self.claims.channel,
            address=self.claims.session,
            customer_id=self.claims.customer,
        )

    def open(self) -> tuple[Session, Stored]:
        """Who she is, and her thread as it is stored."""
        return self.gateway.assistant.open(self.message(""))

    def message(self, text: str) -> Message:
        """A message of hers."""
        return Message(self.claims.channel, self.session_id, text, self.claims.customer)

    def on(self, channel: str) -> "Visitor":
        """The same shopper on another channel; the thread follows her."""
        if channel == self.claims.channel:
            return self
        if self.claims.customer is None:
            session, _ = self.open()
            self.gateway.assistant.sessions.link(session, channel, self.session_id)
        return replace(self, claims=replace(self.claims, channel=channel))

    def hold(self, message: Message) -> Work:
        """The turn of a message, to be begun."""

        def work(turn_id: str, trace_id: str, stopped: Stopped) -> Iterator[Event]:
            named = replace(message, id=turn_id, trace=trace_id)
            return self.gateway.assistant.reply(named, stopped=stopped)

        return work


def gateway() -> Gateway:
    """The gateway of the running app."""
    found: Gateway = current_app.extensions[EXTENSION]
    return found


def visitor(*, is_late: bool = False) -> Visitor:
    """Whoever calls, by the token she sent.

    Raises:
        BadSession: there is none that holds.
    """
    shared = gateway()
    claims = shared.tokens.read(_bearer(), is_late=is_late)
    if shared.endings.has(claims.session):
        raise BadSession("this session was logged out; begin a new one")
    return Visitor(shared, claims)


def caller_key() -> str:
    """What a caller is counted by: her session, or her address while she has none."""
    try:
        return gateway().tokens.read(_bearer(), is_late=True).session
    except BadSession:
        return request.remote_addr or "nowhere"


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != BEARER or not token:
        raise BadSession("send the session's token: POST /api/v1/sessions makes one")
    return token.strip()
