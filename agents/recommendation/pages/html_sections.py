"""An HTML page as a title and sections: what a reader sees of its text, and nothing else."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from agents.recommendation.feeds.html_text import INLINE, UNSEEN
from agents.recommendation.feeds.raw import clean
from agents.recommendation.pages.page import Section, slug

Attributes = list[tuple[str, str | None]]
AROUND = frozenset(
    {"nav", "footer", "aside", "form", "iframe", "object", "button", "select", "dialog"}
    | {"textarea", "canvas", "video", "audio", "map", "menu"}
)
"""What stands around a page's text and is none of it."""
TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HEADINGS = TITLES | {"summary", "dt", "legend", "caption"}
"""A question of a list of questions is a heading too: `summary` and `dt`."""
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr"}
)
CLOSES_ITSELF = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option"})
BOLD = frozenset({"b", "strong"})
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
MOST_SECTIONS = 400
DEEPEST = 500
"""Open elements that are kept account of; nothing that is meant to be read lies deeper."""


@dataclass
class Sections:
    """What was read of a page; `title` is its title, else its first heading."""

    title: str = ""
    url: str = ""
    sections: list[Section] = field(default_factory=list)


def read_sections(html: str) -> Sections:
    """Read a page, or a fragment of one; the text before the first heading has the heading ""."""
    main = next((tag for tag in ("main", "article") if re.search(rf"<{tag}[\s>]", html)), None)
    reader = _SectionReader(main)
    reader.feed(html)
    reader.close()
    return reader.result()


@dataclass
class _Element:
    """An element that is open: what its text is part of."""

    tag: str
    is_unseen: bool
    anchor: str = ""


class _SectionReader(HTMLParser):
    """Collects blocks of text under their headings."""

    def __init__(self, main: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self._main = main
        self._open: list[_Element] = []
        self._title: list[str] = []
        self._url = ""
        self._block: list[str] = []
        self._is_bold = True
        self._cells: list[str] = []
        self._columns: list[str] = []
        self._is_header = True
        self._heading, self._anchor = "", ""
        self._next_anchor = ""
        self._blocks: list[str] = []
        self._read = Sections()

    def result(self) -> Sections:
        """What was read, once everything was fed."""
        self._end_block()
        self._end_section()
        title = " ".join("".join(self._title).split())
        named = title or next((s.heading for s in self._read.sections if s.heading), "")
        return Sections(clean(named), self._url, self._read.sections)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Open an element; a block ends the one before it."""
        told = dict(attrs)
        if tag == "link" and told.get("rel") == "canonical":
            self._url = told.get("href") or ""
        if tag in VOID:
            self._break(tag)
            return
        if tag not in INLINE:
            if self._end_block():
                self._close_heading()
            self._close_what_closes_itself(tag)
        anchor = told.get("id") or (told.get("name") if tag == "a" else None) or ""
        if anchor and (tag in HEADINGS or tag in ("a", "section", "details", "div")):
            self._next_anchor = anchor
        if len(self._open) < DEEPEST:
            self._open.append(_Element(tag, self._is_unseen(tag, told), anchor))

    def handle_endtag(self, tag: str) -> None:
        """Close an element and what was left open in it."""
        if tag not in (element.tag for element in self._open):
            return
        if tag not in INLINE:
            self._end_block()
        while self._open and self._open.pop().tag != tag:
            pass
        if tag == "tr":
            self._end_row()
        elif tag == "table":
            self._columns = []

    def handle_data(self, data: str) -> None:
        """Keep the text that is shown."""
        if any(element.tag == "title" for element in self._open):
            if not any(element.tag == "svg" for element in self._open):
                self._title.append(data)
            return
        if self._is_outside():
            return
        if data.strip() and not any(element.tag in BOLD for element in self._open):
            self._is_bold = False
        self._block.append(data)

    def _is_outside(self) -> bool:
        if any(element.is_unseen for element in self._open):
            return True
        return self._main is not None and all(e.tag != self._main for e in self._open)

    def _is_unseen(self, tag: str, told: dict[str, str | None]) -> bool:
        if tag == "header" and self._main is None:
            return not any(element.tag == "section" for element in self._open)
        is_hidden = "hidden" in told or told.get("aria-hidden") == "true"
        style = HIDDEN_STYLE.search((told.get("style") or "").lower())
        return tag in UNSEEN or tag in AROUND or is_hidden or style is not None

    def _close_heading(self) -> None:
        """Close a heading that was left open: what follows its words is no part of it."""
        tags = [element.tag for element in self._open]
        place = next((n for n, tag in enumerate(tags) if tag in TITLES), len(tags))
        del self._open[place:]

    def _close_what_closes_itself(self, tag: str) -> None:
        last = self._open[-1].tag if self._open else ""
        is_sibling = last in CLOSES_ITSELF and last == tag
        is_pair = {last, tag} in ({"dt", "dd"}, {"td", "th"})
        if last == "p" or is_sibling or is_pair:
            self._open.pop()

    def _break(self, tag: str) -> None:
        """End a block at what parts the text; a line break within a block only parts words."""
        if tag == "br":
            self._block.append(" ")
        elif tag not in INLINE and tag not in ("img", "input", "source"):
            self._end_block()

    def _end_block(self) -> bool:
        """Keep the block that ends; returns whether it was a heading."""
        text = clean(" ".join("".join(self._block).split()))
        is_bold, self._is_bold = self._is_bold, True
        self._block = []
        if not text:
            return False
        tags = [element.tag for element in self._open]
        if any(tag in HEADINGS for tag in tags):
            self._begin_section(text)
            return True
        if "td" in tags or "th" in tags:
            self._cells.append(text)
            self._is_header = self._is_header and "th" in tags
        elif is_bold and text.endswith("?"):
            self._begin_section(text)  # questions of a list are often only set in bold
        else:
            self._blocks.append(f"- {text}" if "li" in tags else text)
        return False

    def _end_row(self) -> None:
        """A row of a table is a block: what it is about, and what is so of it by column."""
        cells, self._cells = self._cells, []
        is_header, self._is_header = self._is_header, True
        if is_header and len(cells) > 1:
            self._columns = cells
        elif cells:
            columns = self._columns if len(self._columns) == len(cells) else [""] * len(cells)
            told = [f"{name} {cell}".strip() for name, cell in zip(columns, cells, strict=True)]
            self._blocks.append(f"{cells[0]}: {', '.join(told[1:])}" if told[1:] else cells[0])

    def _begin_section(self, heading: str) -> None:
        self._end_section()
        self._heading = heading[:300]
        self._anchor, self._next_anchor = self._next_anchor or slug(heading), ""

    def _end_section(self) -> None:
        if self._cells:
            self._end_row()
        text, self._blocks = "\n".join(self._blocks), []
        is_kept = text or self._heading
        if is_kept and len(self._read.sections) < MOST_SECTIONS:
            self._read.sections.append(Section(self._heading, self._anchor, text))
