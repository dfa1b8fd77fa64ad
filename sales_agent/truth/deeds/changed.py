"""What is said to have changed with a thing of the shop, whatever the words, in an idle turn."""

import re

from sales_agent.truth.deeds.objects import CART, ID
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.clauses import denials_in
from sales_agent.truth.reading.statement import Statement

_THING = re.compile(
    rf"\b{ID}\b|\b(?:your|the|an?) (?:\w+ )?(?:order|parcel|package|return|refund|reservation|hold|"
    rf"pickup|cancell?ation|exchange|address|payment|{CART})\b(?! (?:window|policy|costs?|number|"
    r"page|slots?|points?|status|date|total))",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:now|instead|no longer|any ?more|again|as (?:you )?(?:asked|wanted|wished|requested|"
    r"said|agreed|promised)|like you (?:asked|wanted|said)|(?:all )?(?:sorted|signed up|set up|"
    r"lined "
    r"up|squared away|wrapped up|fixed up)|thanks to|on your behalf|behind the scenes|"
    r"a new (?:destination|address|date|slot|home)|called a halt to|put a stop to|pulled the "
    r"plug)\b",
    re.I,
)
"""With these a thing is said not to be as it was."""
_STANDS = re.compile(
    r"\b(?:confirmed|pending|packed|shipped|dispatched|delivered|delivery|arriv\w*|expected|due|"
    r"estimate\w*|promised|eta|on (?:its|the) way|in transit|status|comes? to|costs?|totals?|worth|"
    r"includes?|contains?|holds?|empty|under|over|tracking|track|prepar\w*|process\w*|paid|"
    r"refunded|canceled|cancelled|see|show\w*|find|look\w*|check\w*|know|ready to|moment|"
    r"in stock|available)\b|\d",
    re.I,
)
"""With these it is said how it stands, which other checks hold to its results."""
_OPEN = re.compile(
    r"\b(?:can|could|would|may|might|should|shall|must|need\w*|want\w*|prefer|like|able|try|let|"
    r"please|if|once|when|whenever|until|before|after|or|either|would you|tell|say|choose|"
    r"do(?:es)?n't|to)\b|'(?:d|ll)\b|\?",
    re.I,
)


def says_changed(part: Statement, evidence: Evidence) -> str:
    """The words by which a thing is said to have changed though nothing was done; or none."""
    text = part.masked
    thing, change = _THING.search(text), _CHANGE.search(text)
    if not thing or not change or any(deed.has_effect for deed in evidence.now):
        return ""
    rest = _CHANGE.sub(" ", _ID.sub(" ", text))
    if denials_in(rest):
        return ""
    return "" if _STANDS.search(rest) or _OPEN.search(rest) else change.group()


_ID = re.compile(ID)
