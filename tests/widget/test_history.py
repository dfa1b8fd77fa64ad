"""What the shop keeps of a conversation, drawn again: after a reload, or late."""

import re
from threading import Event

from playwright.sync_api import APIResponse, Page, Route, expect

from tests.widget.conftest import Show
from tests.widget.panel import Panel
from tests.widget.sample_talk import say
from tests.widget.scripted_shop import GREETING, ScriptedShop


def test_reload_in_mid_answer_goes_on_with_it(shop: ScriptedShop, show: Show, page: Page) -> None:
    gate = Event()
    shop.script["tell me all"] = [*say("It begins well"), gate, *say("and ends well.")]
    panel = show().open()
    panel.say("tell me all")
    panel.answered("It begins well")
    page.reload()
    panel.answered("It begins well")
    gate.set()
    assert panel.answered("ends well.").inner_text() == "It begins well and ends well."
    whole = "It begins well and ends well."
    expect(panel.messages).to_have_text([GREETING, "tell me all", whole])
    assert len(shop.turns) == 1


def test_conversation_is_back_after_a_reload(shop: ScriptedShop, show: Show, page: Page) -> None:
    panel = show().open()
    panel.ask("show me linen", "I found three")
    panel.button("Close chat").click()
    page.reload()
    panel.open()
    panel.answered("I found three")
    expect(panel.dialog.get_by_role("heading", name="Coastline Linen Shirt")).to_be_visible()
    expect(panel.button("Something cheaper")).to_be_visible()
    assert shop.sessions == 1


def test_history_that_comes_late_does_not_wipe_an_answer(show: Show, page: Page) -> None:
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/messages*", lambda route: held.append((route, route.fetch())), times=1)
    panel = show()
    panel.call("send", "show me linen")
    panel.answered("I found three")
    expect(panel.button("Stop answering")).to_be_hidden()
    route, before = held[0]
    with page.expect_response("**/messages*"):
        route.fulfill(response=before)
    expect(panel.button("Something cheaper")).to_be_visible()
    expect(panel.messages).to_have_text(["show me linen", re.compile("^I found three")])


def test_history_asked_before_a_turn_does_not_end_it(
    shop: ScriptedShop, show: Show, page: Page
) -> None:
    gate = Event()
    shop.script["tell me all"] = [*say("It begins well"), gate, *say("and ends well.")]
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/messages*", lambda route: held.append((route, route.fetch())), times=1)
    panel = show()
    with page.expect_request("**/messages*"):
        panel.launcher.click()
    panel.box.wait_for()
    panel.say("tell me all")
    panel.answered("It begins well")
    route, before = held[0]
    assert before.json()["inFlight"] is None
    with page.expect_response("**/messages*"):
        route.fulfill(response=before)
    expect(panel.messages).to_have_text([GREETING, "tell me all", "It begins well"])
    expect(panel.button("Stop answering")).to_be_visible()
    gate.set()
    panel.answered("ends well.")
    whole = "It begins well and ends well."
    expect(panel.messages).to_have_text([GREETING, "tell me all", whole])


def test_history_that_knows_of_a_turn_first_does_not_double_it(
    shop: ScriptedShop, show: Show, page: Page
) -> None:
    asked: list[Route] = []
    sent: list[Route] = []
    page.route("**/messages*", lambda route: asked.append(route))
    page.route("**/api/v1/chat", lambda route: sent.append(route))
    panel = show()
    panel.call("send", "tell me all")
    while not (asked and sent):
        page.wait_for_timeout(20)
    gate = Event()
    shop.script["tell me all"] = [*say("It begins well"), gate, *say("and ends well.")]
    shop.run(f"t-{sent[0].request.post_data_json['clientId']}", "tell me all")
    with page.expect_response("**/messages*"):
        asked[0].continue_()
    expect(panel.messages).to_have_text([GREETING, "tell me all"])
    sent[0].continue_()
    panel.answered("It begins well")
    gate.set()
    panel.answered("ends well.")
    whole = "It begins well and ends well."
    expect(panel.messages).to_have_text([GREETING, "tell me all", whole])
    assert len(shop.turns) == 1


def test_turn_that_ended_before_its_page_heard_of_it_is_drawn_once(
    shop: ScriptedShop, show: Show, page: Page
) -> None:
    answered: list[APIResponse] = []
    page.route("**/api/v1/chat", lambda route: answered.append(route.fetch()), times=1)
    panel = show().open()
    panel.say("show me linen")
    while not answered:
        page.wait_for_timeout(20)
    page.reload()
    panel.answered("I found three")
    while len(shop.asked("POST /chat")) < 2:
        page.wait_for_timeout(20)
    expect(panel.button("Something cheaper")).to_be_visible()
    expect(panel.messages).to_have_text(["show me linen", re.compile("^I found three")])
    expect(panel.button("Stop answering")).to_be_hidden()
    assert len(shop.turns) == 1


def test_turn_that_the_history_tells_of_is_drawn_once_in_every_tab(
    shop: ScriptedShop, show: Show, page: Page
) -> None:
    sent: list[Route] = []
    page.route("**/api/v1/chat", lambda route: sent.append(route), times=1)
    panel = show().open()
    panel.say("show me linen")
    while not sent:
        page.wait_for_timeout(20)
    shop.run(f"t-{sent[0].request.post_data_json['clientId']}", "show me linen")
    other = Panel(page.context.new_page())
    other.page.goto(page.url)
    other.open().answered("I found three")
    sent[0].continue_()
    said = ["show me linen", re.compile("^I found three")]
    expect(panel.messages).to_have_text([GREETING, *said])
    expect(other.messages).to_have_text(said)
