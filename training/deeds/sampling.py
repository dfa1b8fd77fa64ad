"""Sentences about deeds, always the same ones: of the grammar, and as they were heard."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sales_agent.truth.hearing.traits import pieces_of
from training.readers import Row
from training.understanding.grammar import Grammar, read_grammar

FOLDER = Path(__file__).parent
SEED = 20
NONE, STATE = "none", "state"
OPEN, NOT = "open", "not"
_MOODS = {"done": 8, OPEN: 8, NOT: 3}
"""How often a deed is put into frames of a mood."""
_A_LINE = 4
"""Sentences taken of a line that says several."""
_PASSIVE = 0.3
_DENIED = ("cart", "reserve", "cancel", "apply", "return", "change", "hand over")
"""Deeds whose denial is a kind of its own; those of the others are one."""
_VOWELS = "aeiou"
_DOUBLED = re.compile(r"[^aeiou]*[aeiou][bcdfgklmnprstvz]")
_OBJECT = re.compile(r"\{(.*?)\}")
HEARD_COUNTS = 4.0
"""What a sentence that was heard counts, of one of the grammar."""


@dataclass(frozen=True)
class Forms:
    """A verb's forms, and what follows it."""

    base: str
    past: str
    participle: str
    running: str
    rest: str


def rows() -> list[Row]:
    """All that is learned from."""
    grammar = read_grammar(FOLDER / "en.txt", {})
    drawn = dict.fromkeys((kind, " ".join(text.split())) for kind, text in _of_grammar(grammar))
    whole = [*((kind, text, 1.0) for kind, text in drawn), *heard()]
    return [*whole, *_pieces(whole)]


def heard() -> Iterator[Row]:
    """The sentences that others wrote; of several kinds, each has its share."""
    for line in (FOLDER / "heard.tsv").read_text(encoding="utf-8").splitlines():
        kinds, text = line.split("\t")
        each = kinds.split("+")
        for kind in each:
            yield kind, text, HEARD_COUNTS / len(each)


def _pieces(whole: Sequence[Row]) -> Iterator[Row]:
    """What stands in a sentence that claims nothing claims nothing alone."""
    for kind, text, count in whole:
        clauses = pieces_of(text) if kind == NONE else ()
        if len(clauses) > 1:
            yield from ((kind, clause, count / len(clauses)) for clause in clauses)


def kind_of(deed: str, mood: str) -> str:
    """What a sentence of a mood about a deed is: the deed, its denial, or none."""
    if mood == OPEN:
        return NONE
    if mood == NOT:
        return f"not {deed if deed in _DENIED else 'other'}"
    return deed


def _of_grammar(grammar: Grammar) -> Iterator[tuple[str, str]]:
    for section, lines in grammar.intents.items():
        if section.startswith(("frame", "passive")):
            continue
        first, _, last = section.rpartition(" ")
        for line in lines:
            chance = random.Random(f"{SEED} {section} {line}")
            if last == "deed":
                yield from _of_verb(grammar, first, line, chance)
            elif section.startswith("noun "):
                yield from _of_noun(grammar, last if first == "noun" else section[5:], line, chance)
            else:
                deed, mood = (first, last) if last in (OPEN, NOT) else (section, "done")
                times = _A_LINE if "(" in line or "<" in line else 2
                times *= 2 if section == NONE else 1
                for _ in range(times):
                    text = grammar.written(line, chance)
                    yield kind_of(deed, mood), _dressed(grammar, text, chance)
    for name in ("lead", "tail", "asked"):
        for line in grammar.lists[name]:
            yield NONE, grammar.written(line, random.Random(line))


def _of_verb(
    grammar: Grammar, deed: str, line: str, chance: random.Random
) -> Iterator[tuple[str, str]]:
    for mood, times in _MOODS.items():
        for _ in range(times):
            is_passive = "{" in line and chance.random() < _PASSIVE
            frames = grammar.intents[f"{'passive' if is_passive else 'frame'} {mood}"]
            frame = chance.choice(frames)
            text = _passive(line, frame) if is_passive else _active(line, frame)
            yield kind_of(deed, mood), _dressed(grammar, grammar.written(text, chance), chance)


def _of_noun(
    grammar: Grammar, deed: str, line: str, chance: random.Random
) -> Iterator[tuple[str, str]]:
    for mood, times in _MOODS.items():
        for _ in range(times):
            frame = chance.choice(grammar.intents[f"frame noun {mood}"])
            text = grammar.written(frame.replace("{noun}", line), chance)
            yield kind_of(deed, mood), _dressed(grammar, text, chance)


def _dressed(grammar: Grammar, text: str, chance: random.Random) -> str:
    """A sentence as it is said: alone, or with what stands before and behind such a one."""
    text = text.strip()
    drawn = chance.random()
    if drawn < 0.12:
        mark = chance.choice([", ", "! ", " \u2013 ", ": ", ". "])
        return f"{grammar.written('<lead>', chance)}{mark}{text}"
    if drawn < 0.22:
        mark = chance.choice([", ", ". ", " \u2013 "])
        return f"{text}{mark}{grammar.written('<tail>', chance)}"
    if drawn < 0.30:
        return f"{text}, {grammar.written('<asked>', chance)}"
    if drawn < 0.36:
        mark = chance.choice([". ", ", and ", " \u2013 "])
        return f"{text}{mark}{grammar.written(chance.choice(grammar.intents[NONE]), chance)}"
    return text


def _active(line: str, frame: str) -> str:
    forms = _forms(line.replace("{", "").replace("}", ""))
    for name in ("base", "past", "pp", "ing"):
        word = {"pp": forms.participle, "ing": forms.running}.get(name) or getattr(forms, name)
        frame = frame.replace(f"{{{name}}}", f"{word} {forms.rest}")
    return frame


def _passive(line: str, frame: str) -> str:
    forms = _forms(line)
    held = _OBJECT.search(forms.rest)
    if held is None:
        raise ValueError(f"no object in {line!r}; write it in {{}}")
    before, behind = forms.rest[: held.start()].strip(), forms.rest[held.end() :].strip()
    done = f"{forms.participle} {before}".strip()
    return frame.replace("{obj}", held[1]).replace("{pp}", done).replace("{rest}", behind)


def _forms(line: str) -> Forms:
    verb, _, rest = line.partition(" ")
    base, *others = verb.split("/")
    past, participle = others if others else (_past(base), _past(base))
    return Forms(base, past, participle, _running(base), rest)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ied"
    if verb == "cancel":
        return "cancelled"
    return f"{_before_vowel(verb)}ed"


def _running(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return f"{verb[:-1]}ing"
    return f"{_before_vowel(verb)}ing"


def _before_vowel(verb: str) -> str:
    """A short verb with its last letter doubled: "pop" as "popp"."""
    return verb + verb[-1] if _DOUBLED.fullmatch(verb) else verb
