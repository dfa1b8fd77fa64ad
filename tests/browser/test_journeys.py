"""Whole journeys at the real shop in a real browser: from "show me" to an order, and troubles."""

import re
import time

import jwt
from playwright.sync_api import expect

from tests.browser.conftest import SITE_SECRET, Visit
from tests.conversations.shopper import Shopper
from tests.sales_agent.channels.web.callers import Caller


def test_from_show_me_to_an_order_past_a_declined_card(visit):
    panel = visit.go("/").panel.open()

    panel.ask("show me linen shirts under 2500", "I found one match")
    expect(panel.dialog.get_by_role("heading", name="Coastline Linen Shirt")).to_be_visible()
    panel.ask("is it there in M at Indiranagar?", "Indiranagar has")
    panel.ask("add it in white, size M", "is in your cart now")
    expect(visit.count()).to_have_text("1")
    panel.ask("no thanks", "No problem")
    panel.ask("checkout", "Where shall it go?")
    panel.ask("ananya.iyer@example.com", "Good to see you, Ananya!")
    panel.ask("1111", "Shall I place this order?")
    visit.agree()
    panel.answered("was declined")
    expect(visit.count()).to_have_text("1")
    panel.dialog.get_by_role("button", name=re.compile("4242|another card", re.I)).last.click()
    if panel.button("Yes, go ahead").count() == 0:
        panel.ask("4242", "paid with the card ending 4242")
    visit.agree()
    panel.answered("is placed")

    expect(visit.count()).to_be_hidden()
    placed = visit.page.locator("[data-toast] a")
    panel.page.keyboard.press("Escape")
    placed.click()
    expect(visit.page.get_by_role("heading", name=re.compile(r"Order O-\w{8}"))).to_be_visible()


def test_a_reload_in_mid_answer_loses_and_repeats_nothing(visit):
    panel = visit.go("/").panel.open()
    panel.say("show me running shoes")
    visit.page.reload()

    panel.answered("running shoes")
    expect(panel.messages.filter(has_text="show me running shoes")).to_have_count(1)
    answers = panel.page.locator("sales-assistant .them .words", has_text="running shoes")
    expect(answers).to_have_count(1)


def test_two_tabs_show_one_cart_and_one_talk(visit):
    other = Visit(visit.page.context.new_page(), visit.url)
    visit.add("P-1005", "M")
    other.go("/cart")
    expect(other.page.locator("main .line")).to_have_count(1)

    visit.page.get_by_role("radio", name="L", exact=True).check()
    visit.page.get_by_role("button", name="Add to cart").click()
    expect(other.page.locator("main .line")).to_have_count(2)
    expect(other.count()).to_have_text("2")

    visit.panel.open().ask("what is in my cart?", "Coastline Linen Shirt")
    other.panel.open()
    expect(other.panel.messages.filter(has_text="what is in my cart?")).to_have_count(1)


def test_the_carts_of_page_and_widget_are_one(visit):
    visit.add("P-1005", "M").go("/cart")
    panel = visit.panel.open()
    panel.button("Cart, 1 piece").click()

    panel.button("One more: Coastline Linen Shirt").click()
    expect(visit.page.locator("main .line output")).to_have_text("2")
    visit.page.locator("main").get_by_role("button", name="Remove Coastline Linen Shirt").click()
    expect(visit.page.get_by_text("Nothing is in it yet")).to_be_visible()
    expect(panel.dialog.get_by_text("Your cart is empty")).to_be_visible()


def test_this_one_is_the_product_on_the_page(visit):
    panel = visit.go("/product/P-1005?colour=olive").panel.open()

    panel.ask("is this one in M?", "Coastline Linen Shirt")
    panel.ask("and is it at Indiranagar?", "Indiranagar")


def test_a_phone_shows_every_page_without_scrolling_sideways(visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/", "/category/Shirts", "/product/P-1005", "/cart", "/orders", "/stores"):
        visit.go(address)
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{address} is {width} wide"

    panel = visit.panel.open()
    box = panel.dialog.bounding_box()
    assert box is not None
    assert box["width"] >= 380
    panel.ask("show me mugs", "mugs")


def test_a_start_in_the_terminal_is_finished_by_the_api(visit, shop):
    terminal = Shopper(shop.data_dir, "--customer", "C-1002")
    terminal.say("add the Coastline linen shirt in white, size M to my cart")
    terminal.leave()
    until = int(time.time()) + 600
    token = jwt.encode({"sub": "C-1002", "exp": until}, SITE_SECRET, algorithm="HS256")

    visit.go("/")
    visit.panel.call("identify", token)
    panel = visit.panel.open()
    expect(visit.count()).to_have_text("1")
    panel.ask("checkout with 4242", "Shall I place this order?")
    expect(panel.button("Yes, go ahead")).to_be_visible()

    caller = Caller.begin(shop.url, token=token)
    waiting = caller.get("/messages")["confirm"]
    answer = caller.ask("POST", "/confirm", {"answer": "yes", "quote": waiting["quoteId"]})
    order = answer.json()["order"]["orderId"]
    assert order in caller.say("where is my order?")["reply"]
    visit.page.reload()
    expect(panel.messages.filter(has_text=order).first).to_be_visible()
    expect(visit.count()).to_be_hidden()
