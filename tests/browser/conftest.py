"""One real shop, `main.py web` with its agents and its Redis, and shoppers who come to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsers import browser, page
from tests.sales_agent.channels.web.callers import WebShop, serving
from tests.widget.panel import Panel

__all__ = ["browser", "page"]

SITE_SECRET = "the site of this shop signs with it, and nobody else"
MANY = "10000/minute"
LIMITS = ("SHOPPER", "ADDRESS", "SHOP", "SESSIONS", "CARDS")


@dataclass(frozen=True)
class Visit:
    """A shopper in front of the shop's pages, with the widget on them."""

    page: Page
    url: str

    @property
    def panel(self) -> Panel:
        return Panel(self.page)

    def go(self, address: str) -> "Visit":
        self.page.goto(self.url + address)
        self.panel.launcher.wait_for()
        return self

    def count(self) -> Locator:
        """The number beside the cart at the top of every page."""
        return self.page.locator("[data-cart-count]")

    def add(self, product: str, size: str) -> "Visit":
        """Put a product into the cart from its page."""
        self.go(f"/product/{product}")
        self.page.get_by_role("radio", name=size, exact=True).check()
        self.page.get_by_role("button", name="Add to cart").click()
        expect(self.page.locator("[data-toast]")).to_contain_text("It is in your cart")
        return self

    def agree(self) -> None:
        """Say yes on the sheet that waits."""
        self.panel.button("Yes, go ahead").last.click()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebShop]:
    settings = {f"SALES_WEB_{name}_LIMIT": MANY for name in LIMITS}
    with serving(tmp_path_factory.mktemp("shop"), SITE_SECRET=SITE_SECRET, **settings) as shop:
        yield shop


@pytest.fixture
def visit(page: Page, shop: WebShop) -> Visit:
    return Visit(page, shop.url)
