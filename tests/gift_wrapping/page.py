"""The code of `docs/adding-an-agent.md`, by the place that the page names for it."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adding-an-agent.md"
BLOCK = re.compile(r"^(?P<place>[^\n]*`[^\n]*):\n\n```\w+\n(?P<code>.*?)```", re.M | re.S)


@cache
def blocks() -> dict[str, str]:
    """Each block under the line before it, less backticks: `tools.py, in all_tools`."""
    text = PAGE.read_text(encoding="utf-8")
    found = [(m["place"].replace("`", ""), m["code"]) for m in BLOCK.finditer(text)]
    assert len(found) == text.count("```") // 2, "a block of the page has no place before it"
    return dict(found)


def block(place: str) -> str:
    """The code for a place."""
    assert place in blocks(), f"the page has no code for '{place}'; it has {sorted(blocks())}"
    return blocks()[place]
