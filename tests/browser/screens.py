"""Makes the pictures of docs/screens: `python -m tests.browser.screens [NAME ...]`.

Serves a shop of its own, shows each state in a real browser, and keeps what is seen as small PNGs.
"""

import io
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import Visit
from tests.browsers import chromium_path
from tests.conversations.shopper import ROOT
from tests.sales_agent.channels.web.callers import serving

FOLDER = ROOT / "docs" / "screens"
DESK, PHONE = {"width": 1200, "height": 800}, {"width": 390, "height": 780}
COLOURS = 256
WAIT_MS = 30_000


def home(visit: Visit) -> None:
    visit.go("/")


def shelf(visit: Visit) -> None:
    visit.go("/category/Running%20Shoes")


def product(visit: Visit) -> None:
    visit.go("/product/P-1005?colour=blue")
    visit.page.get_by_role("radio", name="M", exact=True).check()
    visit.page.locator("[data-stock] .stock").wait_for()


def cart_page(visit: Visit) -> None:
    visit.add("P-1035", "8").add("P-1014", "32").go("/cart")
    visit.page.locator("main .line").nth(1).wait_for()


def shown(visit: Visit) -> None:
    visit.go("/category/Shirts").panel.open().ask("show me linen shirts", "linen shirts")
    visit.panel.dialog.get_by_role("heading", name="Coastline Linen Shirt").wait_for()


def this_one(visit: Visit) -> None:
    visit.go("/product/P-1024?colour=olive").panel.open().ask("is this one in L?", "Quilted")


def quoted(visit: Visit) -> None:
    panel = visit.add("P-1035", "8").go("/").panel.open()
    panel.ask("checkout", "Where shall it go?")
    panel.ask("14 Residency Road, Bengaluru 560025", "card")
    panel.ask("1111", "Shall I place this order?")
    panel.button("Yes, go ahead").wait_for()


def declined(visit: Visit) -> None:
    quoted(visit)
    visit.agree()
    visit.panel.answered("was declined")


def ordered(visit: Visit) -> None:
    declined(visit)
    visit.panel.ask("try 4242", "the card ending 4242. Shall I")
    visit.agree()
    visit.panel.answered("is placed")


def cart_panel(visit: Visit) -> None:
    visit.add("P-1005", "M")
    visit.panel.open().button("Cart, 1 piece").click()


@dataclass(frozen=True)
class Screen:
    """A state, and the window that shows it."""

    reach: Callable[[Visit], None]
    window: Mapping[str, int]
    scheme: str = "light"


SCREENS: Mapping[str, Screen] = {
    "home": Screen(home, DESK),
    "home-dark": Screen(home, DESK, "dark"),
    "shelf": Screen(shelf, DESK),
    "product": Screen(product, DESK),
    "cart": Screen(cart_page, DESK),
    "chat-products": Screen(shown, DESK),
    "chat-this-one-dark": Screen(this_one, DESK, "dark"),
    "chat-quote": Screen(quoted, PHONE),
    "chat-declined": Screen(declined, PHONE),
    "chat-ordered": Screen(ordered, PHONE),
    "chat-cart-dark": Screen(cart_panel, PHONE, "dark"),
    "product-phone": Screen(product, PHONE),
}


def main(names: Sequence[str]) -> int:
    """Make the pictures that are named, or all."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="screens-") as folder,
        serving(Path(folder)) as shop,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium_path(playwright), args=["--no-sandbox"]
        )
        for name in names or SCREENS:
            picture = small(taken(browser, shop.url, SCREENS[name]))
            (FOLDER / f"{name}.png").write_bytes(picture)
            sys.stdout.write(f"{name}: {len(picture) // 1024} kB\n")
            sys.stdout.flush()
        browser.close()
    return 0


def taken(browser: Browser, url: str, screen: Screen) -> bytes:
    """What a new shopper sees in a state."""
    context = browser.new_context(
        viewport={"width": screen.window["width"], "height": screen.window["height"]},
        color_scheme="dark" if screen.scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-IN",
        timezone_id="Asia/Kolkata",
    )
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    visit = Visit(page, url)
    screen.reach(visit)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def small(picture: bytes) -> bytes:
    """The same picture in as many colours as it needs to look the same."""
    with Image.open(io.BytesIO(picture)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
    kept = io.BytesIO()
    few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
