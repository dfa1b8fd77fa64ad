"""The talks of docs/talks.md, said again: the same products in the replies."""

import json
import re
from collections.abc import Iterator

import pytest

from rehearsal.stage import copy_of
from tests.conversations.nursery import Forked, agents_of
from tests.conversations.shopper import ROOT, Shopper, clean_environment

PAGE = ROOT / "docs" / "talks.md"
GOODS = json.loads((ROOT / "agents/recommendation/data/products.json").read_text("utf-8"))
NAMES = frozenset(row["name"] for row in GOODS)
TALKS = re.findall(r"```\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
UNSTEADY = re.compile(r"To go with it:.*|.*popular in.*")
"""What depends on what others have bought."""


def said_and_answered(talk: str) -> Iterator[tuple[str, str]]:
    for part in talk.split("\u203a ")[1:]:
        line, _, reply = part.partition("\n")
        yield line, reply


def named(reply: str) -> set[str]:
    steady = UNSTEADY.sub("", reply)
    return {name for name in NAMES if name in steady}


@pytest.mark.parametrize("talk", TALKS, ids=["present", "change of mind"])
def test_talk_of_the_page_names_the_same_products(sample_shop, talk):
    with copy_of(sample_shop) as shop, agents_of(shop, clean_environment(shop)):
        shopper = Shopper(shop, start=Forked)
        turns = [(line, reply, shopper.say(line)) for line, reply in said_and_answered(talk)]
        shopper.leave()
    assert len(turns) >= 20
    assert sum(bool(named(reply)) for _, reply, _ in turns) >= 8
    for line, reply, turn in turns:
        assert turn["error"] is None, line
        assert named(reply) <= named(turn["reply"]), f"{line}: {turn['reply']}"
