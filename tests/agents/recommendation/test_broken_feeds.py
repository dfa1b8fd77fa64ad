"""Twenty kinds of broken feeds: each is survived, keeps its good products, and is told of."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from agents.recommendation.feeds.goods import FeedError
from tests.agents.recommendation.feed_files import export, read, row
from tests.agents.recommendation.test_google import RSS, item

GOOD = 40


def good_rows() -> list[dict[str, str]]:
    return [
        row(f"p{n}", f"Lamp {n}", sku=f"S{n}", body="<p>Warm,\n<b>bright</b></p>")
        for n in range(GOOD)
    ]


def spoilt(spoil: Callable[[list[str]], None]) -> str:
    """An export with its lines spoilt; each product is on two lines."""
    lines = export(*good_rows()).splitlines(keepends=True)
    spoil(lines)
    return "".join(lines)


def insert(text: str) -> str:
    return spoilt(lambda lines: lines.insert(21, text))


def json_lines(*extra: str) -> str:
    goods = [
        json.dumps(
            {"productId": f"p{n}", "name": f"L {n}", "variants": [{"sku": f"S{n}", "price": 1}]}
        )
        for n in range(GOOD)
    ]
    return "\n".join([*goods[:20], *extra, *goods[20:]])


def rss(*extra: str) -> str:
    goods = [item(str(n), f"Lamp {n}").items() for n in range(GOOD)]
    inner = ["".join(f"<g:{name}>{text}</g:{name}>" for name, text in one) for one in goods]
    items = [f"<item>{one}</item>" for one in inner]
    return RSS.format("\n".join([*items, *extra]))


def table(*extra: str) -> str:
    rows = [f"{n}\tLamp {n}\tin stock\t5 INR" for n in range(GOOD)]
    return "\n".join(["id\ttitle\tavailability\tprice", *rows[:20], *extra, *rows[20:]])


def changed(**cells: str) -> str:
    return export(*good_rows()[:-1], row("bad", "Bad", **{"sku": "BAD", **cells}), good_rows()[-1])


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "quote left open": (insert('x,"Open,,\n'), "quote"),
    "quote in the middle": (insert('x,"Bro"ken",,\n'), "quote"),
    "too many cells": (insert("x,X" + ",y" * 40 + "\n"), "cells under"),
    "no handle": (insert(",Nameless,,,,,,,,,,S,1,5\n"), "no handle"),
    "cell of 200,000 characters": (insert(f'x,"{"y" * 200_000}"\n'), "longer than"),
    "line of 5 million characters": (insert(f"x,{'y' * 5_000_000}\n"), "longer than"),
    "nul bytes": (insert("x\0y\0,\0Nul\0,,,,,,,,,,Z\0,\0,\0\n"), "price"),
    "not UTF-8": (insert("x,Caf\udce9\n").encode("utf-8", "surrogateescape"), "not UTF-8"),
    "cut off in a quote": (export(*good_rows()) + 'last,"Cut of', "quote"),
    "repeated SKU": (changed(sku="S1"), "there before"),
    "zero price": (changed(price="0"), "zero"),
    "price in words": (changed(price="on request"), "no amount"),
    "price read in two ways": (changed(price="1.299"), "two ways"),
    "price of 300 digits": (changed(price="9" * 300), "beyond any price"),
    "missing quantity": (changed(quantity=""), "quantity is missing"),
    "quantity beyond numbers": (changed(quantity="1e999"), "none to sell"),
    "line break in a SKU": (changed(sku="BA\nD"), "line break"),
    "apostrophe before a SKU": (changed(sku="'00123"), "apostrophe"),
    "product twice": (export(*good_rows(), row("p1", "Again")), "there before"),
    "columns only in part of a row": (insert("x\n"), "no title"),
    "JSON line cut off": (json_lines('{"productId": "x", "variants": [{"sku"'), "no JSON"),
    "JSON nested too deep": (json_lines('{"a":' * 20_000), "no JSON"),
    "JSON of another shape": (json_lines('{"productId": {"x": 1}, "variants": []}'), "no text"),
    "JSON infinity as a price": (
        json_lines('{"productId": "x", "name": "X", "variants": [{"price": 1e999}]}'),
        "price",
    ),
    "XML cut off": (rss("<item><g:id>x</g:id>")[:-20], "XML is broken"),
    "XML with an unknown entity": (rss("<item>&nbsp;</item>"), "XML is broken"),
    "XML item without an id": (rss("<item><g:title>X</g:title></item>"), "no id"),
    "table with too many cells": (table("x\tX" + "\ty" * 9), "cells under"),
    "table row without a price": (table("x\tX\tin stock\t"), "price is missing"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_feed_is_survived_and_told(tmp_path: Path, kind: str) -> None:
    content, reason = BROKEN[kind]
    products, problems = read(tmp_path, content)
    good = [one for one in products if one.name.startswith(("Lamp ", "L "))]
    assert len(good) == GOOD
    told = [problem for problem in problems if reason in str(problem)]
    assert told, list(map(str, problems))
    assert 0 < told[0].line <= 2 * GOOD + 3
    assert len(problems) <= 3


def test_random_damage_never_stops_a_reader(tmp_path: Path) -> None:
    """Bytes changed, dropped and doubled anywhere: products, problems or one clear error."""
    dice = random.Random(20260504)
    sources = [export(*good_rows()).encode(), rss().encode(), json_lines().encode()]
    for turn in range(60):
        data = bytearray(sources[turn % 3])
        for _ in range(dice.randrange(1, 30)):
            at = dice.randrange(len(data))
            data[at : at + dice.randrange(3)] = dice.randbytes(dice.randrange(4))
        with suppress(FeedError):
            products, problems = read(tmp_path, bytes(data))
            assert products or problems
            assert all(one.price >= 0 for product in products for one in product.variants)
