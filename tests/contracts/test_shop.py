"""Telling an agent something costs a turn a moment at most."""

import socket
import time
from pathlib import Path
from typing import Any

import pytest

from contracts.shop import TOLD_WITHIN_S, Shop

DEED = {"key": "k", "interactions": [{"deed": "viewed", "productId": "P-1"}]}


@pytest.fixture
def silent_agent() -> Any:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_an_agent_that_hangs_is_not_waited_for(
    silent_agent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOMMENDATION_URL", silent_agent)
    began = time.monotonic()
    Shop(tmp_path, "INR").tell("recommendation", "recordInteractions", DEED, shopper="C-1")
    assert time.monotonic() - began < TOLD_WITHIN_S + 4


def test_an_agent_that_is_not_there_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOMMENDATION_URL", "http://127.0.0.1:9")
    Shop(tmp_path, "INR").tell("recommendation", "recordInteractions", DEED, shopper="C-1")
