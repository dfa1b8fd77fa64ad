"""Products, cart and checkout in the widget, by mouse and by keyboard alone."""

from threading import Event

from playwright.sync_api import Page, expect

from tests.widget.conftest import Show
from tests.widget.sample_talk import ORDER, called, product, quote, say
from tests.widget.scripted_shop import ScriptedShop

CARD = "4242 4242 4242 4242"


def test_card_asks_for_colour_and_size_before_adding(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.ask("show me linen", "I found three")
    panel.button("Add to cart: Coastline Linen Shirt").click()
    choice = panel.dialog.get_by_role("form", name="Choose a size: Coastline Linen Shirt")
    expect(choice.get_by_role("button", name="Add to cart")).to_be_disabled()
    choice.get_by_label("white", exact=True).check()
    expect(choice.get_by_label("L", exact=True)).to_be_disabled()
    choice.get_by_label("M", exact=True).check()
    expect(choice.get_by_text("Only 3 left")).to_be_visible()
    choice.get_by_role("button", name="Add to cart").click()
    expect(panel.dialog.get_by_text("Coastline Linen Shirt is in your cart.")).to_be_visible()
    assert shop.cart == {"P-1005-white-M": 1}
    expect(panel.button("Cart, 1 piece")).to_be_visible()


def test_card_tells_the_stock_and_no_untrue_scarcity(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.ask("show me linen", "I found three")
    cards = panel.dialog.locator(".product")
    expect(cards.nth(0).locator(".stock")).to_have_text("In stock")
    cards.nth(2).scroll_into_view_if_needed()
    expect(cards.nth(2).locator(".stock")).to_have_text("Only 3 left")
    asked = [what for what, _ in shop.posted if what.startswith("GET /products")]
    assert len(asked) == len(set(asked))


def test_sold_out_product_says_so_and_is_not_offered(shop: ScriptedShop, show: Show) -> None:
    gone = product("P-9", "Gone Shirt", 500)
    for variant in gone["variants"]:
        variant |= {"onlineStatus": "out_of_stock", "available": 0}
    shop.products["P-9"] = gone
    shop.script["gone"] = [*say("Here it is."), ("products", {"products": [gone]})]
    panel = show().open()
    panel.ask("gone", "Here it is.")
    expect(panel.dialog.locator(".product .stock")).to_have_text("Sold out")
    expect(panel.button("Add to cart: Gone Shirt")).to_be_hidden()


def test_product_of_one_variant_is_added_at_once(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.ask("show me linen", "I found three")
    panel.button("Add to cart: Classic Leather Belt").click()
    expect(panel.button("Cart, 1 piece")).to_be_visible()
    assert shop.cart == {"BL-01": 1}


def test_many_products_are_shown_a_few_at_a_time(shop: ScriptedShop, show: Show) -> None:
    many = [product(f"P-{number}", f"Shirt {number}", 500) for number in range(7)]
    shop.script["shirts"] = [*say("Here they are."), ("products", {"products": many})]
    panel = show().open()
    panel.ask("shirts", "Here they are.")
    names = panel.dialog.get_by_role("heading", name="Shirt")
    expect(names).to_have_count(4)
    panel.button("Show 3 more").click()
    expect(names).to_have_count(7)
    assert panel.focused() == "Add to cart: Shirt 4"


def test_cart_changes_quantities_and_removes(shop: ScriptedShop, show: Show) -> None:
    shop.cart = {"P-1005-white-M": 1, "BL-01": 1}
    panel = show().open()
    panel.button("Cart, 2 pieces").click()
    panel.button("One more: Coastline Linen Shirt").click()
    expect(panel.dialog.get_by_text("₹5,597")).to_be_visible()
    assert panel.focused() == "One more: Coastline Linen Shirt"
    panel.button("Remove Classic Leather Belt").click()
    expect(panel.button("Cart, 2 pieces")).to_be_visible()
    assert shop.cart == {"P-1005-white-M": 2}
    assert panel.focused() == "Your cart"


def test_purchase_by_keyboard_alone(shop: ScriptedShop, show: Show, page: Page) -> None:
    panel = show()
    keys = page.keyboard

    def tab_to(name: str, *, back: bool = False, limit: int = 60) -> None:
        for _ in range(limit):
            if panel.focused().startswith(name):
                return
            keys.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the focus never came to {name}; it is on {panel.focused()}")

    tab_to("Chat with us")
    keys.press("Enter")
    panel.answered("Hello!")
    tab_to("Your message")
    keys.type("show me linen")
    keys.press("Enter")
    panel.answered("I found three")
    tab_to("Add to cart: Coastline Linen Shirt", back=True)
    keys.press("Enter")
    panel.dialog.get_by_label("white", exact=True).wait_for()
    keys.press("Space")
    keys.press("Tab")
    keys.press("ArrowRight")
    tab_to("Add to cart")
    keys.press("Enter")
    expect(panel.button("Cart, 1 piece")).to_be_visible()
    tab_to("Cart, 1 piece", back=True)
    keys.press("Enter")
    tab_to("Check out")
    keys.press("Enter")
    tab_to("Enter a card", back=True)
    keys.press("Enter")
    keys.type(CARD)
    tab_to("Use this card")
    keys.press("Enter")
    panel.answered("Shall I place this order?")
    tab_to("Yes, go ahead", back=True)
    keys.press("Enter")
    expect(panel.dialog.get_by_role("heading", name="Order O-XBVMSG86")).to_be_visible()
    assert panel.focused() == "Your message"
    assert shop.asked("POST /confirm")[0] | {"clientId": ""} == {
        "answer": "yes",
        "quote": "Q-1",
        "clientId": "",
    }


def test_card_number_in_the_chat_goes_into_the_form(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.say(f"pay with {CARD} please")
    expect(panel.dialog.get_by_label("Card number")).to_have_value(CARD)
    expect(panel.dialog.get_by_text("That looked like a card number.")).to_be_visible()
    assert not shop.asked("POST /chat")
    assert "4242 4242" not in panel.page.evaluate("JSON.stringify(localStorage)")
    panel.dialog.get_by_label("Expiry (MM/YY)").fill("09/28")
    panel.dialog.get_by_label("Security code").fill("123")
    panel.button("Use this card").click()
    panel.answered("Shall I place this order?")
    assert shop.asked("POST /cards") == [
        {"number": CARD.replace(" ", ""), "expiry": "09/28", "cvc": "123"}
    ]
    assert [body["message"] for body in shop.asked("POST /chat")] == ["Use the card ending 4242"]
    assert panel.dialog.get_by_label("Card number").input_value() == ""


def test_card_form_says_what_is_wrong(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.ask("checkout", "Which card")
    panel.button("Enter a card").click()
    number = panel.dialog.get_by_label("Card number")
    number.fill("4242 4242 4242 4241")
    panel.button("Use this card").click()
    expect(panel.dialog.get_by_role("alert").get_by_text("Please check the card")).to_be_visible()
    expect(number).to_have_attribute("aria-invalid", "true")
    assert panel.focused() == "Card number" or number.evaluate("e => e.matches(':focus')")
    assert not shop.asked("POST /cards")


def test_sheet_shows_exactly_what_the_yes_would_do(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    sheet = panel.dialog.get_by_role("region", name="To confirm")
    rows = sheet.locator("dl > div").all_inner_texts()
    assert [" ".join(row.split()) for row in rows] == [
        "1 \N{MULTIPLICATION SIGN} Coastline Linen Shirt (white, M) ₹2,299",
        "Subtotal ₹2,299",
        "8% off for gold members: you are a gold member -₹183.92",
        "Standard delivery, by Mon, Dec 7 free",
        "Total ₹2,115.08",
        "Tax included ₹226.62",
        "To Ananya Iyer, 14, 3rd Cross, Indiranagar, Bengaluru 560038",
        "Paid with Test card ending 4242",
        "Earns 21 points once it is delivered",
        "Free standard delivery from ₹1,499",
    ]


def test_pending_sheet_is_back_after_a_reload(shop: ScriptedShop, show: Show, page: Page) -> None:
    panel = show().open()
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    page.reload()
    panel.button("No, not now").click()
    panel.answered("All right.")
    expect(panel.button("Yes, go ahead")).to_be_hidden()
    assert shop.asked("POST /confirm")[0]["answer"] == "no"


def test_quote_that_ran_out_cannot_be_confirmed(shop: ScriptedShop, show: Show, page: Page) -> None:
    page.clock.install()
    shop.script["go"] = [*say("Shall I?"), ("done", {"confirm": quote(minutes=3)})]
    panel = show().open()
    panel.ask("go", "Shall I?")
    expect(panel.button("Yes, go ahead")).to_be_visible()
    page.clock.fast_forward(181_000)
    expect(panel.dialog.get_by_text("can no longer be confirmed").first).to_be_visible()
    expect(panel.button("Yes, go ahead")).to_be_hidden()
    panel.button("Ask for a new one").click()
    panel.answered("Which card")


def test_quote_that_changed_meanwhile_is_shown_anew(shop: ScriptedShop, show: Show) -> None:
    panel = show().open()
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    shop.confirm = quote("Q-2")
    shop.confirm["total"] = {"amount": 999900, "currency": "INR"}
    panel.button("Yes, go ahead").click()
    expect(panel.dialog.get_by_text("₹9,999")).to_be_visible()
    panel.button("Yes, go ahead").click()
    expect(panel.dialog.get_by_role("heading", name="Order O-XBVMSG86")).to_be_visible()
    assert [body["quote"] for body in shop.asked("POST /confirm")] == ["Q-1", "Q-2"]


def test_decline_offers_another_card_and_replies(shop: ScriptedShop, show: Show) -> None:
    declined = called("commit_checkout", {"status": "declined"})
    replies = ["Pay with another card", "Pick it up in a store"]
    shop.script["yes"] = [
        *say("The card was declined."),
        ("done", {"tools": [declined], "suggestions": replies}),
    ]
    panel = show().open()
    panel.ask("Use the card ending 4242", "Shall I place this order?")
    panel.button("Yes, go ahead").click()
    for reply in replies:
        expect(panel.button(reply)).to_be_visible()
    panel.button("Enter a card").click()
    expect(panel.dialog.get_by_label("Card number")).to_be_focused()


def test_parcel_is_shown_with_its_steps_after_a_reload_too(show: Show, page: Page) -> None:
    panel = show().open()
    panel.ask("Where is my order?", "It is out for delivery.")
    expect(panel.dialog.locator(".steps li")).to_have_count(3)
    page.reload()
    steps = panel.dialog.locator(".steps li")
    expect(steps).to_have_count(3)
    link = panel.dialog.get_by_role("link", name="Follow the parcel")
    expect(link).to_have_attribute("href", "https://track.marigold.example/MX0897336518")


def test_cart_is_in_step_in_two_tabs(
    shop: ScriptedShop, show: Show, page: Page, second_page: Page
) -> None:
    first, second = show().open(), show(on=second_page).open()
    first.ask("show me linen", "I found three")
    second.answered("I found three")
    first.button("Add to cart: Classic Leather Belt").click()
    expect(second.button("Cart, 1 piece")).to_be_visible()
    assert shop.sessions == 1


def test_second_tab_goes_on_when_the_first_is_closed(
    shop: ScriptedShop, show: Show, page: Page, second_page: Page
) -> None:
    gate = Event()
    shop.script["tell me all"] = [*say("It begins well"), gate, *say("and ends well.")]
    first, second = show().open(), show(on=second_page).open()
    first.say("tell me all")
    second.answered("It begins well")
    page.close()
    gate.set()
    assert second.answered("ends well.").inner_text() == "It begins well and ends well."
    assert len(shop.turns) == 1


def test_two_tabs_of_plain_http_hold_one_turn(
    shop: ScriptedShop, show: Show, page: Page, second_page: Page
) -> None:
    no_locks = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"
    page.context.add_init_script(no_locks)
    first, second = show().open(), show(on=second_page).open()
    first.ask("show me linen", "I found three")
    second.answered("I found three")
    expect(second.button("Something cheaper")).to_be_visible()
    assert len(shop.asked("POST /chat")) == 1
    assert page.evaluate("localStorage['sales-assistant:outbox']") is None


def test_page_hears_of_cart_message_and_order(
    shop: ScriptedShop, show: Show, page: Page, second_page: Page
) -> None:
    listen = """() => {
      window.heard = [];
      for (const name of ["cart", "message", "order"])
        document.addEventListener(`sales-assistant:${name}`, ({ detail }) =>
          window.heard.push([name, detail]));
    }"""
    first, second = show(), show(on=second_page).open()
    for panel in (first, second):
        panel.page.evaluate(listen)
    first.open()
    first.ask("Use the card ending 4242", "Shall I place this order?")
    first.button("Yes, go ahead").click()
    first.answered("All done")
    answer = first.call("request", "POST", "/cart/lines", {"sku": "BL-01", "quantity": 2})
    assert answer["cart"]["lines"][0]["quantity"] == 2
    expect(second.button("Cart, 2 pieces")).to_be_visible()
    expect(first.button("Cart, 2 pieces")).to_be_visible()
    expect(first.button("Stop answering")).to_be_hidden()
    told = page.evaluate("heard.filter(([name]) => name === 'order')")
    assert told == [["order", ORDER]]
    assert set(second_page.evaluate("heard.map(([name]) => name)")) == {"cart"}
