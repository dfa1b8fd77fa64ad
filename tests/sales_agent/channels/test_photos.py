"""A photo on the shopper's own machine finds goods, and pictures of goods can be followed."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from sales_agent.channels.commands import Commands
from sales_agent.channels.dialogue import Dialogue
from sales_agent.channels.json_lines import JsonFront
from sales_agent.channels.photos import LARGEST_BYTES
from sales_agent.channels.sheets import picture_link, products_table
from tests.sales_agent.channels.doubles import SHIRT, ScriptedConversation


@pytest.fixture
def conversation() -> ScriptedConversation:
    return ScriptedConversation()


@pytest.fixture
def commands(conversation: ScriptedConversation) -> Commands:
    return Commands(conversation, lambda: None)


@pytest.mark.parametrize("typed", ["{}", "'{}'", '"{}"', " {} "])
def test_photo_is_the_shopper_s_next_message(
    conversation: ScriptedConversation, tmp_path: Path, typed: str
) -> None:
    photo = tmp_path / "a shoe.jpg"
    Image.new("RGB", (4, 4)).save(photo)
    out = io.StringIO()
    dialogue = Dialogue(conversation, JsonFront(out, conversation.cart), lambda: None)

    assert dialogue.take(f"/photo {typed.format(photo)}\n")

    assert conversation.photos == [photo.read_bytes()]
    assert json.loads(out.getvalue())["reply"] == "You said: "


def test_photo_that_cannot_be_read_is_not_sent(
    commands: Commands, conversation: ScriptedConversation, tmp_path: Path
) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(b"x" * (LARGEST_BYTES + 1))
    text = tmp_path / "notes.jpg"
    text.write_text("no picture at all")
    for name in ("none.jpg", str(tmp_path), str(large), "~nobody-here/x.jpg", str(text)):
        answer = commands.answer(f"/photo {name}")
        assert answer is not None
        assert answer.error is not None
        assert answer.error["code"] == "unreadable_photo"
    assert "no JPEG, PNG or WebP" in " ".join(commands.answer(f"/photo {text}").lines)
    assert commands.answer("/photo") is not None
    assert conversation.photos == []


def test_picture_s_address_must_be_harmless() -> None:
    assert picture_link({"imageUrl": "https://cdn.example/a.jpg"}) == "https://cdn.example/a.jpg"
    for address in ("javascript:alert(1)", "https://x/\x1b]8;;evil", "file:///etc/passwd", None):
        assert picture_link({"imageUrl": address}) == ""
    table = products_table([{**SHIRT, "imageUrl": "https://cdn.example/a.jpg"}])
    assert table.links == ("https://cdn.example/a.jpg",)
