"""That everybody can use it: axe over each state, focus, keys, zoom, motion, right to left."""

from collections.abc import Callable
from threading import Event

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.widget.conftest import Show
from tests.widget.panel import Panel
from tests.widget.sample_talk import tool
from tests.widget.scripted_shop import ScriptedShop

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
"""What axe looks for: in the dark only the colours differ."""
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 256}
"""A window of 1280 by 1024 at 400 %. Source: WCAG 2.2, 1.4.10 Reflow."""
HALF = {"width": 640, "height": 400}
"""A window of 1280 by 800 at 200 %."""
SMALLEST_TARGET_PX = 24


def violations(page: Page) -> list[str]:
    """What axe finds wrong in the widget, light and dark, a line each."""
    lines = []
    for theme, only in LOOKS.items():
        page.locator("sales-assistant").evaluate("(e, theme) => (e.dataset.theme = theme)", theme)
        lines += [
            f"{theme}: {broken['id']}: {node['html'][:160]}"
            for broken in Axe().run(page, options={"runOnly": only}).response["violations"]
            for node in broken["nodes"]
        ]
    return lines


def products(panel: Panel) -> None:
    panel.ask("show me linen", "I found three")
    panel.button("Add to cart: Coastline Linen Shirt").click()
    panel.dialog.get_by_label("white", exact=True).check()


def cart(panel: Panel) -> None:
    products(panel)
    panel.button("Add to cart: Classic Leather Belt").click()
    panel.button("Cart, 1 piece").click()


def sheet(panel: Panel) -> None:
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    panel.button("Yes, go ahead").wait_for()


def order(panel: Panel) -> None:
    sheet(panel)
    panel.button("Yes, go ahead").click()
    panel.ask("Where is my order?", "It is out for delivery.")
    panel.button("Talk to a person").click()
    panel.dialog.get_by_text("Ticket T-Q6C9J3").wait_for()


def card(panel: Panel) -> None:
    panel.ask("checkout", "Which card")
    panel.button("Enter a card").click()
    panel.button("Use this card").click()


def working(panel: Panel) -> None:
    panel.say("wait")
    panel.dialog.locator(".progress").get_by_text("checking the stores").wait_for()


def offline(panel: Panel) -> None:
    panel.page.context.set_offline(True)
    panel.say("hello?")
    panel.dialog.get_by_text("You are offline.").wait_for()


STATES = [products, cart, sheet, order, card, working, offline]


@pytest.fixture
def gate(shop: ScriptedShop) -> Event:
    held = Event()
    shop.script["wait"] = [tool("check_inventory", "started"), held]
    return held


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_wrong(
    show: Show, page: Page, gate: Event, state: Callable[[Panel], None]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    panel = show()
    if state is products:
        assert violations(page) == []
    state(panel.open())
    assert violations(page) == []
    gate.set()


def test_axe_finds_nothing_wrong_on_a_phone_right_to_left(show: Show, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    panel = show(lang="ar").open()
    panel.ask("show me linen", "I found three")
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    assert violations(page) == []


def test_focus_goes_in_and_comes_back(show: Show, page: Page) -> None:
    panel = show(html="<button>Before</button>")
    panel.open()
    assert panel.focused() == "Your message"
    expect(panel.launcher).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(panel.dialog).to_be_hidden()
    assert panel.focused() == "Chat with us"
    expect(panel.launcher).to_have_attribute("aria-expanded", "false")


def test_focus_comes_back_to_the_pages_own_button(show: Show, page: Page) -> None:
    panel = show(html="<button id=help>Help</button>")
    page.locator("#help").focus()
    panel.call("open")
    expect(panel.box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_focused()


def test_escape_goes_one_step_back_at_a_time(show: Show, page: Page) -> None:
    panel = show().open()
    panel.button("Cart, empty").click()
    page.keyboard.press("Escape")
    expect(panel.box).to_be_focused()
    panel.ask("checkout", "Which card")
    panel.button("Enter a card").click()
    page.keyboard.press("Escape")
    expect(panel.dialog.get_by_label("Card number")).to_be_hidden()
    expect(panel.dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel.dialog).to_be_hidden()


def test_reload_opens_again_without_taking_the_focus(show: Show, page: Page) -> None:
    show(html="<input autofocus aria-label=Search>").open()
    page.reload()
    page.get_by_role("dialog").wait_for()
    page.locator("sales-assistant .message").first.wait_for()
    assert page.evaluate("document.activeElement.tagName") != "SALES-ASSISTANT"


def test_page_stays_in_reach_beside_the_panel(show: Show, page: Page) -> None:
    panel = show(html="<button>Before</button>").open()
    assert not panel.dialog.evaluate("e => e.matches(':modal')")
    page.get_by_role("button", name="Before").click()
    expect(panel.dialog).to_be_visible()


def test_phone_is_filled_and_keeps_the_focus(show: Show, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    panel = show(html="<button>Before</button>").open()
    assert panel.dialog.evaluate("e => e.matches(':modal')")
    assert panel.dialog.bounding_box() == {"x": 0, "y": 0, **PHONE}
    for _ in range(20):
        page.keyboard.press("Tab")
        assert panel.focused() not in ("Before", "Chat with us")
    page.keyboard.press("Escape")
    expect(panel.dialog).to_be_hidden()
    assert panel.focused() == "Chat with us"


@pytest.mark.parametrize("size", [NARROWEST, HALF], ids=["400 %", "200 %"])
def test_zoomed_in_nothing_is_cut_off(show: Show, page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    panel = show().open()
    products(panel)
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    wide = panel.page.evaluate(
        """() => [...document.querySelector("sales-assistant").shadowRoot.querySelectorAll("*")]
          .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.className || one.tagName)"""
    )
    assert wide == []
    panel.button("Yes, go ahead").click()
    panel.answered("All done")


def test_second_escape_on_a_phone_leaves_nothing_half_open(show: Show, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    panel = show()
    panel.launcher.focus()
    page.keyboard.press("Enter")
    panel.answered("Hello!")
    page.keyboard.press("Tab")
    panel.page.locator("sales-assistant header .tool").nth(1).press("Enter")
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(panel.dialog).to_be_hidden()
    expect(panel.launcher).to_have_attribute("aria-expanded", "false")
    assert panel.focused() == "Chat with us"


def test_targets_are_large_enough(show: Show) -> None:
    panel = show().open()
    cart(panel)
    sizes = panel.page.evaluate(
        """() => [...document.querySelector("sales-assistant").shadowRoot
          .querySelectorAll("button, input, textarea, a")]
          .filter((one) => one.checkVisibility())
          .map((one) => [one.ariaLabel ?? one.textContent, one.getBoundingClientRect()])
          .map(([name, { width, height }]) => [name, Math.min(width, height)])"""
    )
    assert [name for name, size in sizes if size < SMALLEST_TARGET_PX] == []


def test_reduced_motion_is_kept_still(show: Show, page: Page, gate: Event) -> None:
    page.emulate_media(reduced_motion="reduce")
    panel = show().open()
    working(panel)
    assert page.evaluate("document.getAnimations().length") == 0
    gate.set()


@pytest.mark.parametrize(
    ("theme", "background"), [({}, "rgb(25, 27, 31)"), ({"theme": "light"}, "rgb(255, 255, 255)")]
)
def test_dark_page_gets_a_dark_panel_unless_told(
    show: Show, page: Page, theme: dict[str, str], background: str
) -> None:
    page.emulate_media(color_scheme="dark")
    dialog = show(**theme).open().dialog
    assert dialog.evaluate("e => getComputedStyle(e).backgroundColor") == background


def test_right_to_left_is_mirrored(show: Show) -> None:
    panel = show(lang="ar").open()
    box = panel.dialog.bounding_box()
    assert box is not None
    assert round(box["x"]) == 20
    panel.say("hello")
    mine = panel.dialog.locator(".me .words").bounding_box()
    assert mine is not None
    assert mine["x"] < box["x"] + box["width"] / 3
