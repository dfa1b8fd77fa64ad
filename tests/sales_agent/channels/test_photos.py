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


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none.jpg", "there is no such file"),
        ("", "it is a folder; name the picture in it"),
        ("large.jpg", "it is larger than 5 MB"),
        ("notes.jpg", "that is no JPEG, PNG or WebP picture, or it is broken"),
        ("x" * 300, "it cannot be read"),
    ],
)
def test_photo_that_cannot_be_looked_at_says_why(
    commands: Commands, conversation: ScriptedConversation, tmp_path: Path, name: str, why: str
) -> None:
    (tmp_path / "large.jpg").write_bytes(b"x" * (LARGEST_BYTES + 1))
    (tmp_path / "notes.jpg").write_text("no picture at all", encoding="utf-8")
    answer = commands.answer(f"/photo {tmp_path / name}")
    assert answer is not None
    assert answer.error is not None
    assert answer.error["code"] == "unreadable_photo"
    assert answer.lines == (f"I cannot look at the file {tmp_path / name}: {why}.",)
    assert conversation.photos == []


def test_photo_in_nobody_s_home_says_so(commands: Commands) -> None:
    answer = commands.answer("/photo ~nobody-here/x.jpg")
    assert answer is not None
    assert "nobody has that home directory" in answer.lines[0]


def test_photo_without_a_file_asks_for_its_name(commands: Commands) -> None:
    answer = commands.answer("/photo")
    assert answer is not None
    assert "shoe.jpg" in answer.lines[0]


def test_picture_s_address_must_be_harmless() -> None:
    assert picture_link({"imageUrl": "https://cdn.example/a.jpg"}) == "https://cdn.example/a.jpg"
    for address in ("javascript:alert(1)", "https://x/\x1b]8;;evil", "file:///etc/passwd", None):
        assert picture_link({"imageUrl": address}) == ""
    table = products_table([{**SHIRT, "imageUrl": "https://cdn.example/a.jpg"}])
    assert table.links == ("https://cdn.example/a.jpg",)
