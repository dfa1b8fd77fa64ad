"""The API as a shop's page uses it: the real product behind two processes."""

import re
import time
from datetime import UTC, datetime

import jwt
import requests

from tests.conversations.shopper import Shopper
from tests.sales_agent.channels.web.callers import Caller
from tests.sales_agent.channels.web.conftest import SITE_SECRET

SHIRT = "LS-01-WHT-M"


def site_token(customer, *, ends_in_s=600, secret=SITE_SECRET, algorithm="HS256"):
    claims = {"sub": customer, "exp": int(time.time()) + ends_in_s}
    return jwt.encode(claims, secret, algorithm=algorithm)


def test_a_stream_tells_the_turn_it_answers_whole(caller):
    heard = list(caller.hear("show me linen shirts under 2500"))

    names = [event.name for event in heard]
    assert names[0] == "turn"
    assert names[-1] == "done"
    assert {"tool", "products", "delta"} <= set(names)
    assert [event.id for event in heard] == [
        f"{heard[0].turn}.{number}" for number in range(1, len(heard) + 1)
    ]
    said = "".join(event.data["text"] for event in heard if event.name == "delta")
    assert said.strip() == heard[-1].data["reply"]


def test_a_shopper_buys_by_json_alone(caller):
    caller.say("show me linen shirts under 2500")
    added = caller.ask("POST", "/cart/lines", {"sku": SHIRT, "quantity": 1}).json()
    card = caller.ask("POST", "/cards", {"number": "4000 0000 0000 4242"}).json()
    caller.say("checkout")
    quote = caller.say("14 3rd Cross, Bengaluru 560038")["confirm"]

    placed = caller.ask("POST", "/confirm", {"answer": "yes", "quote": quote["quoteId"]}).json()

    assert added["status"] == "added"
    assert card["lastFour"] == "4242"
    assert quote["kind"] == "checkout"
    assert placed["order"]["orderId"]
    assert caller.get("/cart")["cart"]["lines"] == []


def test_a_repeated_message_is_one_turn(caller):
    first = caller.say("hello", clientId="m-1")
    again = caller.say("hello", clientId="m-1")

    assert again == first
    assert [row["role"] for row in caller.get("/messages")["messages"]] == ["shopper", "assistant"]


def test_a_shopper_may_type_that_she_is_to_be_forgotten(caller):
    caller.say("I don't like leather")
    asked = caller.say("/forget")
    kept = caller.get("/messages")["messages"]
    erased = caller.say("/Forget  YES")

    assert asked["suggestions"] == ["/forget yes"]
    assert [row["text"] for row in kept if row["role"] == "shopper"] == ["I don't like leather"]
    assert "Erased: " in erased["reply"]
    assert caller.get("/messages")["messages"] == []


def test_each_message_tells_when_it_was_said(caller):
    before = datetime.now(UTC).replace(microsecond=0)
    caller.say("hello")
    caller.say("show me shirts")
    said = [datetime.fromisoformat(row["at"]) for row in caller.get("/messages")["messages"]]
    times = [before, *said, datetime.now(UTC)]

    assert len(said) == 4
    assert times == sorted(times)


def test_a_token_of_the_site_signs_in_and_keeps_the_cart(caller, shop):
    caller.ask("POST", "/cart/lines", {"sku": SHIRT, "quantity": 2})

    answer = caller.ask("POST", "/sessions/identify", {"token": site_token("C-1003")})

    caller.session = answer.json()
    assert caller.session["customer"] == "C-1003"
    assert caller.session["isSignedIn"] is True
    assert caller.session["name"]
    assert [line["sku"] for line in caller.get("/cart")["cart"]["lines"]] == [SHIRT]
    elsewhere = Caller.begin(shop.url, token=site_token("C-1003"))
    assert [line["sku"] for line in elsewhere.get("/cart")["cart"]["lines"]] == [SHIRT]


def test_a_logged_out_session_is_refused(caller):
    assert caller.ask("DELETE", "/sessions").status_code == 204

    refused = caller.ask("GET", "/cart")

    assert refused.status_code == 401
    assert refused.json()["code"] == "session_invalid"
    assert caller.ask("POST", "/sessions/refresh").status_code == 401


def test_an_answer_to_another_quote_is_refused(caller):
    refused = caller.ask("POST", "/confirm", {"answer": "yes", "quote": "Q-0"})

    assert refused.status_code == 409
    assert refused.json()["code"] == "quote_changed"


def test_a_body_that_breaks_the_document_is_named_by_its_place(caller):
    refused = caller.ask("POST", "/cart/lines", {"sku": SHIRT, "quantity": "4242424242424242"})

    assert refused.status_code == 400
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["pointer"] == "/quantity"
    assert "4242424242424242" not in refused.text


def test_what_is_kept_is_shown_and_erased(caller):
    caller.say("I like linen shirts")
    assert "I like linen shirts" in caller.ask("GET", "/me").text

    erased = caller.ask("DELETE", "/me").json()

    assert "conversation" in erased["erased"]
    assert "law" in erased["kept"]
    assert caller.get("/messages")["messages"] == []


def test_a_product_is_shown_with_its_stock(shop):
    found = requests.get(f"{shop.url}/api/v1/products/{SHIRT}", timeout=30).json()["products"][0]

    by_sku = {variant["sku"]: variant for variant in found["variants"]}
    assert by_sku[SHIRT]["onlineStatus"] in ("in_stock", "low_stock", "out_of_stock")


def test_a_repeated_yes_is_one_order(caller):
    caller.ask("POST", "/cart/lines", {"sku": SHIRT, "quantity": 1})
    caller.ask("POST", "/cards", {"number": "4000 0000 0000 4242"})
    caller.say("checkout")
    quote = caller.say("14 3rd Cross, Bengaluru 560038")["confirm"]
    yes = {"answer": "yes", "quote": quote["quoteId"], "clientId": "yes-1"}

    first, again = (caller.ask("POST", "/confirm", yes).json() for _ in range(2))

    assert first["order"]["orderId"]
    assert again == first


def test_a_start_in_the_terminal_is_finished_by_the_api(shop):
    terminal = Shopper(shop.data_dir, "--customer", "C-1007")
    terminal.say("show me linen shirts under 2500")
    terminal.say("add it in white, size M")
    terminal.leave()

    web = Caller.begin(shop.url, token=site_token("C-1007"))
    assert "terminal" in web.session["greeting"]
    assert [line["sku"] for line in web.get("/cart")["cart"]["lines"]] == [SHIRT]
    web.ask("POST", "/cards", {"number": "4000 0000 0000 4242"})
    quote = list(web.hear("checkout"))[-1].data["confirm"]

    api = Caller.begin(shop.url, token=site_token("C-1007"))
    assert api.get("/messages")["confirm"]["quoteId"] == quote["quoteId"]
    placed = api.ask("POST", "/confirm", {"answer": "yes", "quote": quote["quoteId"]}).json()

    assert placed["order"]["orderId"]
    orders = web.say("where is my order?")["reply"]
    assert placed["order"]["orderId"] in orders
    assert web.get("/cart")["cart"]["lines"] == []


def test_a_code_from_the_terminal_leads_here(shop, caller):
    terminal = Shopper(shop.data_dir, "--channel", "kiosk")
    terminal.say("show me linen shirts under 2500")
    terminal.say("add it in white, size M")
    code = re.search(r"/link ([0-9A-Z-]+)", terminal.say("/link")["reply"])[1]

    linked = caller.say(f"/link {code}")

    terminal.leave()
    assert "Linked" in linked["reply"]
    assert [line["sku"] for line in linked["cart"]["lines"]] == [SHIRT]
    assert caller.say("/link AAAA-AAAA")["error"]["code"] == "link_refused"


def test_an_email_in_the_chat_signs_in_until_logout(caller):
    caller.say("sign me in, my e-mail is ananya.iyer@example.com")
    assert caller.ask("POST", "/sessions/refresh").json()["isSignedIn"] is True

    left = caller.say("/logout")

    assert "signed out" in left["reply"]
    assert left["customer"].startswith("anon-")
    assert caller.ask("POST", "/sessions/refresh").json()["isSignedIn"] is False
