"""Phrases of an intent are looked for all at once first, and that look misses none."""

import re

import pytest

from sales_agent.models.offline.understanding.language import languages
from sales_agent.models.offline.understanding.tables import load_tables

_GROUP = re.compile(r"\(\?:([^|()]*)[^()]*\)\??")
_MARKS = re.compile(r"\\b|[\^$?]|\.\*")


def said(form: str) -> str:
    """A text that a form finds, where it is a plain one: the first of all alternatives."""
    while (shorter := _GROUP.sub(r"\1", form)) != form:
        form = shorter
    return _MARKS.sub("", form)


@pytest.mark.parametrize("language", languages())
def test_first_look_finds_what_any_phrase_finds_and_nothing_else(language):
    rows = load_tables(language).phrases
    texts = {said(phrase.form) for row in rows for phrase in row.phrases}
    found = 0
    for row in rows:
        for text in texts:
            is_said = any(phrase.pattern.search(text) for phrase in row.phrases)
            assert bool(row.first_look.search(text)) == is_said, (row.intent, text)
            found += is_said
    assert found >= len(texts) / 2
