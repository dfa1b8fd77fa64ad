"""What the README shows is what happens: its transcript is typed again, its commands exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conversations.shopper import ROOT, clean_environment

README = (ROOT / "README.md").read_text(encoding="utf-8")
SAID = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
MASKS = (
    (r"\bO-[0-9A-Z]{8}\b", "O-…"),
    (r"\bMX\d+\b", "MX…"),
    (r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2}\b", "DAY"),
    (r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October)\b", "DAY"),
    (r"\b\d{1,2} (?:November|December)\b", "DAY"),
    (r"\s+", " "),
)


FEED = ROOT.parent / "shared" / "data" / "feeds" / "shopify" / "egnition_shoes_products_export.csv"
"""A shop's product export, which the ten minutes are shown with."""


def blocks(kind=""):
    found = re.findall(r"^```(\w*)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return [block for named, block in found if named == kind]


@pytest.fixture(scope="module")
def transcript():
    return next(block for block in blocks() if f"\n{SAID}" in block)


def masked(text: str) -> str:
    for pattern, instead in MASKS:
        text = re.sub(pattern, instead, text)
    return text


def test_the_transcript_is_what_a_shopper_sees(transcript, tmp_path, database_url):
    lines = [row.removeprefix(SAID) for row in transcript.splitlines() if row.startswith(SAID)]
    done = subprocess.run(
        [sys.executable, "main.py"],
        cwd=ROOT,
        env={**clean_environment(tmp_path), "DATABASE_URL": database_url or ""},
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = masked(done.stdout)

    assert len(lines) >= 5
    for row in transcript.splitlines():
        if not row.startswith(SAID):
            assert masked(row.strip()) in seen, row


def test_ten_minutes_are_as_they_are_told(tmp_path):
    if not FEED.exists():
        pytest.skip(f"SKIPPED FOR LACK OF DATA: {FEED} is not there")
    (tmp_path / "main.py").symlink_to(ROOT / "main.py")
    shutil.copy(FEED, tmp_path / "products_export.csv")
    (typed,) = blocks("sh")
    imported, talk = (block for block in blocks() if "CHUCK TAYLOR" in block or "147 var" in block)
    lines = [row.removeprefix(SAID) for row in talk.splitlines() if row.startswith(SAID)]
    environment = clean_environment(tmp_path / ".data")
    python = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-e", "-c", typed],
        cwd=tmp_path,
        env={**environment, "PATH": f"{python}:{environment['PATH']}"},
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    seen = masked(done.stdout)

    for row in [*imported.splitlines(), *talk.splitlines()]:
        if not row.startswith(SAID):
            assert masked(row.strip()) in seen, row
    assert " is placed" in seen


def test_every_document_that_is_named_is_there():
    for path in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_the_commands_are_those_of_the_program():
    named = set(re.findall(r"python main\.py (\w+)", README))

    shown = subprocess.run(
        [sys.executable, "main.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert named
    assert all(re.search(rf"\b{name}\b", shown) for name in named), named


def test_make_knows_the_commands_that_are_named():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in set(re.findall(r"`?\bmake (\w+)", README)) - {"are"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
