"""Pages are read as a visitor sees them, whatever is wrong with their files."""

from pathlib import Path

import pytest

from agents.recommendation.pages.files import LARGEST_BYTES, Unread, is_pages, read_folder
from agents.recommendation.pages.html_sections import read_sections
from agents.recommendation.pages.page import LONGEST_SECTION, Page, Section, part


def read(tmp_path: Path, name: str, content: str | bytes) -> Page | Unread:
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(data)
    return next(read_folder(tmp_path))


def sections(html: str) -> list[tuple[str, str, str]]:
    return [(one.heading, one.anchor, one.text) for one in read_sections(html).sections]


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    page = read(
        tmp_path,
        "shipping.md",
        "---\ntitle: Shipping\nurl: /help/shipping\n---\n# Ship\nHello **you**.\n\n"
        "## Costs & times {#costs}\n- one\n- two\n\n| way | price |\n|---|---|\n| Post | £3 |\n",
    )
    assert page == Page(
        "shipping.md",
        "Shipping",
        (
            Section("Ship", "ship", "Hello you."),
            Section("Costs & times", "costs", "- one\n- two\nPost: price £3"),
        ),
        "/help/shipping",
    )


def test_html_is_read_as_it_is_seen() -> None:
    html = (
        "<html><head><title>Returns | Shop</title><script>var a='<h2>no</h2>'</script></head>"
        "<body><header>Logo</header><nav><h2>Menu</h2></nav><h1>Returns</h1><p>Within 30<br>days."
        "<p hidden>secret<p style='display:none'>secret<p>Free &amp; easy<h2 id=how>How?</h2>"
        "<div aria-hidden=true>icon</div>Bring it.<aside>Ad</aside><footer><h2>Legal</h2></footer>"
    )
    read = read_sections(html)
    assert read.title == "Returns | Shop"
    assert [(s.heading, s.anchor, s.text) for s in read.sections] == [
        ("Returns", "returns", "Within 30 days.\nFree & easy"),
        ("How?", "how", "Bring it."),
    ]


def test_questions_of_a_list_are_headings() -> None:
    assert sections(
        "<dl><dt>Open?<dd>Daily.<dt>Dogs?<dd>Yes.</dl>"
        "<details><summary>Parking</summary>Behind.</details><p><b>Toilets?</b></p><p>Upstairs.</p>"
    ) == [
        ("Open?", "open", "Daily."),
        ("Dogs?", "dogs", "Yes."),
        ("Parking", "parking", "Behind."),
        ("Toilets?", "toilets", "Upstairs."),
    ]


def test_main_part_alone_is_read() -> None:
    html = "<div>Cookies!</div><main><h1>Help</h1><p>Yes.</p></main><div>More</div>"
    assert sections(html) == [("Help", "help", "Yes.")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("draft.md", "---\ndraft: true\n---\nSoon.", "is a draft"),
        ("empty.html", "<script>1</script>", "has no text to read"),
        ("large.txt", b"a" * (LARGEST_BYTES + 1), "is larger than 2 MB"),
        ("picture.html", b"\x89PNG\0\0", "is no text"),
    ],
)
def test_what_is_no_page_is_left_out(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    assert read(tmp_path, name, content) == Unread(name, reason)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_other_systems(tmp_path: Path, encoding: str) -> None:
    page = read(tmp_path, "prices.txt", "Prices\r\n\r\nA café costs £3.".encode(encoding))
    assert isinstance(page, Page)
    assert (page.title, page.sections[0].text) == ("Prices", "A café costs £3.")


def test_broken_pages_say_what_they_can(tmp_path: Path) -> None:
    page = read(tmp_path, "a.html", "<h2>Costs<p>Free <table><tr><td>x" + "<div>" * 5000 + "deep")
    assert isinstance(page, Page)
    assert "deep" in page.sections[-1].text
    assert isinstance(read(tmp_path, "a.html", "---\n{: [\n---\n<p>Yes"), Page)


def test_links_and_hidden_files_are_no_pages(tmp_path: Path) -> None:
    folder, outside = tmp_path / "pages", tmp_path / "outside"
    for place in (folder, outside, folder / "_drafts", folder / "help"):
        place.mkdir()
        (place / "page.md").write_text("# A page\nText.", encoding="utf-8")
    (folder / "linked.md").symlink_to(outside / "page.md")
    (folder / "linked").symlink_to(outside)
    (folder / ".hidden.md").write_text("# No", encoding="utf-8")
    paths = [one.path for one in read_folder(folder) if isinstance(one, Page)]
    assert paths == ["help/page.md", "page.md"]
    assert is_pages(folder)
    assert not is_pages(tmp_path / "pages" / "page.md")


def test_long_section_becomes_passages() -> None:
    block = "word " * 60
    parts = part(Section("Long", "long", "\n".join([block.strip()] * 6)))
    assert len(parts) == 2
    assert all(len(one.text) <= LONGEST_SECTION + 10 for one in parts)
    assert "\n".join(one.text for one in parts).count("word") == 360
