"""An answer as it comes: streamed, stopped, resumed, and said to a screen reader in sentences."""

from threading import Event

from playwright.sync_api import Page, expect

from tests.widget.conftest import Show
from tests.widget.sample_talk import say, tool
from tests.widget.scripted_shop import GREETING, ScriptedShop
from tests.widget.wire import Wire

HEARD = ["It is linen.", "It costs 2,299.50 rupees.", "1. Shirt."]


def test_answer_streams_and_can_be_stopped(shop: ScriptedShop, show: Show) -> None:
    shop.script["tell me all"] = [*say("It begins well"), Event(), *say("and never ends")]
    panel = show().open()
    panel.say("tell me all")
    panel.answered("It begins well")
    panel.button("Stop answering").click()
    expect(panel.dialog.get_by_text("Stopped", exact=True)).to_be_visible()
    expect(panel.button("Stop answering")).to_be_hidden()
    assert panel.answered("It begins well").inner_text() == "It begins well"
    assert len(shop.asked("POST /chat/stop")) == 1


def test_tool_is_told_in_words_while_it_runs(shop: ScriptedShop, show: Show) -> None:
    gate = Event()
    shop.script["any in stock?"] = [tool("check_inventory", "started"), gate, *say("Yes.")]
    panel = show().open()
    panel.say("any in stock?")
    expect(panel.dialog.locator(".progress")).to_have_text("checking the stores near you")
    gate.set()
    panel.answered("Yes.")
    expect(panel.dialog.locator(".progress").last).to_be_hidden()


def test_unknown_tool_is_told_in_the_shops_words(shop: ScriptedShop, show: Show) -> None:
    gate = Event()
    label = {"name": "check_gift_wrapping", "state": "started", "label": "looking for ribbon"}
    shop.script["wrap it"] = [("tool", label), gate, *say("Done.")]
    panel = show().open()
    panel.say("wrap it")
    expect(panel.dialog.locator(".progress")).to_have_text("looking for ribbon")
    gate.set()


def test_screen_reader_hears_sentences_and_not_tokens(shop: ScriptedShop, show: Show) -> None:
    gate = Event()
    shop.script["tell me"] = [
        *say("It is linen. It costs 2,299.50 rupees.\n1. Shirt. And"),
        gate,
        *say("so."),
    ]
    panel = show().open()
    panel.say("tell me")
    panel.answered("And")
    assert panel.spoken == HEARD
    gate.set()
    panel.answered("And so.")
    expect(panel.button("Stop answering")).to_be_hidden()
    assert panel.spoken == [*HEARD, "And so."]
    assert panel.page.locator("sales-assistant .log").get_attribute("aria-live") is None


def test_replaced_answer_is_what_stays_and_what_is_heard(shop: ScriptedShop, show: Show) -> None:
    right = "It costs 2,299 rupees."
    shop.script["price?"] = [
        *say("It costs 9 rupees."),
        ("replace", {"text": right}),
        ("done", {"reply": right}),
    ]
    panel = show().open()
    panel.ask("price?", right)
    expect(panel.messages.last).to_have_text(right)
    expect(panel.button("Stop answering")).to_be_hidden()
    assert panel.spoken[-1] == right


def test_tapped_reply_is_said_as_the_shoppers_own(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.ask("show me linen", "I found three")
    panel.button("Something cheaper").click()
    panel.answered("All right.")
    assert [body["message"] for body in shop.asked("POST /chat")][-1] == "Something cheaper"


def test_dropped_connection_resumes_and_says_nothing_twice(
    shop: ScriptedShop, show: Show, wire: Wire
) -> None:
    gate = Event()
    shop.script["tell me all"] = [*say("It begins well"), gate, *say("and ends well.")]
    panel = show(at=wire.port).open()
    panel.say("tell me all")
    panel.answered("It begins well")
    wire.cut()
    expect(panel.dialog.get_by_text("The connection was lost.")).to_be_visible()
    wire.wait_for_tries(3)
    gate.set()
    wire.mend()
    whole = "It begins well and ends well."
    assert panel.answered("ends well.").inner_text() == whole
    expect(panel.dialog.get_by_text("The connection was lost.")).to_be_hidden()
    expect(panel.messages).to_have_text([GREETING, "tell me all", whole])
    assert len(shop.turns) == 1


def test_message_to_a_shop_that_is_away_is_sent_once(
    shop: ScriptedShop, show: Show, wire: Wire
) -> None:
    panel = show(at=wire.port).open()
    wire.cut()
    panel.say("show me linen")
    wire.wait_for_tries(2)
    expect(panel.dialog.get_by_text("Not sent yet")).to_be_visible()
    wire.mend()
    panel.answered("I found three")
    assert len(shop.turns) == 1


def test_messages_written_offline_are_sent_in_order_once(
    shop: ScriptedShop, show: Show, page: Page
) -> None:
    panel = show().open()
    page.context.set_offline(True)
    panel.say("first")
    panel.say("second")
    expect(panel.dialog.get_by_text("You are offline.")).to_be_visible()
    expect(panel.dialog.get_by_text("Not sent yet")).to_have_count(2)
    page.context.set_offline(False)
    said = ["first", "All right.", "second", "All right."]
    expect(panel.messages).to_have_text([GREETING, *said])
    expect(panel.dialog.get_by_text("Not sent yet").locator("visible=true")).to_have_count(0)
    assert [turn.message for turn in shop.turns.values()] == ["first", "second"]


def test_message_written_offline_survives_a_new_page(
    shop: ScriptedShop, show: Show, page: Page
) -> None:
    panel = show().open()
    page.context.set_offline(True)
    panel.say("first")
    expect(panel.dialog.get_by_text("You are offline.")).to_be_visible()
    page.goto("about:blank")
    page.context.set_offline(False)
    show()
    panel.answered("All right.")
    assert [turn.message for turn in shop.turns.values()] == ["first"]


def test_silent_stream_is_given_up_and_resumed(
    shop: ScriptedShop, show: Show, page: Page, monkeypatch
) -> None:
    monkeypatch.setattr("tests.widget.scripted_shop.HEARTBEAT_S", 3600.0)
    gate = Event()
    shop.script["tell me all"] = [*say("It begins well"), gate, *say("and ends well.")]
    page.clock.install()
    panel = show().open()
    panel.say("tell me all")
    panel.answered("It begins well")
    with page.expect_request(lambda asked: asked.method == "GET" and asked.url.endswith("/chat")):
        page.clock.fast_forward(121_000)
        page.clock.fast_forward(2_000)
    gate.set()
    assert panel.answered("ends well.").inner_text() == "It begins well and ends well."


def test_flood_is_told_how_long_to_wait_and_goes_on(shop: ScriptedShop, show: Show) -> None:
    slow_down = {"title": "Too many requests", "code": "rate_limited", "detail": "slow down"}
    shop.refusals.append((429, slow_down, {"Retry-After": "1"}))
    panel = show().open()
    panel.say("show me linen")
    expect(panel.dialog.get_by_text("Trying again in 1 s")).to_be_visible()
    panel.answered("I found three")
    assert len(shop.turns) == 1


def test_shop_that_fails_again_and_again_is_not_asked_for_ever(
    shop: ScriptedShop, show: Show, page: Page
) -> None:
    broken = {"title": "Internal Server Error", "code": "internal", "detail": "Something broke."}
    shop.refusals += [(500, broken, {})] * 5
    page.clock.install()
    panel = show().open()
    panel.say("show me linen")
    expect(panel.dialog.get_by_text("The connection was lost.")).to_be_visible()
    for _ in range(1000):
        if shop.refusals:
            page.clock.fast_forward(500)
    expect(panel.dialog.get_by_text("Not sent. Something broke.")).to_be_visible()
    panel.button("Try again").click()
    panel.answered("I found three")


def test_token_that_ran_out_is_renewed_unseen(shop: ScriptedShop, show: Show) -> None:
    expired = {"title": "Unauthorized", "code": "token_expired", "detail": "the token has expired"}
    panel = show().open()
    shop.refusals.append((401, expired, {}))
    panel.ask("show me linen", "I found three")
    assert len(shop.asked("POST /sessions/refresh")) == 1
    assert len(shop.turns) == 1


def test_refused_message_says_why_and_can_be_sent_again(shop: ScriptedShop, show: Show) -> None:
    long = {"title": "Too long", "code": "too_long", "detail": "This message is too long."}
    shop.refusals.append((413, long, {}))
    panel = show().open()
    panel.say("show me linen")
    expect(panel.dialog.get_by_text("Not sent. This message is too long.")).to_be_visible()
    panel.button("Try again").click()
    panel.answered("I found three")
    assert len(shop.turns) == 1


def test_turn_that_was_lost_can_be_asked_again(shop: ScriptedShop, show: Show) -> None:
    lost = {"code": "turn_lost", "detail": "I lost that message; please send it again."}
    shop.script["show me linen"] = [
        ("error", lost),
        ("done", {"error": lost, "reply": lost["detail"]}),
    ]
    panel = show().open()
    panel.ask("show me linen", "I lost that message")
    shop.script["show me linen"] = say("I found three for you.")
    panel.button("Try again").click()
    panel.answered("I found three")
    expect(panel.messages).to_have_text([GREETING, "show me linen", "I found three for you."])


def test_answer_that_comes_unseen_is_counted_on_the_launcher(
    shop: ScriptedShop, show: Show
) -> None:
    gate = Event()
    shop.script["tell me all"] = [gate, *say("Here it is.")]
    panel = show().open()
    panel.say("tell me all")
    panel.button("Close chat").click()
    gate.set()
    expect(panel.launcher).to_have_accessible_name("Chat with us, 1 new message")
    expect(panel.launcher.locator(".badge")).to_have_text("1")
    panel.open()
    expect(panel.launcher).to_have_accessible_name("Chat with us")


def test_conversation_can_be_saved_as_text(show: Show, page: Page) -> None:
    panel = show(title="Ask Oakmere").open()
    panel.ask("show me linen", "I found three")
    with page.expect_download() as download:
        panel.button("Save this conversation").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert text.startswith("Ask Oakmere\n")
    assert "You:\nshow me linen\n" in text
    assert "1. Coastline Linen Shirt - ₹2,299" in text


def test_person_is_always_one_press_away(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    expect(
        panel.dialog.get_by_text("You are talking to an assistant, not a person.")
    ).to_be_visible()
    panel.button("Talk to a person").click()
    expect(panel.dialog.get_by_text("Ticket T-Q6C9J3")).to_be_visible()
    assert shop.asked("POST /chat")[0]["message"] == "talk to a person"
