"""What an import did, and what was wrong with its feeds; of any number, the first are kept."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from agents.recommendation.feeds.goods import FeedProblem, FeedProduct

TOLD_OF_A_KIND = 5
KINDS_TOLD = 40
CHANGES_TOLD = 20
LEFT_OUT_TOLD = 20
OPTIONS_TOLD = 30
VARYING = re.compile(r"'[^']*'|\d+")
"""What differs between two problems of a kind."""


def _unkept(problem: FeedProblem) -> None:
    """No file for all problems."""


@dataclass
class Problems:
    """Problems counted by kind, the first of each kept; `keep` gets every one."""

    keep: Callable[[FeedProblem], None] = _unkept
    total: int = 0
    kinds: dict[str, list[FeedProblem]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, problem: FeedProblem) -> None:
        """Count a problem."""
        self.total += 1
        self.keep(problem)
        kind = VARYING.sub("...", f"{problem.reason}; {problem.action}")
        if kind not in self.kinds and len(self.kinds) == KINDS_TOLD:
            kind = "others"
        self.counts[kind] += 1
        told = self.kinds.setdefault(kind, [])
        if len(told) < TOLD_OF_A_KIND:
            told.append(problem)

    def lines(self) -> Iterator[str]:
        """The first problems of each kind, and how many more there are."""
        for kind, told in self.kinds.items():
            yield from map(str, told)
            if more := self.counts[kind] - len(told):
                yield f"... and {more} more like it"


@dataclass
class Counted:
    """What an agent did with what it was sent, and the first of what changed in words."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    changes: list[str] = field(default_factory=list)

    def add(self, reply: Mapping[str, Any]) -> None:
        """Add the counts and changes of one reply."""
        self.created += reply["created"]
        self.updated += reply["updated"]
        self.unchanged += reply["unchanged"]
        self.removed += reply["removed"]
        for one in reply.get("changes", ()):
            names = f"{one['name']} ({one.get('productId') or one['sku']})"
            self._tell(f"{names}: {', '.join(one['details'])}")

    def remove(self, reply: Mapping[str, Any], *, is_told: bool) -> None:
        """Add a removal's; the names may be told elsewhere already."""
        self.removed += reply["removed"]
        for name in reply["names"] if is_told else ():
            self._tell(f"{name}: taken out")

    def _tell(self, change: str) -> None:
        if len(self.changes) < CHANGES_TOLD:
            self.changes.append(change)

    def __str__(self) -> str:
        return (
            f"{self.created} new, {self.updated} changed, {self.unchanged} as before, "
            f"{self.removed} removed"
        )


@dataclass
class FeedReport:
    """What an import did: what the feeds held, what changed, and what was wrong."""

    problems: Problems = field(default_factory=Problems)
    products: int = 0
    variants: int = 0
    units: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    made_skus: int = 0
    catalogue: Counted = field(default_factory=Counted)
    stock: Counted = field(default_factory=Counted)
    option_names: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def note(self, product: FeedProduct) -> None:
        """Count a product that goes in."""
        self.products += 1
        self.variants += len(product.variants)
        self.units += sum(variant.quantity for variant in product.variants)
        self.made_skus += sum(variant.is_sku_made for variant in product.variants)

    def note_left_out(self, why: str) -> None:
        """Count a product that does not go in, among the first reasons."""
        is_known = why in self.left_out or len(self.left_out) < LEFT_OUT_TOLD
        self.left_out[why if is_known else "for another reason"] += 1


def describe(report: FeedReport, currency: str, *, is_dry: bool = False) -> Iterator[str]:
    """Say what an import did, a line each."""
    yield from report.problems.lines()
    yield (
        f"{report.products} products with {report.variants} variants and {report.units} units, "
        f"prices in {currency}; {report.problems.total} problems"
    )
    for why, number in sorted(report.left_out.items()):
        yield f"{number} products left out: {why}"
    if report.made_skus:
        yield f"{report.made_skus} variants had no SKU of their own and were given one"
    yield from _options(report.option_names)
    if is_dry:
        yield "a dry run: nothing was sent"
        return
    yield f"catalogue: {report.catalogue}"
    yield from _first(report.catalogue)
    yield f"stock: {report.stock}"
    yield from _first(report.stock)


def _options(names: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """What option names were read as, for the shop to correct."""
    if not names:
        return
    for meaning in ("colour", "size", "material", "other"):
        found = _listed((name, n) for (name, told), n in names.items() if told == meaning)
        if found:
            read_as = "kept as they are" if meaning == "other" else f"read as {meaning}"
            yield f"options {read_as}: {found}"
    yield "if an option is read wrongly, say so in a file and name it with --mapping"


def _listed(names: Iterable[tuple[str, int]]) -> str:
    counted = sorted(names, key=lambda pair: (-pair[1], pair[0]))
    told = ", ".join(f"{name} ({number})" for name, number in counted[:OPTIONS_TOLD])
    more = len(counted) - OPTIONS_TOLD
    return f"{told} and {more} more" if more > 0 else told


def _first(counted: Counted) -> Iterator[str]:
    yield from (f"  {change}" for change in counted.changes)
    if (more := counted.updated + counted.removed - len(counted.changes)) > 0 and counted.changes:
        yield f"  ... and {more} more"
