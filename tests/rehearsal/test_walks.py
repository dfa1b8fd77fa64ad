"""Random walks: what they must find out, and ten of them through the real product."""

import io
from random import Random

import pytest

from rehearsal.walks.command import run_walks
from rehearsal.walks.errands import Wanted, add_bit_by_bit, possible
from rehearsal.walks.goods import Good, Goods, Variant, read_goods
from rehearsal.walks.invariants import Known, broken_by, repeated_question

TURN = {
    "message": "hi",
    "reply": "Hello!",
    "tools": [],
    "products": [],
    "cart": {"lines": []},
    "confirm": None,
    "order": None,
    "error": None,
}
SHIRT = Good(
    "Plain Shirt", "Shirts", 2000, (Variant("A-M", "M", "red"), Variant("A-L", "L", "red"))
)
GOODS = Goods((SHIRT,), frozenset({"Plain Shirt", "Fine Shirt"}))


def broken(turn, *, cart=None, may_commit=False):
    known = Known(GOODS.names)
    known.take(turn)
    return broken_by(turn, known, cart=cart or {}, may_commit=may_commit)


def told(**result):
    return [{"name": "search_products", "args": {}, "result": result}]


def test_turn_in_which_all_holds_breaks_nothing():
    reply = "1. Plain Shirt \u2013 \u20b920 \u2013 red\nWhich size?"
    found = told(products=[{"name": "Plain Shirt", "price": {"amount": 2000}}])
    assert broken(TURN | {"reply": reply, "tools": found}) == []


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        ("It costs \u20b931.", "the amount 31"),
        ("The Fine Shirt is there.", "Fine Shirt stands in no result"),
        ("1. Golden Shirt \u2013 red", "'Golden Shirt' stands in no result"),
        ("Order O-1234 is on its way.", "order O-1234"),
        ("That is too late (returns.window).", "the rule's name"),
        ("Which size? Which colour?", "2 questions"),
        ("  ", "nothing was said"),
    ],
)
def test_what_is_said_without_ground_is_found_out(reply, what):
    found = broken(TURN | {"reply": reply})
    assert len(found) == 1
    assert what in found[0]


def test_cart_that_nobody_asked_for_is_found_out():
    turn = TURN | {"cart": {"lines": [{"sku": "A-M", "quantity": 1}]}}
    assert broken(turn) == ["the cart is {'A-M': 1}, and she asked for {}"]
    assert broken(turn, cart={"A-M": 1}) == []


def test_commit_without_her_yes_is_found_out():
    turn = TURN | {"tools": [{"name": "commit_checkout", "args": {}, "result": {}}]}
    assert broken(turn) == ["commit_checkout was called without her yes"]
    assert broken(turn, may_commit=True) == []


def test_what_was_told_earlier_in_the_talk_is_no_invention():
    known = Known(GOODS.names)
    known.take(TURN | {"tools": told(name="Fine Shirt", price={"amount": 3100})})
    reply = TURN | {"reply": "The Fine Shirt is \u20b931."}
    known.take(reply)
    assert broken_by(reply, known, cart={}, may_commit=False) == []


def test_same_question_again_is_told_from_another():
    assert repeated_question("Sorry. Which size?", "Which size?")
    assert not repeated_question("Which colour?", "Which size?")


def test_she_answers_what_is_asked_until_it_is_in_the_cart():
    wanted = Wanted(GOODS, Random(1))
    errand = add_bit_by_bit(wanted)
    assert next(errand) == "add Plain Shirt to my cart"
    assert errand.send(TURN | {"reply": "Which size would you like: M or L?"}) in ("M", "L")
    wanted.choosing = None
    with pytest.raises(StopIteration):
        errand.send(TURN | {"reply": "It is in your cart."})


def test_errands_of_cart_and_order_wait_for_one():
    wanted = Wanted(GOODS, Random(1))
    names = {rule.__name__ for rule in possible(wanted)}
    assert not names & {"change", "remove", "pay", "cancel"}
    wanted.put(SHIRT, SHIRT.variants[0])
    wanted.order = "O-1234"
    assert {"change", "remove", "pay", "cancel"} <= {r.__name__ for r in possible(wanted)}


def test_only_goods_of_which_there_are_plenty_are_asked_for():
    def row(name):
        return {"productId": name, "name": name, "category": "Shirts", "price": {"amount": 1}}

    stock = {
        name: {"variants": [{"sku": name, "size": "M", "colour": None, "available": units}]}
        for name, units in (("Plain Shirt", 500), ("Rare Shirt", 3))
    }
    goods = read_goods([[row("Plain Shirt"), row("Rare Shirt")]], stock)
    assert [good.name for good in goods.buyable] == ["Plain Shirt"]
    assert goods.names == {"Plain Shirt", "Rare Shirt"}


def test_exit_status_tells_whether_all_held():
    out = io.StringIO()
    silent = TURN | {"reply": ""}
    assert run_walks([1], GOODS, lambda _: lambda *_: silent, out, as_json=False) == 1
    assert "FAIL  walk 1" in out.getvalue()
    assert run_walks([1], Goods((), frozenset()), lambda _: lambda *_: TURN, out, as_json=True) == 1


def test_ten_long_talks_hold(sample_shop, evaluated):
    result = evaluated(sample_shop, "--walks", "10")
    findings = "\n".join(f for row in result["rows"] for f in row["findings"])
    assert result["turns"] == 600
    assert not findings, findings
