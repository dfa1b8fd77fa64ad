"""A scripted shop, a page of it with the widget on, and a browser that looks at it."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

from tests.browsers import EACH_WAIT_MS, browser, page
from tests.widget.panel import Panel
from tests.widget.sample_talk import GOODS, talk
from tests.widget.scripted_shop import ScriptedShop
from tests.widget.wire import Wire

__all__ = ["browser", "page"]

Show = Callable[..., Panel]


@pytest.fixture
def shop() -> Iterator[ScriptedShop]:
    """A shop of the sample's talk; whatever goes over its wire is as the gateway documents it."""
    products = {key: dict(goods) for key, goods in GOODS.items()}
    scripted = ScriptedShop(script=talk(), products=products)
    yield scripted
    assert scripted.document.faults == []


@pytest.fixture
def port(shop: ScriptedShop) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, shop.app(), threaded=True)
    server.daemon_threads = True
    running = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    running.start()
    yield server.port
    server.shutdown()
    running.join()
    server.server_close()


@pytest.fixture
def wire(port: int) -> Iterator[Wire]:
    running = Wire(port)
    yield running
    running.close()


@pytest.fixture
def refusals(page: Page) -> Iterator[list[str]]:
    """What a page's Content-Security-Policy refused; nothing may be refused."""
    refused: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "violates" in message.text:
            refused.append(message.text)

    page.context.on("console", heard)
    yield refused
    assert not refused


@pytest.fixture
def show(shop: ScriptedShop, port: int, page: Page, refusals: list[str]) -> Show:
    """Open a page of the shop with the widget on it; attributes go into its script tag."""

    def shown(*, at: int = port, on: Page = page, html: str = "", **attributes: str) -> Panel:
        data = "".join(f' data-{name}="{value}"' for name, value in attributes.items())
        shop.page = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="icon" href="/page.css"><link rel="stylesheet" href="/page.css">'
            f'<script src="/widget.js" defer{data}></script></head>'
            f"<body><main><h1>A shop</h1>{html}</main></body></html>"
        )
        on.goto(f"http://127.0.0.1:{at}/")
        on.locator("sales-assistant .launcher").wait_for()
        return Panel(on)

    return shown


@pytest.fixture
def second_page(page: Page) -> Page:
    """Another tab of the same shopper."""
    context: BrowserContext = page.context
    opened = context.new_page()
    opened.set_default_timeout(EACH_WAIT_MS)
    return opened
