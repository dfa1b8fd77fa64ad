"""A photo over the API: similar goods, a model that sees it, and files that are none."""

import base64
import json
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from sales_agent.channels.photos import LARGEST_BYTES
from sales_agent.channels.web.routes.chat import PHOTO_BODY_BYTES
from sales_agent.shop.photo import LIKE_PHOTO, NOTE
from tests.sales_agent.channels.web.scripted import Agents, bearer, client_of, gateway_of
from tests.scripted_model import ScriptedModel

PATH = "/api/v1/chat/photo"
SEEING = "google_genai:gemini-2.5-flash"
INR = {"amount": 129900, "currency": "INR"}
SHIRT = {
    "productId": "P-1",
    "name": "Monsoon Shirt",
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


def file_of(kind: str, **more) -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "olive").save(file, kind, **more)
    return file.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says that it is 20,000 pixels a side."""
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + chunk
    data = zlib.compress(b"\0" * 1000)
    end = struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(data))
    return start + struct.pack(">I", zlib.crc32(chunk)) + end


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture
def agents():
    return Agents(like_photo=[SHIRT])


@pytest.fixture
def client(redis_client, redis_url, agents):
    return client_of(gateway_of(redis_client, redis_url, agents=agents))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_finds_goods_that_look_like_it(client, agents, kind):
    picture = encoded(file_of(kind))

    turn = client.post(PATH, json={"picture": picture}, headers=bearer(client)).json

    assert turn["reply"].startswith(LIKE_PHOTO)
    assert [product["name"] for product in turn["products"]] == ["Monsoon Shirt"]
    assert agents.photos == [picture]


def test_photo_streams_as_any_turn(client):
    wants = {**bearer(client), "Accept": "text/event-stream"}
    body = {"picture": encoded(file_of("PNG")), "message": "in blue?"}

    told = client.post(PATH, json=body, headers=wants).text

    assert f'"message":"{NOTE} in blue?"' in told
    assert "event: products" in told
    assert told.index("event: turn") < told.index("event: done")


def test_model_that_sees_is_shown_the_photo(redis_client, redis_url, agents):
    model = ScriptedModel(steps=["That looks like our Monsoon Shirt.", "Hello."])
    client = client_of(gateway_of(redis_client, redis_url, agents=agents, model=model, name=SEEING))
    headers = bearer(client)
    picture = encoded(file_of("PNG"))

    turn = client.post(PATH, json={"picture": picture, "message": "this"}, headers=headers).json
    client.post("/api/v1/chat", json={"message": "hi"}, headers=headers)

    assert turn["reply"] == "That looks like our Monsoon Shirt."
    assert picture in json.dumps([message.content for message in model.seen[0]])
    assert picture not in json.dumps([message.content for message in model.seen[1]])
    history = client.get("/api/v1/messages", headers=headers).text
    assert NOTE in history
    assert picture not in history
    model.assert_finished()


def test_photo_sent_again_is_one_turn(client, agents):
    body = {"picture": encoded(file_of("JPEG")), "clientId": "p-1"}
    headers = bearer(client)

    first, again = (client.post(PATH, json=body, headers=headers).json for _ in range(2))

    assert again == first
    assert len(agents.photos) == 1


UNUSABLE = [
    pytest.param(encoded(b"<svg onload='alert(1)'/>"), "no JPEG, PNG or WebP", id="text"),
    pytest.param(encoded(b""), "must have", id="nothing"),
    pytest.param(encoded(file_of("GIF")), "no JPEG, PNG or WebP", id="another kind"),
    pytest.param(encoded(file_of("PNG")[:20]), "no JPEG, PNG or WebP", id="cut off"),
    pytest.param("not base64!", "no base64", id="no base64"),
    pytest.param(encoded(bomb()), "pixels", id="bomb"),
    pytest.param(encoded(file_of("PNG") + bytes(LARGEST_BYTES)), "larger than 5 MB", id="large"),
]


@pytest.mark.parametrize(("picture", "detail"), UNUSABLE)
def test_file_that_is_no_photo_is_refused(client, agents, picture, detail):
    refused = client.post(PATH, json={"picture": picture}, headers=bearer(client))

    assert refused.status_code == 400
    assert refused.json["pointer"] == "/picture"
    assert detail in refused.json["detail"]
    assert agents.photos == []


def test_body_has_a_limit_of_its_own(client, agents):
    headers = bearer(client)
    words = {"picture": encoded(file_of("PNG")), "message": " " * PHOTO_BODY_BYTES}
    refused = client.post(PATH, json=words, headers=headers)
    elsewhere = client.post("/api/v1/chat", json={"message": " " * 70_000}, headers=headers)

    assert (refused.status_code, refused.json["code"]) == (413, "body_too_large")
    assert (elsewhere.status_code, elsewhere.json["code"]) == (413, "body_too_large")
    assert agents.photos == []


def test_photo_needs_a_session_and_stays_in_it(client, agents):
    body = {"picture": encoded(file_of("PNG"))}
    assert client.post(PATH, json=body).status_code == 401
    assert agents.photos == []

    hers, other = bearer(client), bearer(client)
    stream = {**hers, "Accept": "text/event-stream"}
    told = client.post(PATH, json=body, headers=stream).text
    first = told.partition("id: ")[2].partition("\n")[0]

    peeked = client.get("/api/v1/chat", headers={**other, "Last-Event-ID": first})
    assert (peeked.status_code, peeked.data) == (204, b"")
    assert NOTE not in client.get("/api/v1/messages", headers=other).text
    assert NOTE in client.get("/api/v1/messages", headers=hers).text
