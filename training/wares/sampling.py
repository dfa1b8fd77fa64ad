"""Sentences about stock and about ranks, always the same ones: of grammars, and as heard."""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sales_agent.truth.hearing.folding import one_variant
from training.readers import Row
from training.understanding.grammar import Grammar, read_grammar

FOLDER = Path(__file__).parent
DEEDS = FOLDER.parent / "deeds" / "heard.tsv"
SEED = 31
NONE = "none"
KINDS = {"presence": ("gone", "there"), "ranks": ("low", "high")}
"""What each reader tells apart, beside what says neither."""
HEARD_COUNTS = 4.0
"""What a sentence that was heard counts, of one of the grammar."""
_LONG = 20
"""Entries from which on each of a list is put into each line that names it."""
_A_LINE = 12
"""Sentences taken of a line that says several."""
_MOST = 9000
"""Sentences of the grammar that are kept of a kind."""
_OF_OTHERS = 1500
"""Sentences of the other reader's grammar, which say none of its kinds."""
_LIST = re.compile(r"<(\w+)>")


def rows(reader: str) -> list[Row]:
    """All that one of the two is learned from."""
    drawn = [(kind, text, 1.0) for kind, text in _of_grammar(reader)]
    for other in KINDS.keys() - {reader}:
        texts = [text for _, text in _of_grammar(other)]
        drawn += [(NONE, text, 1.0) for text in _some(texts, f"not {reader}", _OF_OTHERS)]
    return [*drawn, *((kind, text, HEARD_COUNTS) for kind, text in heard(reader))]


def heard(reader: str) -> Iterator[tuple[str, str]]:
    """The sentences that others wrote; what is of another matter says none of the kinds."""
    kinds = KINDS[reader]
    labelled = [*_lines(FOLDER / "heard.tsv")]
    known = {text for _, text in labelled}
    for kind, text in labelled:
        yield kind if kind in kinds else NONE, text
    for _, text in _lines(DEEDS):
        is_of_one = reader != "ranks" or text.count("goods_") <= 1
        if is_of_one and (plain := one_variant(text)) not in known:
            yield NONE, plain


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        kind, text = line.split("\t")
        yield kind, text


def _of_grammar(reader: str) -> Iterator[tuple[str, str]]:
    grammar = read_grammar(FOLDER / f"{reader}.txt", {})
    for kind, lines in grammar.intents.items():
        drawn = dict.fromkeys(text for line in lines for text in _of_line(grammar, kind, line))
        yield from ((kind, text) for text in _some([*drawn], kind, _MOST))


def _some(texts: Sequence[str], kind: str, most: int) -> Sequence[str]:
    return random.Random(f"{SEED} {kind}").sample(texts, min(len(texts), most))


def _of_line(grammar: Grammar, kind: str, line: str) -> Iterator[str]:
    chance = random.Random(f"{SEED} {kind} {line}")
    for filled in _with_each(grammar, line):
        times = _A_LINE if filled == line and re.search(r"[(<]", line) else 1
        for _ in range(times):
            yield _dressed(grammar, kind, grammar.written(filled, chance), chance)


def _with_each(grammar: Grammar, line: str) -> list[str]:
    """The line with each entry of the longest list that it names, if that is a long one."""
    names = _LIST.findall(line)
    longest = max(names, key=lambda name: len(grammar.lists[name]), default="")
    if not longest or len(grammar.lists[longest]) < _LONG:
        return [line]
    return [line.replace(f"<{longest}>", entry, 1) for entry in grammar.lists[longest]]


def _dressed(grammar: Grammar, kind: str, text: str, chance: random.Random) -> str:
    """A sentence as it is said: alone, or with what stands before and behind such a one."""
    drawn = chance.random()
    own = {"gone": "sad", "there": "glad", "high": "highlead"}.get(kind, "lead")
    name = own if chance.random() < 0.5 else "lead"
    tail = {"gone": "sadtail", "there": "gladtail"}.get(kind, "tail")
    if drawn < 0.2:
        mark = chance.choice([", ", ", ", "! ", " \u2013 ", ": ", ". "])
        return f"{grammar.written(f'<{name}>', chance)}{mark}{text}"
    if drawn < 0.35 and tail in grammar.lists:
        mark = chance.choice([", ", ", ", ". ", " \u2013 "])
        return f"{text}{mark}{grammar.written(f'<{tail}>', chance)}"
    return text
