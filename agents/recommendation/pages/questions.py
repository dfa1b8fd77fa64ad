"""Answers to shoppers' questions: the passages that speak of what is asked, or none."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from agents.recommendation.pages.words import question_words, stem, stems_of, words_of
from agents.recommendation.tables import Passage, PassageWord

MOST_WORDS = 40
"""Words of a question that are read."""
SATURATION, LENGTH_PENALTY = 1.2, 0.6
"""k1 and b of BM25. Source: Robertson and Zaragoza 2009; b lower, for passages are cut alike."""
MEANT_FACTOR = 0.8
"""How much another word for the same counts, of the word itself."""
WEAK_WORTH, HINT_WORTH = 0.3, 0.4
"""How much of a question a word is that names little, and the way in which it is asked."""
FIRST_COUNTS = 1.2
"""How much more the first passage of a page counts: it says what the page is about."""
ENOUGH = 0.55
"""Share of what is asked that a passage must speak of to be told. Calibrated on the first half
of `tests/agents/recommendation/pages/questions.yaml`; the other half says what it is worth."""
ONE_EDIT_LENGTH, TWO_EDITS_LENGTH = 5, 9
LONGEST_EXCERPT = 420


@dataclass(frozen=True)
class Term:
    """Something that a question names: the stems that say it, each with how much it counts.

    `worth` is how much of the question it is, beside others.
    """

    forms: Mapping[str, float]
    worth: float = 1.0


@dataclass(frozen=True)
class Found:
    """A passage that speaks of what is asked; `score` is how much of that, up to 1."""

    passage: Passage
    score: float
    excerpt: str


def find_passages(session: Session, question: str, limit: int) -> list[Found]:
    """The passages that answer a question, the best first; empty when the pages do not say."""
    count, words = session.execute(
        select(func.count(), func.coalesce(func.avg(Passage.length), 0)).select_from(Passage)
    ).one()
    terms = _terms(question, session) if count else []
    if not terms:
        return []
    ranking = _Ranking(session, terms, int(count), float(words))
    best = ranking.best(limit)
    query = select(Passage).options(joinedload(Passage.page))
    rows = session.scalars(query.where(Passage.number.in_([number for number, _ in best])))
    passages = {row.number: row for row in rows}
    return [
        Found(passages[number], round(score, 3), ranking.excerpt(passages[number].text))
        for number, score in best
    ]


class _Ranking:
    """Ranks the passages that have some of the terms."""

    def __init__(self, session: Session, terms: Sequence[Term], count: int, words: float) -> None:
        self._terms = terms
        forms = {form for term in terms for form in term.forms}
        is_first = (Passage.position == 0).label("is_first")
        query = select(
            PassageWord.word, PassageWord.number, PassageWord.weight, Passage.length, is_first
        )
        query = query.join(Passage, Passage.number == PassageWord.number)
        rows = session.execute(query.where(PassageWord.word.in_(forms))).all()
        self._first = {number for _, number, _, _, is_first in rows if is_first}
        postings: dict[str, dict[int, float]] = {}
        for word, number, weight, length, _ in rows:
            norm = 1 - LENGTH_PENALTY + LENGTH_PENALTY * length / max(words, 1)
            saturated = weight * (SATURATION + 1) / (weight + SATURATION * norm)
            postings.setdefault(word, {})[number] = saturated
        self._matches = [_best_of(term.forms, postings) for term in terms]
        self._rarities = [
            _worth(term, found) * math.log(1 + (count - len(found) + 0.5) / (len(found) + 0.5))
            for term, found in zip(terms, self._matches, strict=True)
        ]

    def best(self, limit: int) -> list[tuple[int, float]]:
        """The passages that speak of enough of what is asked, with how much of it."""
        scores: dict[int, float] = {}
        covered: dict[int, float] = {}
        asked = sum(self._rarities)
        if not asked:
            return []
        for found, rarity in zip(self._matches, self._rarities, strict=True):
            for number, weight in found.items():
                counts = FIRST_COUNTS if number in self._first else 1.0
                scores[number] = scores.get(number, 0.0) + counts * rarity * weight
                covered[number] = covered.get(number, 0.0) + rarity
        ranked = sorted(scores, key=lambda number: (-scores[number], number))
        enough = [n for n in ranked if covered[n] >= ENOUGH * asked]
        return [(number, min(covered[number] / asked, 1.0)) for number in enough[:limit]]

    def excerpt(self, text: str) -> str:
        """The blocks of a passage that speak most of what is asked, as many as can be told."""
        blocks = text.split("\n")
        if len(text) <= LONGEST_EXCERPT:
            return text
        worth = [self._worth(block) for block in blocks]
        start = max(range(len(blocks)), key=lambda place: (worth[place], -place))
        end = start + 1
        while end < len(blocks) and len("\n".join(blocks[start : end + 1])) <= LONGEST_EXCERPT:
            end += 1
        return "\n".join(blocks[start:end])

    def _worth(self, block: str) -> float:
        said = set(stems_of(block))
        return sum(
            rarity
            for term, rarity in zip(self._terms, self._rarities, strict=True)
            if said & term.forms.keys()
        )


def _worth(term: Term, found: Mapping[int, float]) -> float:
    """How much of the question a term is; a weak word that no page has is least of it."""
    return term.worth if found or term.worth == 1.0 else term.worth / 2


def _best_of(
    forms: Mapping[str, float], postings: Mapping[str, Mapping[int, float]]
) -> dict[int, float]:
    """For each passage that has one of a term's forms, the weight of the best."""
    best: dict[int, float] = {}
    for form, factor in forms.items():
        for number, weight in postings.get(form, {}).items():
            best[number] = max(best.get(number, 0.0), factor * weight)
    return best


def _terms(question: str, session: Session) -> list[Term]:
    """What a question names; words that name little count little, and hints least."""
    known = question_words()
    words = words_of(question)[:MOST_WORDS]
    terms = []
    for word in dict.fromkeys(word for word in words if word not in known.asking):
        root = stem(word)
        forms = {root: 1.0} | dict.fromkeys(known.means.get(root, ()), MEANT_FACTOR)
        is_weak = word in known.weak
        if not is_weak and not _is_said(session, forms):
            forms |= dict.fromkeys(_corrections(word, session), MEANT_FACTOR)
        terms.append(Term(forms, WEAK_WORTH if is_weak else 1.0))
    spaced = f" {' '.join(words)} "
    for hint, roots in known.hints.items():
        if f" {hint} " in spaced:
            terms.append(Term(dict.fromkeys(roots, 1.0), HINT_WORTH))
    return terms


def _is_said(session: Session, forms: Iterable[str]) -> bool:
    query = select(PassageWord.number).where(PassageWord.word.in_(list(forms))).limit(1)
    return session.scalar(query) is not None


def _corrections(word: str, session: Session) -> list[str]:
    """What a word that no page has may be a slip for."""
    edits = 2 if len(word) >= TWO_EDITS_LENGTH else 1 if len(word) >= ONE_EDIT_LENGTH else 0
    if not edits or not word.isalpha():
        return []
    known = session.scalars(select(PassageWord.word).distinct()).all()
    found = process.extract(stem(word), known, scorer=OSA.distance, score_cutoff=edits, limit=3)
    return [other for other, _, _ in found if other[0] == word[0] and len(other) > edits + 3]
