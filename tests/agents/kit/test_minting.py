"""Tokens for the shop's own services, for who holds its secret."""

from pathlib import Path

import pytest

from agents.__main__ import main
from contracts.settings import signing_key
from contracts.tokens import BadToken, Claims, verify


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setenv("SALES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("SALES_SECRET", raising=False)
    return signing_key(tmp_path)


def minted(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["token", *arguments]) == 0
    return capsys.readouterr().out.strip()


def test_a_service_speaks_for_itself(capsys: pytest.CaptureFixture[str], shop: bytes) -> None:
    token = minted(capsys, "--service", "warehouse")
    assert verify(token, shop) == Claims("warehouse", "warehouse")


def test_a_service_speaks_for_a_shopper(capsys: pytest.CaptureFixture[str], shop: bytes) -> None:
    token = minted(capsys, "--service", "store", "--shopper", "C-1001")
    assert verify(token, shop) == Claims("C-1001", "store")


def test_a_token_of_another_shop_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    token = minted(capsys, "--service", "warehouse")
    with pytest.raises(BadToken):
        verify(token, b"a secret of another shop that is long enough")


def test_without_the_secret_there_is_no_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("SALES_DATA_DIR", str(elsewhere))
    assert main(["token", "--service", "warehouse"]) == 1
    out, errors = capsys.readouterr()
    assert (out, elsewhere.exists()) == ("", False)
    assert "there is no secret of a shop in" in errors


def test_a_secret_that_is_too_short_signs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SALES_SECRET", "short")
    assert main(["token", "--service", "warehouse"]) == 1
    assert "SALES_SECRET has 5 bytes" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--service", " "],
        ["--service", "store", "--shopper", ""],
        ["--service", "store", "--seconds", "0"],
        ["--service", "store", "--seconds", "86401"],
    ],
)
def test_a_wrong_call_is_told_so(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["token", *arguments])
    assert ended.value.code == 2
