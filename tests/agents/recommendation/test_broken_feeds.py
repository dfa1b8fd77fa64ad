"""Broken feeds, more than forty kinds: survived with their good products, or refused in words."""

import gzip
import io
import json
import random
import zipfile
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


SHEET = export(*good_rows())
HEADER, _, REST = SHEET.partition("\n")
EUROPEAN = export(*({**one, "Variant Price": "1.299,00"} for one in good_rows()))
ODD: dict[str, tuple[bytes, int]] = {
    "byte order mark": (b"\xef\xbb\xbf" + SHEET.encode(), 1000),
    "semicolons": (SHEET.replace(",", ";").encode(), 1000),
    "tabs": (SHEET.replace(",", "\t").encode(), 1000),
    "European decimals": (EUROPEAN.encode(), 129900),
    "line ends of Windows": (SHEET.replace("\n", "\r\n").encode(), 1000),
    "column names in capitals": (f"{HEADER.upper()}\n{REST}".encode(), 1000),
    "header once more at the end": (f"{SHEET}{HEADER}\n".encode(), 1000),
    "blank lines at the end": (f"{SHEET}\n\n\n".encode(), 1000),
    "blank lines at the start": (f"\n\n{SHEET}".encode(), 1000),
    "cell of 10 MB": (insert(f'x,"{"y" * 10_000_000}"\n').encode(), 1000),
    "Windows-1252 throughout": (SHEET.replace("Warm", "Cosy caf\u00e9").encode("cp1252"), 1000),
    "quantity below zero": (changed(quantity="-3").encode(), 1000),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_export_comes_out_whole(tmp_path: Path, kind: str) -> None:
    content, price = ODD[kind]
    products, problems = read(tmp_path, content)
    good = [one for one in products if one.name.startswith("Lamp ")]
    assert len(good) == GOOD
    assert {variant.price for one in good for variant in one.variants} == {price}
    assert len(problems) <= 1


def zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("products.csv", text)
    return file.getvalue()


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
ENTITIES = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">{BOMB}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
XML = rss("<item><g:id>x</g:id><g:title>&e19;&x;</g:title></item>").partition("?>")[2] or rss()
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "entities that multiply": ((ENTITIES + XML).encode(), "DOCTYPE"),
    "entity that leads to a file": ((OUTSIDE + XML).encode(), "DOCTYPE"),
    "UTF-16": (SHEET.encode("utf-16"), "save it as CSV in UTF-8"),
    "a page that says 503": (b"<!doctype html><body>503 Service Unavailable", "no XML"),
    "an error in JSON": (b'{"errors": "not found"}', "no products that are known"),
    "a zipped file": (zipped(SHEET), "UTF-8"),
    "a gzipped file": (gzip.compress(SHEET.encode()), "UTF-8"),
    "nothing but NULs": (b"\0" * 5000, "UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no known format"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_feed_is_refused_in_words(tmp_path: Path, kind: str) -> None:
    content, reason = REFUSED[kind]
    with pytest.raises(FeedError, match=reason):
        read(tmp_path, content)


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
