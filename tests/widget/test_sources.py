"""What of the widget is read and not run: its size, and that text stays text."""

import re

import pytest

from sales_agent.channels.web.bundles import (
    UnknownSyntax,
    first_bundle,
    second_bundle,
    stripped,
    stripped_style,
)
from sales_agent.channels.web.widget import STATIC, STYLES, widget_files

FILES = widget_files()
BEFORE_OPENING_LIMIT = 10_000
WHOLE_LIMIT = 30_000
HTML_SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment"
    r"|setHTML|srcdoc|\beval\b|new Function|\.cssText|setAttribute\(\s*[\"']style"
)


def gzipped(*names: str) -> int:
    return sum(len(FILES[name].gzipped) for name in names)


def test_launcher_is_small_before_it_is_opened() -> None:
    assert gzipped("widget.js", "widget/launcher.js") <= BEFORE_OPENING_LIMIT


def test_whole_widget_is_small_in_any_language() -> None:
    tables = [name for name in FILES if "/strings/" in name]
    largest = max((gzipped(name) for name in tables), default=0)
    shared = [name for name in FILES if name not in tables]
    assert gzipped(*shared) + largest <= WHOLE_LIMIT


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.js")), ids=lambda path: path.name)
def test_no_script_makes_html_or_code_of_text(path) -> None:
    assert not HTML_SINKS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.js")), ids=lambda path: path.name)
def test_modules_say_what_they_are(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("/**")
    assert len(text.splitlines()) < 350


@pytest.mark.parametrize("table", ["de", "hi", "ar"])
def test_table_words_whatever_the_english_one_does(table: str) -> None:
    left_out = {"says", "starters"}
    assert keys_of(table) | left_out == keys_of("en") | left_out


def keys_of(table: str) -> set[str]:
    text = (STATIC / "widget" / "strings" / f"{table}.js").read_text(encoding="utf-8")
    return set(re.findall(r"^  (\w+):", text, re.MULTILINE))


def test_bundles_share_modules_and_keep_names_apart() -> None:
    sources = {
        "a.js": 'import { one } from "./b.js";\nexport const launch = () => one + name;\n'
        "const name = 1;\n",
        "b.js": "const name = 41;\nexport const one = name;\n",
        "c.js": 'import { one } from "./b.js";\nexport class App {}\nApp.one = one;\n',
    }
    first = first_bundle("a.js", sources.__getitem__)
    second = second_bundle("c.js", "a.js", sources.__getitem__)
    assert first.index("$b =") < first.index("$a =") < first.index("export const { launch }")
    assert "const { one } = $b;" in first
    assert second.startswith('import { parts } from "./a.js";\nconst { $b, $a } = parts;')
    assert "41" not in second


def test_unjoinable_module_is_named() -> None:
    with pytest.raises(UnknownSyntax, match=r"a\.js: cannot join 'export \* from \"./b.js\";'"):
        first_bundle("a.js", {"a.js": 'export * from "./b.js";\n'}.__getitem__)


def test_modules_that_import_one_another_are_named() -> None:
    sources = {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}
    with pytest.raises(UnknownSyntax, match=r"a\.js -> b\.js -> a\.js"):
        first_bundle("a.js", sources.__getitem__)


def test_stripped_script_keeps_template_texts() -> None:
    assert stripped("/** Why. */\nconst a = `two  // spaces`;\n") == "const a=`two  // spaces`;\n"


def test_stripped_style_keeps_its_rules() -> None:
    style = "/* Why. */\na:hover,\na > b {\n  margin: 0 auto;\n}\n"
    assert stripped_style(style) == "a:hover,a>b{margin: 0 auto;}\n"


def test_every_style_sheet_goes_out() -> None:
    assert {path.stem for path in (STATIC / "widget" / "styles").glob("*.css")} == set(STYLES)
