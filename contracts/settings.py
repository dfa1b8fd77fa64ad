"""Where the shop's data lie, its signing key, and the addresses of its agents."""

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from contracts.contract import Contract

SHORTEST_SECRET = 32
"""Bytes; a shorter key than its hash weakens HS256 (RFC 7518, 3.2)."""


class SettingError(Exception):
    """A setting that the product cannot run with; the text names it and the way out."""


def data_dir() -> Path:
    """The shop's data directory; two directories are two shops."""
    return Path(os.environ.get("SALES_DATA_DIR") or ".data").absolute()


def currency() -> str:
    """The shop's ISO 4217 currency."""
    return (os.environ.get("SALES_CURRENCY") or "INR").upper()


def signing_key(directory: Path) -> bytes:
    """The key that signs tokens between the sales agent and the agents.

    `SALES_SECRET` where processes share no disk; else a file of the data directory, made at
    first use. Racing processes get the same one.

    Raises:
        SettingError: `SALES_SECRET` is too short to sign with.
    """
    if given := given_secret():
        return given
    path = directory / "secret"
    if not path.exists():
        _create_once(path, secrets.token_hex(32))
    return path.read_bytes()


def given_secret() -> bytes | None:
    """The key that `SALES_SECRET` gives, if it does.

    Raises:
        SettingError: it is too short to sign with.
    """
    given = os.environ.get("SALES_SECRET", "").encode()
    if 0 < len(given) < SHORTEST_SECRET:
        raise SettingError(
            f"SALES_SECRET has {len(given)} bytes and needs {SHORTEST_SECRET} or more: "
            "openssl rand -hex 32 makes one"
        )
    return given or None


def shop_id(key: bytes) -> str:
    """A fingerprint of the shop that tells nothing of its key."""
    return hmac.new(key, b"shop", hashlib.sha256).hexdigest()[:12]


def agent_url(contract: Contract, directory: Path) -> str:
    """An agent's address: `<AGENT>_URL`, else where it said it listens, else its contract's."""
    if given := given_url(contract.agent):
        return given
    try:
        return address_file(directory, contract.agent).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return contract.url


def given_url(agent: str) -> str | None:
    """The address that `<AGENT>_URL` gives (`POST_PURCHASE_URL`), if it does."""
    name = agent.upper().replace("-", "_")
    return os.environ.get(f"{name}_URL", "").rstrip("/") or None


def address_file(directory: Path, agent: str) -> Path:
    """Where an agent that serves this data directory writes its address."""
    return directory / "run" / "agents" / f"{agent}.url"


def write_private(path: Path, text: str) -> None:
    """Write a small file whole or not at all, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)


def _create_once(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
