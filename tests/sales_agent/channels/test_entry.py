import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from sales_agent.channels.entry import LineEntry, ShopHistory


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data" / "history"


@pytest.fixture
def history(file):
    return ShopHistory(file)


@pytest.fixture
def keys():
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


@pytest.fixture
def entry(keys, history):
    return LineEntry(source=keys, screen=DummyOutput(), history=history)


def test_history_is_private_and_outlives_the_process(history, file):
    history.append_string("linen shirts")
    assert file.stat().st_mode & 0o077 == 0
    assert list(ShopHistory(file).load_history_strings()) == ["linen shirts"]


@pytest.mark.parametrize("typed", ["pay with 4242 4242 4242 4242", "/card 1234", " /CARD 99"])
def test_cards_are_never_in_the_history(history, file, typed):
    history.append_string(typed)
    history.append_string("half \ud83d emoji")
    assert list(ShopHistory(file).load_history_strings()) == ["half \ufffd emoji"]
    assert history.get_strings() == ["half \ufffd emoji"]


def test_erased_history_is_empty_everywhere(history, file):
    history.append_string("linen shirts")
    history.erase()
    assert history.get_strings() == []
    assert file.read_bytes() == b""


def test_typed_line_is_read_and_kept(entry, keys, history):
    keys.send_text("linen shirts\r")
    assert entry.read() == "linen shirts"
    assert history.get_strings() == ["linen shirts"]


def test_tab_completes_a_command_and_the_file_it_takes(entry, keys, tmp_path, monkeypatch):
    (tmp_path / "blue_shoe.jpg").touch()
    monkeypatch.chdir(tmp_path)

    keys.send_text("/ph\t blue\t\r")

    assert entry.read() == "/photo blue_shoe.jpg"


def test_tab_in_a_sentence_completes_nothing(entry, keys):
    keys.send_text("is it in\t stock\r")

    assert entry.read() == "is it in stock"


def test_hidden_line_is_read_and_not_kept(entry, keys, history, file):
    keys.send_text("4242\r")
    assert entry.read("Card number:", is_hidden=True) == "4242"
    assert history.get_strings() == []
    assert file.read_bytes() == b""


def test_ctrl_c_clears_a_line_before_it_leaves(entry, keys):
    keys.send_text("half a line\x03whole\r")
    assert entry.read() == "whole"
    keys.send_text("\x03")
    with pytest.raises(KeyboardInterrupt):
        entry.read()


def test_end_of_input_is_told(entry, keys):
    keys.send_text("\x04")
    with pytest.raises(EOFError):
        entry.read()
