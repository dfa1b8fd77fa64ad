"""Pages and goods that mean harm, or only do things the hard way: the widget stands."""

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Show
from tests.widget.sample_talk import ORDER, PARCEL, called, product, say
from tests.widget.scripted_shop import ScriptedShop

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
HOSTILE_CSS = """
* { all: unset !important; display: inline !important; position: static !important;
    visibility: hidden !important; font-size: 3px !important; color: red !important; }
sales-assistant { display: none !important; transform: scale(0.1) !important;
    opacity: 0 !important; }
dialog, button, ol, li { display: none !important; }
"""


def test_product_text_is_text_and_never_html(shop: ScriptedShop, show: Show) -> None:
    goods = product("P-6", HOSTILE, 500, reason=HOSTILE, imageUrl="javascript:alert(3)")
    goods |= {"colours": [HOSTILE], "sizes": [HOSTILE]}
    parcel = PARCEL | {"trackingUrl": "javascript:alert(4)", "carrier": HOSTILE}
    status = {"order": ORDER, "shipments": [parcel]}
    shop.products["P-6"] = goods
    shop.script["show"] = [
        *say(f"Here: {HOSTILE}"),
        ("products", {"products": [goods]}),
        (
            "done",
            {
                "suggestions": [HOSTILE],
                "tools": [called("get_order_status", status)],
            },
        ),
    ]
    panel = show(title="&lt;b&gt;Bold&lt;/b&gt;").open()
    panel.page.on("dialog", lambda opened: pytest.fail(f"a script ran: {opened.message}"))
    panel.ask("show", "Here:")
    expect(panel.dialog.get_by_role("button", name=HOSTILE, exact=True)).to_be_visible()
    panel.button(f"Add to cart: {HOSTILE}").click()
    panel.dialog.get_by_label("white", exact=True).check()
    expect(panel.dialog.get_by_role("heading", name="<b>Bold</b>")).to_be_visible()
    made = panel.page.evaluate(
        """() => {
          const root = document.querySelector("sales-assistant").shadowRoot;
          return ["script", "b", "img[onerror]", "a[href^=javascript]", "img[src^=javascript]"]
            .filter((one) => root.querySelector(one));
        }"""
    )
    assert made == []
    expect(panel.dialog.get_by_role("link", name="Follow the parcel")).to_have_count(0)


def test_only_paths_of_the_same_site_become_links(shop: ScriptedShop, show: Show) -> None:
    text = (
        "See (/pages/returns#fees) and /pages/care. Not //evil.example/x, https://evil.example, "
        "javascript:alert(1), S/M/L or /logout?now=1."
    )
    shop.script["returns"] = say(text)
    panel = show().open()
    panel.ask("returns", "See")
    expect(panel.button("Stop answering")).to_be_hidden()
    links = panel.messages.last.locator("a")
    assert links.evaluate_all("all => all.map((one) => one.getAttribute('href'))") == [
        "/pages/returns#fees",
        "/pages/care",
    ]


def test_hostile_page_style_does_not_reach_in(shop: ScriptedShop, show: Show) -> None:
    shop.page_css = HOSTILE_CSS
    panel = show().open()
    panel.ask("show me linen", "I found three")
    looks = panel.page.evaluate(
        """() => {
          const host = document.querySelector("sales-assistant");
          const { position, display, zIndex, opacity, transform } = getComputedStyle(host);
          const words = getComputedStyle(host.shadowRoot.querySelector(".them .words"));
          const { fontSize, visibility, color } = words;
          return { position, display, zIndex, opacity, transform, fontSize, visibility, color };
        }"""
    )
    assert looks == {
        "position": "fixed",
        "display": "block",
        "zIndex": "2147483000",
        "opacity": "1",
        "transform": "none",
        "fontSize": "15px",
        "visibility": "visible",
        "color": "rgb(22, 25, 29)",
    }
    box = panel.dialog.bounding_box()
    assert box is not None
    assert box["width"] > 400
    assert box["height"] > 500


def test_strict_policy_refuses_nothing_of_the_widget(
    shop: ScriptedShop, show: Show, refusals: list[str]
) -> None:
    shop.csp = (
        "default-src 'self'; script-src 'self'; style-src 'self'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    panel = show(color="#0a7", font="Georgia", radius="4px").open()
    panel.ask("show me linen", "I found three")
    panel.button("Add to cart: Classic Leather Belt").click()
    expect(panel.button("Cart, 1 piece")).to_be_visible()
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    panel.button("Yes, go ahead").click()
    panel.answered("All done")
    assert refusals == []


def test_widget_loads_the_rest_only_when_it_is_opened(show: Show, shop: ScriptedShop) -> None:
    asked: list[str] = []
    panel = show(html="<p>words</p>")
    panel.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    assert shop.posted == []
    panel.open()
    assert {"app.js", "widget.css", "sessions"} <= set(asked)


def test_widget_that_cannot_load_says_so_and_tries_again(show: Show) -> None:
    panel = show()
    panel.page.route("**/widget/app.js*", lambda route: route.abort(), times=1)
    panel.launcher.click()
    sorry = panel.page.get_by_text("The chat cannot be reached just now. Please try again.")
    expect(sorry).to_be_visible()
    panel.open()
    expect(sorry).to_be_hidden()


def test_script_twice_on_a_page_is_one_widget(show: Show) -> None:
    panel = show(html='<script src="/widget.js" defer></script>')
    expect(panel.page.locator("sales-assistant")).to_have_count(1)
