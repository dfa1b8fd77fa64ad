"""Checks the sentences of one reply, in order, against the evidence of its turn."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from sales_agent.guards.markup import addresses_in
from sales_agent.truth.deeds.deeds import check_promises
from sales_agent.truth.deeds.heard import check_done
from sales_agent.truth.deeds.paid import check_paid
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.figures.calendar import check_days, check_figures, check_late
from sales_agent.truth.figures.prices import check_amounts, check_percents
from sales_agent.truth.reading.german import in_english, in_english_colours
from sales_agent.truth.reading.statement import Finding, Kind, Statement, read_statement
from sales_agent.truth.reading.words import is_german
from sales_agent.truth.rules.denied import check_denied
from sales_agent.truth.rules.doings import check_doings
from sales_agent.truth.rules.fits import check_fits
from sales_agent.truth.rules.offers import check_codes, check_offers
from sales_agent.truth.rules.perks import check_perks
from sales_agent.truth.rules.policies import check_policies
from sales_agent.truth.wares.denials import check_denials
from sales_agent.truth.wares.goods import Goods
from sales_agent.truth.wares.in_cart import check_cart
from sales_agent.truth.wares.listed import check_listed
from sales_agent.truth.wares.names import check_identifiers, check_names
from sales_agent.truth.wares.stock import check_counts, check_stores
from sales_agent.truth.wares.superlatives import check_superlatives
from sales_agent.truth.wares.variants import check_variants

logger = logging.getLogger(__name__)

_PIECES = re.compile(r" [\u2013-] |[:;] |(?<=[.!?]) |\"")
_ANSWER = re.compile(
    r"\W*(?:yes|yep|yeah|sure|absolutely|of course|certainly|indeed|no|nope|sorry|ja|nein|klar|"
    r"(?:that|it|this|those|they)(?: one| ones)?(?:'s| is| are|'re)(?: \w+)? (?:in stock|available|"
    r"there|left))\b",
    re.I,
)
"""Begins a sentence that says something of what the one before asked."""
_NAMES = re.compile(
    r"\W*(?:(?!(?:you|I|we|want|need|like|fancy|shall|still|any)\b)[\w'-]+[^\w']+){1,5}$", re.I
)
"""A question that only names what it asks for: "The cheapest?"."""
_IT_IS = re.compile(r"\W*(?:that|it|this)(?:'s|'d be| is| would be| will be| has to be)\b", re.I)
_FEW = 3
"""Words of an answer that only names something."""
_TAIL = 100
"""Characters before a sentence in which a leak may begin."""
_QUOTED = 20
"""Characters from which on the same words are no coincidence."""
_HAPPENED = re.compile(
    r"(?:I|we|they)\b(?!'ll\b| will\b)|(?:\w+'ve|has|have|had|been|was|were|got)\b", re.IGNORECASE
)
"""How a deed is told that has happened. A page tells what is done in general; that something was
done for her only an agent knows, whatever a page, a description or a note says of it."""
Check = Callable[[Statement, Evidence], Iterator[Finding]]
Gather = Callable[[], Evidence]
"""Collects the evidence of a turn, once."""
IsLeak = Callable[[str], bool]
"""Whether a sentence gives away what the model was told."""


def tells_nothing(sentence: str) -> bool:
    """Nothing is a leak where nothing is secret."""
    return False


CHECKS: Sequence[Check] = (
    check_amounts,
    check_percents,
    check_counts,
    check_days,
    check_identifiers,
    check_names,
    check_variants,
    check_stores,
    check_done,
    check_promises,
    check_superlatives,
    check_denials,
    check_cart,
    check_listed,
    check_offers,
    check_codes,
    check_paid,
    check_late,
    check_policies,
    check_perks,
    check_doings,
    check_fits,
    check_denied,
    check_figures,
)
_OF_FIGURES = frozenset({check_amounts, check_counts, check_days, check_policies, check_figures})
"""Checks that know no German of their own."""


class TruthCheck:
    """Says what of a sentence has no ground; remembers what the reply spoke of last."""

    def __init__(
        self, gather: Gather, checks: Sequence[Check] = CHECKS, *, is_leak: IsLeak = tells_nothing
    ) -> None:
        self._gather = gather
        self._checks = checks
        self._is_leak = is_leak
        self._heard = ""
        self._spoken_of: list[Goods] = []
        self._asked = ""

    def start_over(self) -> None:
        """Forget what was heard: the reply begins anew."""
        self._heard = ""
        self._spoken_of = []

    def findings(self, sentence: str) -> list[Finding]:
        """The claims of a sentence that nothing supports; a check that fails supports nothing."""
        if not any(char.isalnum() for char in sentence):
            return []
        self._heard = f"{self._heard}{sentence}"[-(_TAIL + len(sentence)) :]
        if self._is_leak(self._heard):
            return [Finding(Kind.LEAK, "")]
        try:
            return self._find(sentence)
        except Exception as error:  # noqa: BLE001 - fails closed, and tells no words to the log
            logger.error("truth_check_failed type=%s", type(error).__name__)
            return [Finding(Kind.UNCHECKED, "")]

    def _find(self, sentence: str) -> list[Finding]:
        evidence = self._gather()
        carried = self._spoken_of or evidence.at_hand
        asked, self._asked = self._asked, sentence if sentence.rstrip().endswith("?") else ""
        is_answer = bool(asked) and _answers(sentence, asked)
        whole = f"{asked}{sentence}" if is_answer else sentence
        statement = read_statement(whole, evidence.goods, carried)
        if statement.mentions:
            self._spoken_of = statement.goods
        found = list(self._checked(statement, evidence))
        found += _links(sentence, evidence)
        return [one for one in dict.fromkeys(found) if not _is_quoted(one, statement, evidence)]

    def _checked(self, statement: Statement, evidence: Evidence) -> Iterator[Finding]:
        """What the checks find; in German those of figures and rules are given their English."""
        figures = words = statement
        if is_german(statement.lower):
            words = in_english_colours(statement, evidence.text_words)
            figures = in_english(words)
        for check in self._checks:
            yield from check(figures if check in _OF_FIGURES else words, evidence)


def _answers(sentence: str, asked: str) -> bool:
    """Whether a sentence says something of what the question before it asked."""
    if _ANSWER.match(sentence):
        return True
    is_short = len(sentence.split()) <= _FEW
    return bool(_NAMES.match(asked) and (is_short or _IT_IS.match(sentence)))


def _links(sentence: str, evidence: Evidence) -> list[Finding]:
    """Web addresses that no result gave as such; one within a description or a page is none.

    What only the shopper typed is not offered to her either.
    """
    said = addresses_in(sentence)
    given = {one for deed in evidence.deeds for one in _addresses(deed.result)} if said else set()
    return [Finding(Kind.LINK, address) for address in said if address not in given]


def _addresses(value: object) -> Iterator[str]:
    """The values of a result that are an address and nothing else."""
    if isinstance(value, str) and addresses_in(value) == [value]:
        yield value
    elif isinstance(value, Mapping):
        yield from (one for held in value.values() for one in _addresses(held))
    elif isinstance(value, list):
        yield from (one for held in value for one in _addresses(held))


def _is_quoted(finding: Finding, statement: Statement, evidence: Evidence) -> bool:
    """Whether the claim stands in words that a result says as they are."""
    claim = finding.claim.lower()
    pieces = [piece.strip(" .\"'-") for piece in _PIECES.split(statement.lower)]
    around = [piece for piece in pieces if claim.strip(" \u2013-.,:") in piece]
    is_of_agents = finding.kind == Kind.DEED and _HAPPENED.match(finding.claim)
    text = evidence.own_text if is_of_agents else evidence.text
    return bool(around) and all(
        len(piece) >= _QUOTED and _stands_in(piece, text) for piece in around
    )


def _stands_in(piece: str, text: str) -> bool:
    """Whether a text holds words as they are, and not "15% off" for "5% off"."""
    place = text.find(piece)
    while place > 0 and text[place - 1].isalnum():
        place = text.find(piece, place + 1)
    return place >= 0
