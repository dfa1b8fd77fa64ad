"""The app in this process over the real memory; the model and the shop are doubles."""

import secrets
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Blueprint
from flask.testing import FlaskClient

from sales_agent.assistant import Assistant
from sales_agent.channels.web.app import create_app
from sales_agent.channels.web.gateway import Gateway, create_gateway
from sales_agent.channels.web.settings import WebSettings
from sales_agent.channels.web.turn_store import TurnStore
from sales_agent.graph import build_graph
from sales_agent.memory.encryption import create_serializer
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.models import load_registry
from sales_agent.models.ledger import Ledger
from sales_agent.models.roster import Roster
from sales_agent.shop.desk import Desk
from sales_agent.shoppers.sessions import Sessions
from tests.scripted_model import ScriptedModel

SECRET = b"a-secret-of-the-shop-for-tests-only"
INR = {"amount": 0, "currency": "INR"}


@dataclass
class Agents:
    """The shop's agents, as far as the desk asks them; cards are remembered by their last four."""

    customers: dict[str, str] = field(default_factory=dict)
    cards: list[str] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    like_photo: list[dict[str, Any]] = field(default_factory=list)

    def price_cart(self, cart: dict[str, Any], shopper: str) -> dict[str, Any]:
        return {"lines": [{**ln, "name": "Thing", "unitPrice": INR} for ln in cart["lines"]]}

    def identify(self, named: dict[str, Any], shopper: str) -> dict[str, Any]:
        customer = self.customers.get(named["token"])
        if customer is None:
            return {"status": "not_found", "customerId": None, "firstName": None}
        return {"status": "identified", "customerId": customer, "firstName": "Ananya"}

    def tokenize_card(self, number: str, shopper: str, **more: Any) -> dict[str, Any]:
        self.cards.append(number[-4:])
        return {"token": f"tok_{secrets.token_hex(4)}", "lastFour": number[-4:], "brand": "Visa"}

    def find_by_photo(self, picture: str, shopper: str) -> dict[str, Any]:
        self.photos.append(picture)
        return {"status": "ok" if self.like_photo else "not_ready", "products": self.like_photo}

    def desk(self) -> Desk:
        return Desk(
            price_cart=self.price_cart,
            tokenize_card=self.tokenize_card,
            identify=self.identify,
            list_orders=lambda shopper: [],
            erase_interactions=lambda shopper: 0,
            find_by_photo=self.find_by_photo,
            failures=(ConnectionError,),
        )


def gateway_of(
    client: Any,
    redis_url: str,
    *steps: Any,
    agents: Agents | None = None,
    model: ScriptedModel | None = None,
    name: str = "scripted",
    **settings: Any,
) -> Gateway:
    """A gateway whose model says these steps; what it can do goes by its name in the registry."""
    model = model or ScriptedModel(steps=list(steps))
    saver = RedisSaver(client)
    assistant = Assistant(
        graph=build_graph({name: model}, [], saver),
        sessions=Sessions(client, expire_thread=saver.expire_thread),
        lock=partial(thread_lock, client),
        desk=(agents or Agents(customers={"site-token": "C-1001"})).desk(),
        model_name=name,
        roster=Roster([name], load_registry(), Ledger(client)),
    )
    return create_gateway(
        assistant,
        client,
        TurnStore(client, create_serializer()),
        redis_url=redis_url,
        secret=SECRET,
        settings=WebSettings(**settings),
        checks={"memory": client.ping},
    )


def client_of(gateway: Gateway, *pages: Blueprint) -> FlaskClient:
    """Calls the gateway's app, which serves such pages too."""
    return create_app(gateway, pages).test_client()


def bearer(client: FlaskClient, **body: str) -> dict[str, str]:
    """The headers of a new session."""
    answer = client.post("/api/v1/sessions", json=body)
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json['token']}"}
