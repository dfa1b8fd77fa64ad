"""A photo goes to the model that sees, and to search by what is on it; it is stored nowhere."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.tools import tool

from sales_agent.events import ProductsShown, TurnEnded
from sales_agent.message import Message, Picture
from sales_agent.shop.desk import Desk
from sales_agent.shop.photo import NO_PHOTOS, NO_SEARCH, NOTHING_LIKE_PHOTO
from tests.providers.steps import Fault

PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"
INR = {"amount": 129900, "currency": "INR"}
ROW = {
    "brand": None,
    "category": "shirts",
    "description": "",
    "price": INR,
    "maxPrice": INR,
    "colours": ["olive"],
    "sizes": ["S", "M"],
    "materials": [],
    "imageUrl": None,
    "sku": None,
}
FOUND = [
    {**ROW, "productId": "P-1", "name": "Monsoon Shirt"},
    {**ROW, "productId": "P-2", "name": "Harbour Shirt"},
]


@tool
def get_product_details(product_id: str) -> dict[str, Any]:
    """Get everything about one product."""
    return {"status": "ok", "product": next(p for p in FOUND if p["productId"] == product_id)}


def finding(desk: Desk, status: str, products: list[Any]) -> Desk:
    def find(picture: str, shopper: str) -> dict[str, Any]:
        assert base64.b64decode(picture) == PNG
        if status == "down":
            raise ConnectionError
        return {"status": status, "products": products, "suggestions": []}

    return replace(desk, find_by_photo=find, failures=(ConnectionError,))


@pytest.fixture
def open_shop(open_talk):
    def open_one(script: Any, status: str = "ok", products: Any = FOUND, **more: Any) -> Any:
        talk = open_talk(script, [get_product_details], **more)
        desk = finding(talk.assistant.desk, status, products)
        talk.assistant = replace(talk.assistant, desk=desk)
        return talk

    return open_one


def send(talk: Any, text: str = "") -> list[Any]:
    said = Message("terminal", talk.address, text, picture=Picture(PNG))
    return list(talk.assistant.reply(said))


def test_model_sees_the_photo_and_what_looks_like_it(open_shop, provider):
    talk = open_shop(["Good choice! Shall I tell you more?", "Yes?"])

    events = send(talk, "do you have this?")

    asked = talk.server.asked[0]
    kind = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert asked.pictures == [kind if provider.name == "openai" else "image/png"]
    assert "do you have this?" in asked.said
    assert [p["productId"] for p in asked.results["search_products"]["products"]] == ["P-1", "P-2"]
    assert [e.products for e in events if isinstance(e, ProductsShown)] == [FOUND]
    assert events[-1].reply == "Good choice! Shall I tell you more?"
    talk.say("the second one")
    assert talk.server.asked[1].pictures == []
    talk.server.assert_finished()


def test_photo_itself_is_stored_nowhere(open_shop, redis_client):
    talk = open_shop(["Good choice! Anything else?"])
    send(talk, "like this")
    session, stored = talk.assistant.open(Message("terminal", talk.address, ""))

    said = stored.values["messages"][0].content
    assert said == "(A photo.) like this"
    encoded = base64.b64encode(PNG)
    for key in redis_client.keys(f"*{session.thread_id}*"):
        assert encoded not in (redis_client.dump(key) or b"")
    assert encoded.decode() not in json.dumps(talk.assistant.export(session), default=str)


def test_goods_are_listed_when_no_model_can_see(open_shop):
    talk = open_shop([Fault(403, "No.")], spare=True)

    ended = send(talk)[-1]

    assert isinstance(ended, TurnEnded)
    assert ended.error is None
    assert ended.reply.splitlines() == [
        "This looks most like it:",
        "1. Monsoon Shirt, ₹1,299",
        "2. Harbour Shirt, ₹1,299",
    ]
    assert [product["productId"] for product in ended.products] == ["P-1", "P-2"]


def test_second_one_is_understood_afterwards(open_shop):
    talk = open_shop([Fault(403, "No.")], spare=True)
    send(talk)

    ended = talk.say("tell me more about the second one")

    assert ended.model == "offline"
    assert [tool.args for tool in ended.tools] == [{"product_id": "P-2"}]


@pytest.mark.parametrize(
    ("status", "words"),
    [("not_ready", NO_PHOTOS), ("empty", NOTHING_LIKE_PHOTO), ("down", NO_SEARCH)],
)
def test_photo_like_nothing_says_so(open_shop, status, words):
    talk = open_shop([Fault(403, "No.")], status, [], spare=True)

    ended = send(talk)[-1]

    assert (ended.reply, ended.error) == (words, None)
