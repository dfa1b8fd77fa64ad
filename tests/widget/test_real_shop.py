"""The widget on the real gateway, with its agents and the built-in model."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import jwt
import pytest
from flask import Flask, Response
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from tests.sales_agent.channels.web.callers import Caller, WebShop, serving
from tests.widget.panel import Panel
from tests.widget.wire import Wire

SITE_SECRET = "the site of this shop signs with it, and nobody else"
CARD = "4929 1234 5678 4242"
TRIES_IN_TEN_SECONDS = 5


class Elsewhere:
    """A shop's own site, on another origin than the gateway, with a strict policy."""

    def __init__(self) -> None:
        app = Flask(__name__)
        app.add_url_rule("/", view_func=self.show)
        self.gateway = self.attributes = ""
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.origin = f"http://127.0.0.1:{self._server.port}"
        self._running = Thread(target=self._server.serve_forever)
        self._running.start()

    def show(self) -> Response:
        allowed = " ".join(
            f"{what} 'self' {self.gateway};" for what in ("script-src", "connect-src", "img-src")
        )
        html = (
            '<!doctype html><html lang="en"><title>A shop</title>'
            f'<script src="{self.gateway}/widget.js" defer {self.attributes}></script>'
            "<body><main><h1>A shop</h1></main></body></html>"
        )
        policy = {"Content-Security-Policy": f"default-src 'self'; {allowed}"}
        return Response(html, headers=policy, content_type="text/html; charset=utf-8")

    def close(self) -> None:
        self._server.shutdown()
        self._running.join()
        self._server.server_close()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    site = Elsewhere()
    yield site
    site.close()


@pytest.fixture(scope="module")
def real_shop(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Iterator[WebShop]:
    settings = {"SITE_SECRET": SITE_SECRET, "SALES_WEB_ORIGINS": elsewhere.origin}
    with serving(tmp_path_factory.mktemp("shop"), **settings) as shop:
        elsewhere.gateway = shop.url
        yield shop


@pytest.fixture
def visit(page: Page, elsewhere: Elsewhere, real_shop: WebShop) -> Panel:
    """A shopper on the shop's site; the tag has the attributes that a test sets."""
    elsewhere.attributes = ""
    return Panel(page)


def test_german_shopper_buys_and_her_card_is_nowhere(
    visit: Panel, elsewhere: Elsewhere, real_shop: WebShop
) -> None:
    elsewhere.attributes = 'data-lang="de"'
    visit.page.goto(elsewhere.origin)
    visit.open().ask("zeig mir Leinenhemden unter 2500", "Treffer")
    visit.button("In den Warenkorb: Coastline Linen Shirt").click()
    visit.dialog.get_by_label("white", exact=True).check()
    visit.dialog.get_by_label("M", exact=True).check()
    visit.dialog.locator(".choice .primary").click()
    visit.button("Warenkorb, 1 Artikel").click()
    visit.button("Zur Kasse").click()
    visit.answered("Wohin soll es gehen?")
    visit.ask("ananya.iyer@example.com", "Ananya")
    visit.say(f"meine Karte ist {CARD}")
    visit.button("Diese Karte nehmen").click()
    visit.button("Ja, ausführen").click()
    expect(visit.dialog.get_by_role("heading", name="Bestellung O-")).to_be_visible()
    kept = [real_shop.logged().encode(), *map(read, real_shop.data_dir.rglob("*"))]
    for digits in (CARD, CARD.replace(" ", "")):
        assert not any(digits.encode() in content for content in kept)


def test_ten_seconds_without_a_connection_lose_nothing(visit: Panel, real_shop: WebShop) -> None:
    wire = Wire(int(real_shop.url.rpartition(":")[2]))
    page = visit.page
    page.route("**/", lambda route: route.fulfill(body=WITH_WIDGET, content_type="text/html"))
    page.goto(f"http://127.0.0.1:{wire.port}/")
    visit.open().say("show me linen shirts")
    wire.cut()
    wire.wait_for_tries(TRIES_IN_TEN_SECONDS, timeout_s=60)
    expect(visit.dialog.get_by_text("The connection was lost.")).to_be_visible()
    wire.mend()
    visit.answered("linen shirts")
    expect(visit.dialog.locator(".me .words")).to_have_text(["show me linen shirts"])
    page.reload()
    visit.answered("linen shirts")
    expect(visit.dialog.locator(".me .words")).to_have_text(["show me linen shirts"])
    wire.close()


def test_signed_in_shopper_sees_her_order_and_a_log_out_ends_it(
    visit: Panel, elsewhere: Elsewhere, real_shop: WebShop
) -> None:
    claims = {"sub": "C-1002", "exp": int(time.time()) + 300}
    token = jwt.encode(claims, SITE_SECRET, algorithm="HS256")
    elsewhere.attributes = f'data-token="{token}"'
    visit.page.goto(elsewhere.origin)
    visit.open().ask("where is my order?", "O-5035")
    session = visit.page.evaluate("JSON.parse(localStorage['sales-assistant:session'])")
    assert session["customer"] == "C-1002"
    visit.call("shutdown")
    expect(visit.launcher).to_have_count(0)
    caller = Caller(real_shop.url, session)
    assert caller.ask("GET", "/messages").status_code == 401


WITH_WIDGET = (
    '<!doctype html><html lang="en"><title>A shop</title><script src="/widget.js" defer></script>'
    "<body><main><h1>A shop</h1></main></body></html>"
)


def read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
