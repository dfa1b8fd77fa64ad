"""The command as people call it, in processes of its own."""

import socket
import subprocess
import sys

import pytest

from tests.conversations.shopper import ROOT, Shopper, clean_environment

DIRTY = """\
Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,\
Variant Price
mug,Enamel Mug,Tin & Co,Mugs,Color,Green,MUG-1,7,"1.299,00"
mug,,,,,Red,MUG-1,3,"1.299,00"
kettle,Camp Kettle,Tin & Co,Kettles,Title,Default Title,KET-1,4,free
lamp,Storm Lamp,Tin & Co,Lamps,Title,Default Title,LAMP-1,2,49.50
"""


def run(data_dir, *arguments, **more):
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        env={**clean_environment(data_dir), **more},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        input="",
    )


@pytest.fixture
def dirty_feed(tmp_path):
    path = tmp_path / "dirty.csv"
    path.write_text(DIRTY, encoding="utf-8")
    return path


def test_a_feed_with_bad_lines_goes_in_but_for_those(tmp_path, dirty_feed):
    shop = tmp_path / "shop"
    first = run(shop, "import", str(dirty_feed), "--replace", SALES_CURRENCY="EUR")

    assert first.returncode == 0, first.stderr
    assert "dirty.csv:3: " in first.stdout, "the repeated SKU, by its line"
    assert "MUG-1" in first.stdout
    assert "dirty.csv:4: " in first.stdout, "the price that is none, by its line"
    assert "free" in first.stdout

    again = run(shop, "import", str(dirty_feed), SALES_CURRENCY="EUR")
    assert "catalogue: 0 new, 0 changed" in again.stdout
    assert "stock: 0 new, 0 changed" in again.stdout

    shopper = Shopper(shop, SALES_CURRENCY="EUR")
    shown = shopper.say("show me mugs")["products"]
    shopper.leave()
    assert [(p["name"], p["price"]) for p in shown] == [
        ("Enamel Mug", {"amount": 129900, "currency": "EUR"})
    ]


def test_a_missing_column_is_named(tmp_path):
    feed = tmp_path / "feed.csv"
    feed.write_text("Handle,Title\nmug,Enamel Mug\n", encoding="utf-8")

    done = run(tmp_path / "shop", "import", str(feed))

    assert done.returncode == 1
    assert "Variant Price" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["fly"], ["chat", "--bogus"], ["agents", "magic"], ["import"]]
)
def test_a_wrong_call_is_told_and_exits_with_2(tmp_path, arguments):
    done = run(tmp_path, *arguments)

    assert done.returncode == 2
    assert "usage:" in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_says_what_is_missing_and_what_to_do(tmp_path):
    done = run(tmp_path, "doctor", LOYALTY_URL="http://127.0.0.1:9")

    assert done.returncode == 1
    assert "loyalty is not there at http://127.0.0.1:9" in done.stdout
    assert "python main.py agents" in done.stdout


def test_a_redis_that_does_not_answer_is_one_clear_sentence(tmp_path):
    done = run(tmp_path, "chat", REDIS_URL="redis://127.0.0.1:9/0")

    assert done.returncode == 1
    assert "REDIS_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["chat", "agents", "doctor", "import"])
def test_a_secret_that_is_too_short_is_one_clear_sentence(tmp_path, dirty_feed, command):
    shop = tmp_path / "shop"
    files = [str(dirty_feed)] if command == "import" else []
    done = run(shop, command, *files, SALES_SECRET="s" * 31)

    assert done.returncode == 1
    assert done.stderr == (
        "SALES_SECRET has 31 bytes and needs 32 or more: openssl rand -hex 32 makes one\n"
    )
    assert not shop.exists()


def test_a_port_in_use_is_one_clear_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(tmp_path / "shop", "web", "--port", str(port))

    assert done.returncode == 1
    assert done.stderr == (
        f"cannot serve at 127.0.0.1:{port}: Address already in use; name another with --host and "
        "--port (--port 0 takes a free one)\n"
    )


def test_an_unknown_model_is_one_clear_sentence(tmp_path):
    done = run(tmp_path, "chat", "--model", "nobody:nothing")

    assert done.returncode == 1
    assert "nobody" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_prompt_can_be_printed(tmp_path):
    done = run(tmp_path, "prompt")

    assert done.returncode == 0
    assert "never a list of products" in done.stdout


def test_two_shops_on_one_machine_never_touch(tmp_path, dirty_feed):
    run(tmp_path / "one", "import", str(dirty_feed), "--replace", SALES_CURRENCY="EUR")
    one, two = Shopper(tmp_path / "one", SALES_CURRENCY="EUR"), Shopper(tmp_path / "two")

    in_one, in_two = one.say("show me mugs"), two.say("show me mugs")
    one.leave()
    two.leave()

    assert {p["name"] for p in in_one["products"]} == {"Enamel Mug"}
    assert "Enamel Mug" not in {p["name"] for p in in_two["products"]}
    assert in_one["thread"] != in_two["thread"]


def test_no_card_number_is_stored_or_logged(tmp_path):
    number = "5555 4444 3333 1111"
    shopper = Shopper(tmp_path, "--customer", "C-1001")
    shopper.say("add the Tempo running shoes in black, size 9 to my cart")
    turn = shopper.say(f"checkout with {number}")
    shopper.leave()

    assert "1111" in turn["message"]
    digits = number.replace(" ", "")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert number.encode() not in content, path
            assert digits.encode() not in content, path


def test_bad_input_gets_a_sentence_and_keeps_the_conversation(tmp_path):
    shopper = Shopper(tmp_path, "--customer", "C-1001")
    added = shopper.say("add the Tempo running shoes in black, size 9 to my cart")
    assert [line["sku"] for line in added["cart"]["lines"]] == ["RS-01-BLK-9"]

    empty = shopper.say("   ")
    long = shopper.say("x" * 10_000)
    control = shopper.say("\x1b[31mshow me mugs\x07\x00")
    last = shopper.say("show my cart")
    shopper.leave()

    assert empty["reply"]
    assert long["error"]["code"] == "message_too_long"
    assert "10,000" in long["reply"]
    assert control["message"] == "show me mugs"
    assert control["products"]
    assert last["turn"] == added["turn"] + 2, "what was no message was no turn"
    assert [line["sku"] for line in last["cart"]["lines"]] == ["RS-01-BLK-9"]


def test_a_conversation_survives_quit(tmp_path):
    first = Shopper(tmp_path)
    first.say("add the Tempo running shoes in black, size 9 to my cart")
    bye = first.say("/quit")
    assert bye["error"] is None
    first.leave()

    second = Shopper(tmp_path)
    cart = second.say("show my cart")["cart"]
    second.leave()

    assert [line["sku"] for line in cart["lines"]] == ["RS-01-BLK-9"]
