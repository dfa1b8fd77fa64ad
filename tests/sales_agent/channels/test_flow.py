import pytest

from sales_agent.channels.flow import Flow


def flowed(text, *, width=20, piece=3, replace=lambda line: False):
    written = []
    flow = Flow(written.append, width, replace)
    for start in range(0, len(text), piece):
        flow.feed(text[start : start + piece])
    flow.finish()
    return "".join(written)


@pytest.mark.parametrize("piece", [1, 2, 7, 1000])
def test_words_are_wrapped_and_never_broken(piece):
    text = "Here are three that fit you.\n\nWhich one would you like?"
    assert flowed(text, piece=piece) == (
        "Here are three that\nfit you.\n\nWhich one would you\nlike?\n"
    )


def test_words_are_written_as_soon_as_they_end():
    written = []
    flow = Flow(written.append, 20, lambda line: False)
    flow.feed("Linen shi")
    assert "".join(written) == "Linen"
    flow.feed("rt ")
    assert "".join(written) == "Linen shirt"


@pytest.mark.parametrize("piece", [1, 5, 1000])
def test_list_lines_may_be_shown_otherwise(piece):
    seen = []

    def replace(line):
        seen.append(line)
        return "Shirt" in line

    text = "Look:\n1. Shirt A\n2) Shirt B\n3. Lamp\nWell?\n4. Shirt C"
    assert flowed(text, piece=piece, replace=replace) == "Look:\n3. Lamp\nWell?\n"
    assert seen == ["1. Shirt A", "2) Shirt B", "3. Lamp", "4. Shirt C"]


def test_numbers_that_begin_a_sentence_stay():
    assert flowed("2 are left, 1.5 m wide") == "2 are left, 1.5 m\nwide\n"
    assert flowed("12") == "12\n"


def test_wide_letters_count_twice():
    assert flowed("跑步鞋 跑步鞋 跑步鞋", width=14) == "跑步鞋 跑步鞋\n跑步鞋\n"
