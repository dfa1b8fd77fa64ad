"""That everybody can use the shop's pages: axe over each, and a purchase by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ADDRESSES = (
    "/",
    "/category/Shirts",
    "/search?q=unicorns",
    "/product/P-1005",
    "/orders",
    "/stores",
    "/pages/shipping",
)
DARK = ("/", "/category/Shirts", "/pages/shipping")
"""Pages that show each colour of the style sheet; the others have the same parts."""
MOST_TABS = 80


def violations(visit: Visit) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    return [
        f"{broken['id']}: {node['html'][:160]}"
        for broken in Axe().run(visit.page, options=options).response["violations"]
        for node in broken["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "addresses"), [("light", ADDRESSES), ("dark", DARK)])
def test_axe_finds_nothing_on_any_page(visit, scheme, addresses):
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {address: violations(visit.go(address)) for address in addresses}
    visit.add("P-1005", "M")
    found["/product with stock"] = violations(visit)
    visit.go("/cart")
    visit.page.locator("main .line").first.wait_for()
    found["/cart"] = violations(visit)

    assert {address: broken for address, broken in found.items() if broken} == {}


def focused(visit: Visit) -> str:
    """What has the focus, by its label or words."""
    return visit.panel.focused()


def tab_to(visit: Visit, name: str) -> None:
    for _ in range(MOST_TABS):
        visit.page.keyboard.press("Tab")
        if name in focused(visit):
            return
    raise AssertionError(f"the Tab key never reaches {name!r}; it ends at {focused(visit)!r}")


def test_a_purchase_by_keyboard_alone(visit):
    keys = visit.go("/product/P-1035").page.keyboard
    keys.press("Tab")
    assert focused(visit) == "Skip to the content"
    keys.press("Enter")
    for _ in range(MOST_TABS):
        keys.press("Tab")
        if visit.page.evaluate("document.activeElement.name") == "sku":
            break
    keys.press("Space")
    tab_to(visit, "Add to cart")
    keys.press("Enter")
    expect(visit.count()).to_have_text("1")

    tab_to(visit, "Ask about it")
    keys.press("Enter")
    visit.panel.box.wait_for()
    expect(visit.panel.box).to_be_focused()
    for words, answer in (
        ("checkout", "Where shall it go?"),
        ("14 Residency Road, Bengaluru 560025", "card"),
        ("4242", "Shall I place this order?"),
    ):
        keys.type(words)
        keys.press("Enter")
        visit.panel.answered(answer)
    for _ in range(MOST_TABS):
        keys.press("Shift+Tab")
        if focused(visit) == "Yes, go ahead":
            break
    keys.press("Enter")
    visit.panel.answered("is placed")
    expect(visit.count()).to_be_hidden()
