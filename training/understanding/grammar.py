"""Sentences of a grammar: alternatives in brackets, lists by name, frames around phrases."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_GROUP = re.compile(r"\(([^()]*)\)")
_LIST = re.compile(r"<(\w+)>")
_FRAMES = {">": ("frame_verb", "frame_ing"), "=": ("frame_noun",)}
_PLAIN_SHARE = 0.35
"""Of the phrases with frames, those that stand without one."""


@dataclass(frozen=True)
class Grammar:
    """Lists by name, and the lines of each intent."""

    lists: Mapping[str, tuple[str, ...]]
    intents: Mapping[str, tuple[str, ...]]

    def sentences(self, line: str, chance: random.Random) -> Iterator[str]:
        """Endless sentences of a line, at random."""
        mark, rest = line[0], line[1:].strip()
        while True:
            if mark not in _FRAMES:
                yield self.written(line, chance)
                continue
            phrase = self.written(rest, chance)
            frame = chance.choice(_FRAMES[mark])
            if chance.random() < _PLAIN_SHARE:
                yield phrase
            else:
                before = self.written(chance.choice(self.lists[frame]), chance)
                yield f"{before} {_gerund(phrase) if frame == 'frame_ing' else phrase}".strip()

    def written(self, line: str, chance: random.Random) -> str:
        """A line with one alternative of each group, and one entry of each list."""
        while _GROUP.search(line) or _LIST.search(line):
            line = _GROUP.sub(lambda found: chance.choice(found[1].split("|")), line)
            line = _LIST.sub(lambda found: chance.choice(self.lists[found[1]]), line)
        return " ".join(line.split())


def read_grammar(file: Path, lists: Mapping[str, tuple[str, ...]]) -> Grammar:
    """Read a grammar's file; `lists` are those that come from elsewhere."""
    sections: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if head := re.fullmatch(r"\[([\w ]+)\]", line):
            sections[head[1]] = []
        elif line.strip() and not line.startswith("#"):
            sections[next(reversed(sections))].append(line.strip())
    own = {n.removeprefix("list "): tuple(r) for n, r in sections.items() if n.startswith("list ")}
    intents = {n: tuple(r) for n, r in sections.items() if not n.startswith("list ")}
    return Grammar({**lists, **own}, intents)


def _gerund(phrase: str) -> str:
    """The phrase with its first verb in -ing; rough, as shoppers are."""
    verb, _, rest = phrase.partition(" ")
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    doubled = {"get": "gett", "put": "putt", "drop": "dropp", "set": "sett", "swap": "swapp"}
    return f"{doubled.get(verb, stem)}ing {rest}".strip()
