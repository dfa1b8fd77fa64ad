"""Goods are found by a photo: the most like it first, within every filter."""

import base64
import json
import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from agents.kit.storage import Store
from agents.recommendation.pictures.album import counts, pending
from agents.recommendation.pictures.command import look
from agents.recommendation.pictures.embedding import (
    Embedding,
    EmbeddingFailed,
    load_embedding,
)
from agents.recommendation.pictures.fetching import Fetching
from benchmarks.photos.drawing import as_file, draw
from contracts.settings import SettingError
from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import names, product, put, variant

GOODS = [
    ("t-shirt", "red"),
    ("t-shirt", "blue"),
    ("trousers", "blue"),
    ("sneaker", "red"),
    ("handbag", "red"),
]


def photo(shape: str, colour: str, *, seed: int = 1) -> str:
    drawn = draw(shape, colour, random.Random(seed), is_photo=True)
    return base64.b64encode(as_file(drawn)).decode()


def store_of(agent: AgentUnderTest) -> Store:
    store: Store = agent.app.extensions["store"]
    return store


def ask(agent: AgentUnderTest, drawn: str, shade: str, **filters: Any) -> dict[str, Any]:
    body = {"picture": photo(drawn, shade), **filters}
    reply: dict[str, Any] = agent.call("searchByPhoto", body)
    return reply


@pytest.fixture
def shop(empty_agent: AgentUnderTest, tmp_path: Path) -> AgentUnderTest:
    """Goods with pictures in a folder, all looked at."""
    goods = []
    for place, (shape, colour) in enumerate(GOODS):
        name = f"{colour} {shape}"
        drawn = draw(shape, colour, random.Random(place + 50))
        (tmp_path / f"{name}.png").write_bytes(as_file(drawn, "PNG"))
        row = variant(f"S{place}", 10000 * (place + 1), colour=colour)
        goods.append(product(f"p{place}", name, imageUrl=f"{name}.png", variants=[row]))
    put(empty_agent, *goods, product("bare", "bare"), product("gone", "gone", imageUrl="none.png"))
    look(store_of(empty_agent), load_embedding(None), Fetching([tmp_path]))
    return empty_agent


@pytest.mark.parametrize(("shape", "colour"), GOODS)
def test_photo_finds_the_same_goods(shop: AgentUnderTest, shape: str, colour: str) -> None:
    reply = ask(shop, shape, colour)
    assert reply["status"] == "ok"
    assert names(reply)[0] == f"{colour} {shape}"


def test_filters_hold_before_the_best_are_taken(shop: AgentUnderTest) -> None:
    assert names(ask(shop, "t-shirt", "red", colour="blue", limit=1)) == ["blue t-shirt"]
    assert names(ask(shop, "t-shirt", "red", minPrice=50000, limit=1)) == ["red handbag"]
    assert names(ask(shop, "t-shirt", "red", category="sneakers", limit=5)) == ["red sneaker"]
    reply = ask(shop, "t-shirt", "red", colour="mauve")
    assert (reply["status"], reply["products"]) == ("empty", [])


def test_unlooked_at_goods_are_not_ready(agent: AgentUnderTest) -> None:
    reply = ask(agent, "t-shirt", "red")
    assert reply["status"] == "not_ready"
    assert reply["suggestions"]


def test_looking_again_fetches_what_is_new_only(shop: AgentUnderTest, tmp_path: Path) -> None:
    store, model = store_of(shop), load_embedding(None)
    with store.read() as session:
        assert counts(session, model.name) == (5, 1)
        assert pending(session, model.name, 10, is_retrying=False) == []
        assert pending(session, model.name, 10, is_retrying=True) == ["none.png"]
    (tmp_path / "none.png").write_bytes(as_file(draw("cap", "green", random.Random(3)), "PNG"))
    look(store, model, Fetching([tmp_path]))
    assert "gone" not in names(ask(shop, "cap", "green"))
    look(store, model, Fetching([tmp_path]), is_retrying=True)
    assert names(ask(shop, "cap", "green"))[0] == "gone"


def test_another_embedding_looks_at_all_anew(shop: AgentUnderTest, tmp_path: Path) -> None:
    store = store_of(shop)
    other = Embedding("other", load_embedding(None).of_picture)
    with store.read() as session:
        assert len(pending(session, other.name, 10, is_retrying=False)) == 6
    look(store, other, Fetching([tmp_path]))
    with store.read() as session:
        assert counts(session, other.name) == (5, 1)


class Service(BaseHTTPRequestHandler):
    """An embedding service: a picture in, a vector out."""

    def do_POST(self) -> None:
        picture = self.rfile.read(int(self.headers["Content-Length"]))
        assert picture.startswith(b"\x89PNG")
        vector: Any = {"/good": [3.0, 4.0], "/empty": [], "/words": ["a"]}.get(self.path)
        body = json.dumps({"vector": vector}).encode()
        self.send_response(200 if vector is not None else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_embedding_may_be_a_service(service: str) -> None:
    data = as_file(draw("cap", "red", random.Random(1)))
    model = load_embedding(f"{service}/good")
    assert model.of_file(data).tolist() == pytest.approx([0.6, 0.8])
    for path in ("/empty", "/words", "/none"):
        with pytest.raises(EmbeddingFailed):
            load_embedding(service + path).of_file(data)


def test_embedding_may_be_a_function(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_embedding(f"{__name__}:first_bytes")
    assert model.of_file(as_file(draw("cap", "red", random.Random(1)))).shape == (4,)
    for spec in ("no.such.module:x", "json:nothing", "json", ":x"):
        with pytest.raises(SettingError, match="PICTURE_EMBEDDING"):
            load_embedding(spec)


def first_bytes(picture: bytes) -> list[float]:
    return [float(byte) for byte in picture[:4]]


def test_service_that_is_down_is_a_fault(
    shop: AgentUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PICTURE_EMBEDDING", "http://127.0.0.1:9/none")
    fault = shop.fault("searchByPhoto", {"picture": photo("cap", "red")})
    assert (fault["status"], fault["code"]) == (503, "embedding_failed")
