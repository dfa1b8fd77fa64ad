"""What pages deny and a sentence grants, and what a sentence denies and no page does."""

import re
from collections.abc import Iterator

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.clauses import denials_in
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import stem, words_of
from sales_agent.truth.rules.subjects import subjects_in

_NOTHING = frozenset({"delivery", "mind", "faulty", "slot", "deadline", "gift", "label"})
"""Subjects of which alone nothing is granted or denied."""
_PARTICULAR = frozenset(
    {"towel", "giftcard", "lamp", "curtain", "rug", "mountain", "northeast", "remote", "combine"}
    | {"abroad"}
)
"""Subjects for which alone a denial holds that names them."""
_NEVER = (
    r"(?:don't|do not|doesn't|does not|can't|cannot|can not|won't|will not|aren't|are not|isn't|"
    r"is not|unable to|never|not able to|neither|nor)"
)
_DO = (
    "offer accept take taken do have ship hold held keep kept return exchange swap refund use give "
    "given provide allow available possible collect pick support option sell make made get combine "
    "issue reserve send sent pay deliver set put bring brought eligible mix something supported"
)
_SERVICE = (
    r"(?:(?:in-store |store |express |standard |gift )?(?:refunds?|returns?|exchanges?|"
    r"returning|refunding|exchanging|express|pickups?|paypal|cards?|reservations?|holds?|"
    r"collections?|points|delivery|shipping))"
)
_REFUSES = re.compile(
    rf"\b{_NEVER}\s+(?:(?:currently|actually|yet|ever|be|get|able to|an?|any|possible to|at "
    rf"present) )*(?:{'|'.join(_DO.split())})(?:e?d|p?ped)?\b|"
    rf"\b(?:no|without any)\s+(?:\w+ )?{_SERVICE}\b",
    re.I,
)
"""How a shop says that it does not do something."""
_LIMIT = re.compile(
    r"\b(?:until|till|unless|after|before|once|if|when|while|except|more than|(?:n't|not) "
    r"(?:\w+ )?(?:all|every|always|only)|longer|later|"
    r"beyond|fee|fees|charges?|charged|costs?|need(?:ed)?|needs|have to|has to|worry|worn|"
    r"used(?! to| for| as)|washed|opened|past|than|require[ds]?|deposit|upfront|"
    r"advance|free|without|labels?|tags?|instant\w*|at once|immediately|yet|hesitate|matter|sure|"
    r"know|see|find)\b",
    re.I,
)
"""With these a denial limits something, or is about another thing than whether it is done."""
_COMMA = re.compile(r",\s+(?!or\b|and\b|\w+ or\b)")
_OR_ELSE = re.compile(r"\W*(?:or|otherwise|or else)\b", re.I)
"""Begins what becomes of goods for which a condition is not met."""
_STORES = re.compile(
    r"\b(?:keep|store|save|hold|have|see|know)\w*\b[^.,;]{0,16}"
    r"\bcard (?:numbers?|details?|data|information)\b",
    re.I,
)
"""What a shop does not keep is no service that it refuses."""
_EXCLUDED = re.compile(r"\b(?:exclud\w+|except\w*|exempt\w*|barred|ineligible|apart from)\b", re.I)


_STAGED = re.compile(
    r"\b(?P<what>cancel|address|change|charge)\w*\b.*?\b(?:until|up to|before|after|once|even|"
    r"as soon as|when|while|as long as)\b.*?"
    r"\b(?P<stage>pack|ship|dispatch|left|deliver|arriv|receiv)\w*",
    re.I,
)
"""A rule that holds up to a stage of an order, or from it on."""
_STAGES = {"dispatch": "ship", "left": "ship", "arriv": "deliver", "receiv": "deliver"}


def check_denied(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Rules that are turned round: granted where a page denies, or denied where none does."""
    if not evidence.has_pages or statement.mentions:
        return
    yield from _staged(statement, evidence)
    yield from _waived(statement, evidence)
    denials = [piece.own - _NOTHING for piece in evidence.pieces if piece.is_denied]
    denied = {one for one in denials if one}
    for clause in statement.clauses:
        if clause.is_question or clause.is_case or _OR_ELSE.match(clause.text):
            continue
        said = subjects_in(clause.text.lower()) - _NOTHING
        if denials_in(clause.text):
            for segment in _COMMA.split(clause.text):
                if words := _refused(segment, denied):
                    yield Finding(Kind.POLICY, words)
        elif said in denied and len(said) > 1 and not _EXCLUDED.search(clause.text):
            yield Finding(Kind.POLICY, clause.text.strip())


def _staged(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """What is said to be possible up to a stage of an order of which no page says so."""
    found = _STAGED.search(statement.text)
    if not found or statement.is_question or statement.clause_at(found.start()).is_case:
        return
    what, stage = found["what"].lower(), found["stage"].lower()
    meant = _STAGES.get(stage, stage)
    named = [meant, *(word for word, of in _STAGES.items() if of == meant)]
    if not any(what in line and any(word in line for word in named) for line in evidence.lines):
        yield Finding(Kind.POLICY, found.group())


def _waived(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """What is said not to be needed and that a page asks for."""
    for found in _WAIVED.finditer(statement.text):
        if statement.clause_at(found.start()).is_question:
            continue
        words = [stem(word) for word in re.findall(r"[a-z]{4,}", found["what"].lower())]
        asked = [one for line in evidence.lines for one in _ASKED.findall(line)]
        if any(word in one for one in asked for word in words if word not in _ANYTHING):
            yield Finding(Kind.POLICY, found.group())


_ANYTHING = words_of("anything else other your that this them from with payment")
_WAIVED = re.compile(
    r"\b(?:no|without(?: any)?) (?P<what>[\w' -]{3,40}?) (?:is |are |being )?(?:needed|necessary|"
    r"required|asked for|wanted)\b",
    re.I,
)
_ASKED = re.compile(r"\b(?:bring|must|need to|have to|needs?|show|choose)\b[^.;]*")
"""What a page asks of a shopper."""


def _refused(text: str, denied: set[frozenset[str]]) -> str:
    """The words by which something is refused that no page refuses; or none."""
    found, said = _REFUSES.search(text), subjects_in(text.lower()) - _NOTHING
    if not found or not said or _LIMIT.search(text) or _STORES.search(text):
        return ""
    return "" if any(_is_covered(said, one) for one in denied) else found.group()


def _is_covered(said: frozenset[str], denied: frozenset[str]) -> bool:
    """Whether what is refused is what a page denies, and not all that it denies a part of."""
    particular, others = denied & _PARTICULAR, denied - _PARTICULAR
    if not particular:
        return bool(denied & said)
    return bool(particular & said) and (not others or bool(others & said))
