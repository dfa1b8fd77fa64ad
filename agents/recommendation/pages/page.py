"""A page as it is read and as it is kept: a title, and sections under their headings."""

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass

LONGEST_TITLE = 300
LONGEST_SECTION = 900
"""Characters of a passage; a longer section becomes several, parted between its blocks."""
LONGEST_BLOCK = 4000


@dataclass(frozen=True)
class Section:
    """What stands under one heading; `text` has a block a line, `anchor` leads to it."""

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Page:
    """A page; `path` is its file within the folder, `url` where shoppers read it, if told."""

    path: str
    title: str
    sections: tuple[Section, ...]
    url: str | None = None

    @property
    def digest(self) -> str:
        """Tells whether another version of the page says something else."""
        spelled = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(spelled.encode()).hexdigest()


def slug(heading: str) -> str:
    """The anchor that site builders give a heading: "Returns & refunds" is returns-refunds."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return "-".join(re.findall(r"[^\W_]+", plain))[:100]


def part(section: Section) -> list[Section]:
    """A section as passages that are short enough to be told."""
    passages: list[list[str]] = [[]]
    for block in section.text.split("\n"):
        is_full = sum(map(len, passages[-1])) + len(block) > LONGEST_SECTION
        if passages[-1] and is_full:
            passages.append([])
        passages[-1].append(block[:LONGEST_BLOCK])
    return [Section(section.heading, section.anchor, "\n".join(p)) for p in passages if any(p)]
