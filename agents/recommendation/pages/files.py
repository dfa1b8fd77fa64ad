"""The files of a folder of pages, read: Markdown, HTML and plain text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from agents.recommendation.feeds.raw import clean
from agents.recommendation.pages.html_sections import Sections, read_sections
from agents.recommendation.pages.page import LONGEST_TITLE, Page, Section

MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm"})
KINDS = MARKDOWN | HTML | {".txt"}
LARGEST_BYTES = 2 * 1024 * 1024
MOST_PAGES = 5000
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
OWN_ANCHOR = re.compile(r"\s*\{#([\w-]+)\}\s*$", re.MULTILINE)
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,1000}|/[^\s<>\"]{0,1000}")


class UnreadablePage(Exception):
    """A file that is no page, with the reason."""


@dataclass(frozen=True)
class Unread:
    """A file that was left out, and why."""

    path: str
    reason: str


def is_pages(path: Path) -> bool:
    """Whether a path is a folder with pages in it."""
    return path.is_dir() and next(_files(path), None) is not None


def read_folder(folder: Path) -> Iterator[Page | Unread]:
    """Read every page of a folder and of those in it, in the order of their names.

    Hidden files and what a link leads to are no part of the folder.
    """
    for number, file in enumerate(_files(folder)):
        path = file.relative_to(folder).as_posix()
        try:
            if number >= MOST_PAGES:
                raise UnreadablePage(f"only the first {MOST_PAGES} pages of a folder are read")
            yield read_page(file, path)
        except (UnreadablePage, OSError) as error:
            yield Unread(path, str(error))


def read_page(file: Path, path: str) -> Page:
    """Read one page.

    Raises:
        UnreadablePage: it is too large, no text, a draft, or says nothing.
    """
    if file.stat().st_size > LARGEST_BYTES:
        raise UnreadablePage(f"is larger than {LARGEST_BYTES // 1024 // 1024} MB")
    text = _decoded(file.read_bytes())
    about, text = _front_matter(text)
    if about.get("draft") is True or about.get("published") is False:
        raise UnreadablePage("is a draft")
    read = _sections(text, file.suffix.lower())
    sections = tuple(section for section in read.sections if section.text)
    if not sections:
        raise UnreadablePage("has no text to read")
    told = clean(str(about.get("title") or "")) or read.title
    title = told or Path(path).stem.replace("-", " ").replace("_", " ").capitalize()
    url = str(about.get("url") or about.get("permalink") or read.url)
    return Page(path, title[:LONGEST_TITLE], sections, _web_address(url))


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        within = file.relative_to(folder)
        is_hidden = any(name.startswith((".", "_")) for name in within.parts)
        is_link = any((folder / p).is_symlink() for p in [within, *within.parents[:-1]])
        if file.suffix.lower() in KINDS and not is_hidden and not is_link and file.is_file():
            yield file


def _decoded(data: bytes) -> str:
    """The text of a file; what is not UTF-8 is read as Windows writes it.

    Raises:
        UnreadablePage: it is no text at all.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise UnreadablePage("is no text")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").replace("\r\n", "\n")


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """What a page says about itself before its text, and the text."""
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    try:
        about = yaml.safe_load(found[1])
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}, text[found.end() :]
    return about if isinstance(about, dict) else {}, text[found.end() :]


def _sections(text: str, suffix: str) -> Sections:
    if suffix in HTML:
        return read_sections(text)
    if suffix in MARKDOWN:
        markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        read = read_sections(markdown.render(text))
        return replace(read, sections=list(map(_with_own_anchor, read.sections)))
    title, _, rest = text.strip().partition("\n")
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", rest or title)]
    return Sections(clean(title), "", [Section("", "", clean("\n".join(filter(None, blocks))))])


def _with_own_anchor(section: Section) -> Section:
    """A section whose heading names its anchor, "Costs {#costs}", without that name."""
    found = OWN_ANCHOR.search(section.heading)
    if found is None:
        return section
    return replace(section, heading=section.heading[: found.start()], anchor=found[1])


def _web_address(url: str) -> str | None:
    return url if WEB_ADDRESS.fullmatch(url) else None
