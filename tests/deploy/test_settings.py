"""The settings: what the code reads is explained, and what is explained is read."""

import re
from itertools import pairwise

from dotenv import dotenv_values

from tests.deploy.variables import ROOT, in_compose, in_example, read_in_code


def test_every_variable_read_is_explained() -> None:
    assert read_in_code() - in_example() == set()


def test_every_variable_explained_is_read() -> None:
    assert in_example() - read_in_code() == set()


def test_every_variable_of_compose_is_explained() -> None:
    assert in_compose() - in_example() == set()


def test_the_code_reads_what_it_is_known_for() -> None:
    known = {"SALES_DATA_DIR", "SALES_SECRET", "SALES_MODEL", "REDIS_URL", "POST_PURCHASE_URL"}
    assert known <= read_in_code()


def test_a_copy_of_the_example_changes_nothing() -> None:
    assert dotenv_values(ROOT / ".env.example") == {}


def test_every_variable_has_its_words() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for above, line in pairwise(lines)
        if re.match(r"(# )?[A-Z_]+=", line) and not above.startswith("#")
    ]
    assert bare == []
