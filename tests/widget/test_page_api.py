"""What a shop's page can do with the widget: `window.SalesAssistant`, attributes, languages."""

import base64
import json

from playwright.sync_api import Page, expect

from tests.widget.conftest import Show
from tests.widget.sample_talk import say
from tests.widget.scripted_shop import ScriptedShop


def site_token(customer: str) -> str:
    """A token as a shop's backend signs one; what it is signed with is the gateway's matter."""
    parts = ({"alg": "HS256"}, {"sub": customer, "exp": 4102444800})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join([*(part.rstrip("=") for part in encoded), "signature"])


def test_page_opens_closes_and_speaks(shop: ScriptedShop, show: Show) -> None:
    panel = show(html='<button id="help">Help</button>')
    panel.call("open")
    expect(panel.dialog).to_be_visible()
    panel.call("close")
    expect(panel.dialog).to_be_hidden()
    panel.call("send", "show me linen")
    panel.answered("I found three")
    assert [body["message"] for body in shop.asked("POST /chat")] == ["show me linen"]


def test_context_goes_along_with_what_is_said(shop: ScriptedShop, show: Show) -> None:
    shop.script["is this one in 42?"] = say("It is.")
    panel = show().open()
    panel.call("setContext", {"sku": "RS-01-BLK-42"})
    panel.ask("is this one in 42?", "It is.")
    panel.call("setContext", None)
    panel.ask("thanks", "All right.")
    assert [body.get("context") for body in shop.asked("POST /chat")] == [
        {"sku": "RS-01-BLK-42"},
        None,
    ]


def test_shopper_signs_in_with_the_sites_token(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    token = site_token("C-1001")
    panel.call("identify", token)
    assert shop.asked("POST /sessions/identify") == [{"token": token}]
    kept = panel.page.evaluate("JSON.parse(localStorage['sales-assistant:session'])")
    assert kept["customer"] == "C-1001"


def test_token_of_the_tag_signs_in_once(shop: ScriptedShop, show: Show, page: Page) -> None:
    token = site_token("C-1001")
    show(token=token).open()
    assert shop.asked("POST /sessions") == [{"token": token}]
    page.reload()
    page.locator("sales-assistant .message").first.wait_for()
    assert len(shop.asked("POST /sessions")) == 1
    assert not shop.asked("POST /sessions/identify")


def test_shutdown_logs_out_and_leaves_nothing(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.ask("show me linen", "I found three")
    panel.call("shutdown")
    expect(panel.page.locator("sales-assistant")).to_have_count(0)
    assert len(shop.asked("DELETE /sessions")) == 1
    panel.page.wait_for_load_state("networkidle")
    assert panel.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert len(shop.asked("POST /sessions")) == 1


def test_other_tab_follows_a_log_out(shop: ScriptedShop, show: Show, second_page: Page) -> None:
    first, second = show().open(), show(on=second_page).open()
    first.ask("show me linen", "I found three")
    second.answered("I found three")
    shop.messages.clear()
    first.call("shutdown")
    expect(second.messages).to_have_count(1)
    second.answered("Hello!")


def test_page_speaks_german_where_it_is_german(show: Show) -> None:
    panel = show(lang="de-AT")
    expect(panel.launcher).to_have_accessible_name("Chatte mit uns")
    panel.open()
    expect(panel.dialog.get_by_text("Du sprichst mit einem Assistenten")).to_be_visible()
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    expect(panel.dialog.get_by_text("2.115,08")).to_be_visible()


def test_unknown_language_falls_back_to_english(show: Show) -> None:
    panel = show(lang="xx")
    expect(panel.launcher).to_have_accessible_name("Chat with us")


def test_shop_brings_a_language_of_its_own(show: Show, page: Page) -> None:
    table = 'export default { launcher: "Parlez-nous", says: { person: "un conseiller" } };'
    page.route("**/fr.js", lambda route: route.fulfill(body=table, content_type="text/javascript"))
    panel = show(lang="fr", strings="/fr.js")
    expect(panel.launcher).to_have_accessible_name("Parlez-nous")
    panel.open()
    panel.button("Talk to a person").click()
    panel.answered("All right.")


def test_colour_gets_ink_that_can_be_read_on_it(show: Show) -> None:
    ink = "e => getComputedStyle(e).color"
    assert show(color="#ffd400").launcher.evaluate(ink) == "rgb(17, 17, 17)"
    assert show(color="#0a2540").launcher.evaluate(ink) == "rgb(255, 255, 255)"


def test_side_is_the_pages_choice(show: Show) -> None:
    box = show(side="left").open().dialog.bounding_box()
    assert box is not None
    assert round(box["x"]) == 20
