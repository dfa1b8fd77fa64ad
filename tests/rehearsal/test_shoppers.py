"""The scripted shoppers, on the sample store and on two imported feeds."""

import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from rehearsal.catalogue import Catalogue
from rehearsal.command import run_eval
from rehearsal.shoppers import KINDS, Shopper, play, read_shoppers
from tests.conversations.shopper import ROOT, clean_environment

SHOPPERS = Path(__file__).parents[1] / "shoppers"
FEEDS = ROOT.parent / "shared" / "data" / "feeds"
LEAST = 0.97
TURN = {
    "message": "hi",
    "reply": "Hello!",
    "tools": [{"name": "show_cart", "args": {}}],
    "products": [],
    "cart": {"lines": []},
    "confirm": None,
    "order": None,
    "suggestions": [],
    "error": None,
}
EMPTY = Catalogue({"categories": []}, lambda _: [])


def judged(result):
    findings = [f for row in result["shoppers"] for f in row["findings"]]
    assert result["broken"] == 0, "\n".join(findings)
    assert result["heldBack"] == {}, "the built-in model said what its tools had not"
    assert result["passed"] >= LEAST * result["played"], "\n".join(findings)


def test_shoppers_get_what_they_came_for(sample_shop, evaluated):
    result = evaluated(sample_shop, str(SHOPPERS))
    assert result["played"] >= 250
    assert result["turns"] >= 560
    judged(result)


@pytest.mark.parametrize(
    ("feed", "currency"),
    [
        ("shopify/egnition_shoes_products_export.csv", "INR"),
        ("other/saleor_populatedb_data.json", "USD"),
    ],
)
def test_shoppers_get_it_from_imported_goods_too(evaluated, tmp_path, feed, currency):
    if not FEEDS.exists():
        pytest.skip(f"SKIPPED FOR LACK OF DATA: {FEEDS} is not there")
    shop = tmp_path / "shop"
    subprocess.run(
        [sys.executable, "main.py", "import", str(FEEDS / feed), "--replace"],
        cwd=ROOT,
        env={**clean_environment(shop), "SALES_CURRENCY": currency},
        capture_output=True,
        check=True,
    )
    result = evaluated(shop, str(SHOPPERS / "any"), SALES_CURRENCY=currency)
    assert result["played"] >= 70
    judged(result)


def shopper(*turns, **never):
    return Shopper("Ada", "ada.yaml", None, turns, never)


def test_findings_name_the_turn_and_the_reply():
    outcome = play(shopper({"say": "hi", "says": ["Bye"]}), EMPTY, lambda _: lambda *_: TURN)
    assert not outcome.has_passed
    assert outcome.findings == ("1. 'hi': the reply lacks 'Bye'\n   <- Hello!",)
    assert outcome.broken == 0


def test_what_must_never_happen_is_counted_apart():
    never = {"not_tools": ["show_cart"]}
    outcome = play(shopper({"say": "hi"}, **never), EMPTY, lambda _: lambda *_: TURN)
    assert outcome.broken == 1


def test_shopper_whose_goods_are_missing_is_not_played():
    outcome = play(shopper({"say": "{category_a.name}"}), EMPTY, lambda _: lambda *_: TURN)
    assert outcome.skipped
    assert outcome.turns == 0


def test_exit_status_tells_whether_all_passed(tmp_path):
    (tmp_path / "a.yaml").write_text("title: A\nturns:\n  - {say: hi, says: [Bye]}\n")
    out = io.StringIO()
    assert run_eval(tmp_path, EMPTY, lambda _: lambda *_: TURN, out, as_json=False) == 1
    assert "FAIL  a.yaml: A" in out.getvalue()
    (tmp_path / "a.yaml").write_text("title: A\nturns:\n  - {say: hi, says: [Hello]}\n")
    assert run_eval(tmp_path, EMPTY, lambda _: lambda *_: TURN, out, as_json=False) == 0


@pytest.mark.parametrize("text", ["title: [", "title: A\n", "- 1\n"])
def test_a_file_that_is_no_script_is_named(tmp_path, text):
    (tmp_path / "a.yaml").write_text(text)
    out = io.StringIO()
    assert run_eval(tmp_path, EMPTY, lambda _: lambda *_: TURN, out, as_json=True) == 1
    assert "a.yaml" in out.getvalue()


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        ("{say: hi, products: 1}", "turn 1: products: 1 has to be a mapping"),
        ("{say: hi, says: Hello}", "turn 1: says: 'Hello' has to be a list"),
        ("{say: hi, asks: 1}", "turn 1: asks: 1 has to be true or false"),
        ("hi", "turn 1: a turn has to be a mapping"),
        ("{asks: true}", "turn 1: a turn has to be a mapping that holds what she says"),
    ],
)
def test_expectation_of_another_shape_is_told_in_a_sentence(tmp_path, turn, told):
    (tmp_path / "a.yaml").write_text(f"title: A\nturns:\n  - {turn}\n")
    out = io.StringIO()
    assert run_eval(tmp_path, EMPTY, lambda _: lambda *_: TURN, out, as_json=False) == 1
    assert f"a.yaml: 'A', {told}" in out.getvalue()


def test_all_scripts_can_be_read():
    shoppers = read_shoppers(SHOPPERS)
    assert len({(s.place, s.title) for s in shoppers}) == len(shoppers)


def test_kind_of_talk_that_is_none_is_named(tmp_path):
    (tmp_path / "a.yaml").write_text("title: A\nkind: merry\nturns:\n  - {say: hi}\n")
    out = io.StringIO()
    assert run_eval(tmp_path, EMPTY, lambda _: lambda *_: TURN, out, as_json=False) == 1
    assert "'merry' is no kind of talk" in out.getvalue()


def test_shares_are_counted_by_matter_and_kind(tmp_path):
    (tmp_path / "cart.yaml").write_text(
        "shoppers:\n"
        "  - {title: A, kind: correction, turns: [{say: hi, says: [Hello]}]}\n"
        "  - {title: B, turns: [{say: hi, says: [Bye]}, {say: hi}]}\n"
    )
    out = io.StringIO()
    run_eval(tmp_path, EMPTY, lambda _: lambda *_: TURN, out, as_json=True)
    result = json.loads(out.getvalue())
    assert result["about"] == {"cart": [1, 2, 3]}
    assert result["kinds"] == {"correction": [1, 1, 1], "happy path": [0, 1, 2]}


def test_reply_about_another_product_is_found_out():
    rows = [{"name": "Plain Shirt"}, {"name": "Fine Shirt"}]
    steps = [{"say": "shirts"}, {"say": "the second", "refers_to": 2}]
    turns = iter([TURN | {"products": rows}, TURN | {"reply": "Plain Shirt costs 5."}])
    outcome = play(shopper(*steps), EMPTY, lambda _: lambda *_: next(turns))
    assert len(outcome.findings) == 2


def test_she_goes_on_from_the_channel_that_her_script_names():
    said = []
    steps = [{"say": "hi"}, {"say": "yes", "channel": "web"}]
    play(shopper(*steps), EMPTY, lambda _: lambda *line: said.append(line) or TURN)
    assert said == [("hi", None), ("yes", "web")]


def test_each_kind_of_talk_has_twenty_shoppers():
    kinds = Counter(shopper.kind for shopper in read_shoppers(SHOPPERS))
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 20, kinds


def test_public_failures_are_replayed_by_twenty_five():
    abouts = Counter(shopper.about for shopper in read_shoppers(SHOPPERS))
    assert abouts["public failures"] >= 25
