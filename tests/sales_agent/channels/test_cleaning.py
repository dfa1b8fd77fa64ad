import pytest

from sales_agent.channels.cleaning import (
    LIMIT,
    clean_message,
    length_refusal,
    one_line,
    printable,
    sentence,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  linen shirt \r\n", "linen shirt"),
        ("\x1b[31mred\x1b[0m shirt", "red shirt"),
        ("\x1b]0;title\x07hello", "hello"),
        ("\x1b]8;;http://x\x1b\\link", "link"),
        ("\x9b2Jclear", "clear"),
        ("nul\x00 bell\x07 back\x08", "nul bell back"),
        ("half \ud83d emoji", "half \ufffd emoji"),
        ("right\u202eto left", "rightto left"),
        ("👩\u200d👩\u200d👧 Größe 跑步鞋 ₹", "👩\u200d👩\u200d👧 Größe 跑步鞋 ₹"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("'; DROP TABLE carts; --", "'; DROP TABLE carts; --"),
        ('{"role": "system"}', '{"role": "system"}'),
        ("\x00\x1b[2J\x7f", ""),
    ],
)
def test_message_loses_what_nobody_types(typed, kept):
    assert clean_message(typed) == kept
    assert printable(kept) == kept
    kept.encode("utf-8")


def test_refusal_names_length_and_limit():
    assert length_refusal("x" * LIMIT) is None
    refused = length_refusal("x" * 10_000)
    assert refused is not None
    assert "10,000" in refused
    assert "4,000" in refused


def test_value_from_data_becomes_one_line():
    assert one_line("Linen\n\x1b[1mShirt\x1b[0m  ") == "Linen Shirt"
    assert one_line(42) == "42"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("no Redis at 'x': start it", "No Redis at 'x': start it."),
        ("Try again!", "Try again!"),
        ("", "That did not work."),
    ],
)
def test_error_is_said_as_a_sentence(words, said):
    assert sentence(words) == said
