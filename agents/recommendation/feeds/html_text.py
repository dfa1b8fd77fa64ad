"""Product descriptions in HTML as plain text."""

from html.parser import HTMLParser

from agents.recommendation.feeds.raw import clean

UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title", "svg"})
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "u", "wbr", "meta"}
)


def plain_text(html: str) -> str:
    """The words of an HTML fragment; block tags part them, scripts and styles are left out."""
    html = clean(html)
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    reader = _TextReader(convert_charrefs=True)
    reader.feed(html)
    reader.close()
    return " ".join(clean("".join(reader.pieces)).split())


class _TextReader(HTMLParser):
    """Collects the text between tags."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Part the text at a block, stop at what is not shown."""
        if tag in UNSEEN:
            self._unseen += 1
        elif tag not in INLINE:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Part the text at a block's end, go on after what is not shown."""
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag not in INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep the text that is shown."""
        if not self._unseen:
            self.pieces.append(data)
