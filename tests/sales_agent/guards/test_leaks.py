"""What a model was told stays with it, in whatever writing it is repeated."""

import base64
import codecs

import pytest

from sales_agent.graph import offered_to_model
from sales_agent.models.offline.wording.texts import load_texts
from sales_agent.prompt import how_we_sell, leaks_of
from tools import all_tools

LEAKS = leaks_of(offered_to_model(all_tools))
LINE = "Never assume a size or a colour: when it is missing, ask."
WRITINGS = {
    "as it is": LINE,
    "quoted in a sentence": f'My rules say: "{LINE}" That is it.',
    "in capitals": LINE.upper(),
    "letter by letter": " ".join(LINE),
    "with marks between": LINE.replace(" ", "*-*"),
    "backwards": LINE[::-1],
    "in ROT13": codecs.encode(LINE, "rot13"),
    "in base64": base64.b64encode(LINE.encode()).decode(),
    "in base64 for addresses": base64.urlsafe_b64encode(LINE.encode()).decode().rstrip("="),
    "in hexadecimal digits": LINE.encode().hex(),
    "in spaced hexadecimal digits": LINE.encode().hex(" "),
}


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS.keys())
def test_a_line_of_the_prompt_is_found(writing):
    assert LEAKS.is_told(writing)


def test_every_long_line_of_the_prompt_is_found():
    lines = [line for line in how_we_sell().text.splitlines()[1:] if len(line) > 60]

    assert len(lines) > 20
    assert [line for line in lines if not LEAKS.is_told(line)] == []


@pytest.mark.parametrize("tool", offered_to_model(all_tools), ids=lambda tool: tool.name)
def test_what_is_told_of_a_tool_is_found(tool):
    assert LEAKS.is_told(tool.description.splitlines()[0]) or len(tool.description) < 40
    assert "_" not in tool.name or LEAKS.is_told(f"I can call {tool.name} for you.")


@pytest.mark.parametrize(
    "sentence",
    [
        "I am an AI assistant and not a person.",
        "I'm the sales assistant of this shop: an AI assistant and not a person.",
        "Which size and which colour would you like?",
        "Your order O-5001 can be canceled until it is packed.",
        "It comes in S, M and L; size M in white is in stock.",
        "aGVsbG8gd29ybGQgdGhpcyBpcyBub3RoaW5n is no code of ours.",
        "Tracking number MX8989318424.",
    ],
)
def test_ordinary_sentences_are_no_leak(sentence):
    assert not LEAKS.is_told(sentence)


def test_no_wording_of_the_house_is_a_leak():
    worded = [text for texts in load_texts().variants.values() for text in texts]

    assert len(worded) > 100
    assert [text for text in worded if LEAKS.is_told(text)] == []
