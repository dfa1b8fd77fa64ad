"""Promises of the shop's rules held against its own pages and what its agents said."""

import re
from collections.abc import Iterator
from pathlib import Path

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.lexicon import alternatives
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.rules.fits import of_another_rule
from sales_agent.truth.rules.terms import TIMES, terms_in

_SERVICES = Path(__file__).with_name("services.txt")
_PROMISES = {
    "price match": (
        r"price[- ]?match\w*|match (?:\w+ ){0,4}prices?|beat (?:\w+ ){0,3}price|"
        r"(?:cheaper|for less|lower price)\b[^.;]{0,40}\b(?:we|I)(?:'ll|'d| will| can| would)? "
        r"(?:\w+ )?(?:match|beat|honou?r)|"
        r"(?:we|I)(?:'ll| will| can) (?:\w+ )?beat (?:it|that|them|any)"
    ),
    "free delivery": (
        r"free (?:\w+[- ]){0,2}(?:shipping|delivery|postage)|(?:shipping|"
        r"delivery) is (?:\w+ )?free|(?:ships?|deliver(?:ed)?) (?:it )?(?:for )?free|"
        r"no (?:shipping|delivery) (?:fee|charge|cost)s?|"
        r"(?:shipping|delivery|postage)(?: is|'s| comes| will be|'ll be) (?:\w+ )?(?:on the "
        r"house|"
        r"on us|complimentary|gratis|at no (?:\w+ )?(?:cost|charge))|"
        r"(?:complimentary|no[- ]cost) (?:\w+[- ]){0,2}(?:shipping|delivery|postage)"
    ),
    "free returns": (
        r"free (?:\w+ ){0,2}(?:returns?|exchanges?)|returns? (?:are|is) (?:\w+ )?free|returns? "
        r"(?:\w+ )?costs? (?:you )?nothing|"
        r"return (?:it |them )?for free"
    ),
    "difference": (
        r"(?:get|refund|pay|give|return|credit)\w* [^.;]{0,24}\bdifference\b|price "
        r"(?:adjustment|protection|drop guarantee)"
    ),
    "warranty": r"warrant(?:y|ies)",
    "guarantee": r"guarantee[sd]?",
    "lifetime": r"lifetime|for life",
    "no questions": r"no[- ]questions?[- ]asked",
    "cash": r"(?<!least )(?<!less )(?<!most )(?<!more )cash(?! ?back)|\bCOD\b|pay on delivery",
    "instalments": (
        r"\bEMI\b|instal?lments?|buy now,? pay later|pay later|klarna|afterpay|no[- ]cost emi|"
        r"interest[- ]free|spread (?:\w+ ){0,3}(?:costs?|payments?|price)|"
        r"pay (?:\w+ ){0,2}(?:in|over) (?:\w+ ){0,2}(?:parts|payments|months)"
    ),
    "gift wrap": r"gift[- ]?wrap\w*|wrap\w* (?:\w+ )?(?:gifts?|presents?|it)",
    "trial": r"try (?:it |them )?before you buy|home trial|try (?:it |them )?(?:on )?at home",
    "binding": r"legally binding|binding (?:offer|contract|agreement)",
    "leaves that day": (
        r"(?:leave|ship|send|sent|dispatch|go out|goes out)\w*\b[^.;,]{0,24}"
        r"\b(?:same (?:\w+ )?day|that (?:\w+ )?day)"
    ),
    "same day": r"(?:same|next)[- ]day|overnight|same (?:evening|night|afternoon)",
    "student": (
        r"student (?:discount|offer)|(?:first|welcome|birthday|loyalty|senior|staff|"
        r"employee)[- ]?(?:order|time|purchase)? discount"
    ),
    "credit": r"store credit|cash ?back",
    "restocking": r"restocking fee",
    "abroad": (
        r"(?:international(?:ly)?|worldwide|overseas|abroad)|(?:ship|deliver|send)\w* "
        r"(?:\w+ ){0,3}(?:to|in|outside) (?:(?:the )?(?:UK|USA|EU|UAE|United \w+)|the US|Europe|"
        r"Canada|Australia|Singapore|Dubai|Nepal|Sri Lanka|Germany|France|Japan|China|"
        r"(?:any|every|other|all) countr(?:y|ies))"
    ),
    "alterations": r"(?:free )?alterations?|hemming|tailoring",
    "recycling": r"trade[- ]in|recycling program\w*",
    "any reason": (
        r"for any reason|any ?time you (?:like|want)|whenever you (?:like|want)|full refund|"
        r"100% refund"
    ),
    "stored": (
        r"(?:keep|store|save|remember)\w* (?:(?:\w+ ){0,3}card (?:numbers?|details?|data)|"
        r"your card\b)|card\b[^.;]{0,30}\bon file"
    ),
    "condition": (
        r"(?:drop|remove|cut|take off|skip|bin|toss|lose)\b[^.;]{0,12}\b(?:labels?|tags?)|"
        r"(?:labels?|tags?)\b[^.;]{0,20}\b(?:don't matter|optional|(?:aren't|not|isn't) (?:needed|"
        r"required|necessary)|off is fine|can come off)|"
        r"(?:return|send|sent|bring|exchange|take|refund)\b[^.;]{0,40}"
        r"\b(?:worn|(?<!you )(?<!you've )used|washed)\b|"
        r"(?:worn|used|washed|opened) (?:goods|items|things|pairs?|clothes|products?|ones|shoes)|"
        r"(?:worn|washed|opened) \w+ (?:can|may|are fine|go(?:es)? back)|"
        r"(?:no need|don't have|needn't|doesn't have) (?:to |for )?[^.;]{0,24}\b(?:labels?|tags?|"
        r"receipts?|unused|box|packaging)\b|"
        r"(?:been|is|are|were|you've|have) (?:already )?(?:worn|washed|tried on)|"
        r"(?:without|no|even with no|don't need|do not need|needn't have|don't require)"
        r" (?:the |any |a |an |its |their |original )*(?:labels?|tags?|receipts?|packaging|box)"
    ),
    "home pickup": (
        r"(?:pick\w*|collect\w*|fetch\w*)[^.;]{0,40}\b(?:(?:your|the) (?:home|door\w*|place|"
        r"house|address)|"
        r"from you)|home pickup|(?:pick\w*|collect\w*|fetch\w*)[^.;]{0,40}\bat home|pickup "
        r"from home|doorstep (?:return|pickup|collection)"
    ),
    "services": rf"(?<!than )(?:{alternatives(_SERVICES)})",
    "only": (
        r"refunds?\b[^.;]{0,30}\b(?:only|exclusively|solely)\b|never refund|"
        r"only (?:ever )?(?:refund\w*|pa(?:y|id) (?:you )?back|credit(?:ed)?) "
        r"(?:\w+ ){0,3}(?:to|onto|as|by)\b|never (?:back "
        r")?(?:to|onto) "
        r"(?:your|the|a) (?:bank )?card|"
        r"(?:only|just) (?:ever )?(?:give|offer|do|get|issue)? ?(?:exchanges?|store credit|credit)"
    ),
    "after": (
        r"even after|any ?time(?= ?[.,!]|$)|any ?time at all|at any (?:time|point)|"
        r"no matter (?:when|how|what|why)"
    ),
    "no limit": (
        r"(?:as often|as many(?: times)?|as much|as long|whenever|any ?time)(?: as)? "
        r"you(?:'d)? (?:like|"
        r"want|wish|please|need)|unlimited|any number of|no limits?|without (?:any )?limits?|"
        r"again and again"
    ),
    "card in chat": (
        r"(?:type|enter|send|give|tell|share|write|post|provide|read|text|e-?mail|put|paste)\w*\b"
        r"[^.;]{0,40}\b(?:card (?:numbers?|details?|data)|CVV|CVC|PIN|password|one-time code)\b"
        r"[^.;]{0,40}\b(?:chat|here|message|reply|e-?mail|over the phone|to me|conversation)\b"
    ),
    "carrier": (
        r"dhl|fed ?ex|dpd|gls|usps|blue ?dart|delhivery|ekart|india post|royal mail|evri|"
        r"aramex|dtdc"
    ),
    "combined": (
        r"(?:combine|stack)\w* (?:\w+ ){0,3}(?:offers?|codes?|discounts?|coupons?|vouchers?)|"
        r"(?:offers?|codes?|discounts?|coupons?|vouchers?) (?:\w+ ){0,4}(?:combined|stacked|stack)"
    ),
    "restock": r"(?:will be )?back in stock|re-?stock(?:ed|ing)?\b(?! fee)",
}
_PATTERN = AnyCase("|".join(rf"(?P<p{i}>\b(?:{p})\b)" for i, p in enumerate(_PROMISES.values())))
_NAMES = list(_PROMISES)
_OF_RULES = ("any reason", "no limit", "after")
_OFFERS = re.compile(
    r"\b(?:offer\w*|includ\w*|free|complimentary|available|comes? with|get|throw in|add|accept\w*|"
    r"pay\w*|provide\w*|we (?:also )?(?:do|take|can|have|give)|you can|there(?:'s| is| are))\b",
    re.I,
)
"""How a service is offered; where no rules are spoken of, its name alone is no promise."""
_RANKED = re.compile(r"(?:lowest|best) price", re.I)
"""Said of goods, which is held against their list: no promise of the shop's."""
_MAIN = re.compile(r"\b(?:we|I)(?:'ll| will)\b", re.I)
_LEAD = 8
"""Characters of a case behind which what follows from it may begin without a comma."""
_RULES = re.compile(
    r"\b(?:return\w*|swap\w*|exchang\w*|cancel\w*|back|refund\w*|change|order)\b", re.I
)
"""What promises of any time and any number are about, if they are the shop's."""
_EACH = [re.compile(rf"\b(?:{pattern})\b", re.I) for pattern in _PROMISES.values()]
_TOLD = {"free delivery": r"\b(?:shipping|delivery)\b[^.]{0,60}\bnothing for orders"}
"""Other words in which the shop's own pages can say it."""
_AS_TOLD = [
    re.compile(rf"\b(?:{pattern})\b|{_TOLD.get(name, '(?!)')}", re.I)
    for name, pattern in _PROMISES.items()
]
_WIDE = re.compile(
    r"\b(?:express|overnight|always|every|any|unlimited|minimum|worldwide|everything|forever|"
    r"whatever|everyone|everybody|anyone|all orders|all returns|each order|ever)\b",
    re.I,
)
"""Words that make a promise wide: the shop has to use them too."""
_NOT = re.compile(r"\b(?:not|no|never|cannot|neither|nor|without|except|unless)\b|n't\b", re.I)
_TERM = re.compile(
    r"(?:for|within|up to|after|in|than|least|full|whole|entire|takes?|lasts?|need|be|"
    r"have|has|get|gets|got|give|gives|given|allow|allows|offer|of|another) an? "
    r"(?:full |whole )?(?:week|month|year)\b|"
    r"\b(?:a )?fortnight\b|"
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine)(?:\s?(?:-|\u2013|to|"
    r"or)\s?(?:\d+|two|three|four|five|six|seven|eight|nine))?[\s-](?:\w+[\s-])?(?:minute|hour|"
    r"day|week|month|year)s?\b",
    re.I,
)
_DENIED_AFTER = re.compile(
    r"(?:[^.,;]|,(?= \w+(?: \w+){0,2}(?:,| and\b| or\b))){0,48}"
    r"\b(?:(?:is|are|was|does|do)(?:n't| not)|"
    r"can't|cannot|can not|won't|will not|never)\b",
    re.I,
)
_VERB = re.compile(r"\b(?:is|are|can|will|may|do|does|has|have|takes?|costs?)\b", re.I)
_RETURN = re.compile(
    r"\b(?:return(?:s|ed|able)?|(?:br(?:ing|ought)|sen[dt]|take[n]?|give[n]?|go(?:es)?|com(?:e|"
    r"es|ing))\b[^.,;]{0,40}\bback|exchange[ds]?)\b",
    re.I,
)
_NO_RETURN = re.compile(
    r"(?:^|[.;:] |, )(?:the |our )?(?!what\b)(?P<what>[a-z]+(?: [a-z]+)?) (?:cannot|can't|can "
    r"not|may not|"
    r"are not to) be (?:returned|sent back|brought back)"
)
_EXCLUDED = re.compile(
    r"\b(?:exclud\w+|except\w*|exempt\w*|barred|ineligible|apart "
    r"from)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")


def check_policies(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Rules and favours that no page and no result of the shop speaks of, and terms they lack."""
    for found in _PATTERN.finditer(statement.masked):
        clause = statement.clause_at(found.end() - 1)
        is_case = clause.is_case and not _MAIN.search(clause.text, _LEAD)
        if statement.is_in_name(found.start()) or clause.is_question or is_case:
            continue
        which = next(i for i in range(len(_EACH)) if found[f"p{i}"])
        if _NAMES[which] in _OF_RULES and not _RULES.search(statement.text):
            continue
        if _NAMES[which] in ("services", "stored") and not (
            evidence.has_pages or _OFFERS.search(clause.text)
        ):
            continue
        if statement.mentions and _RANKED.fullmatch(found.group()):
            continue
        is_negated = statement.is_negated_before(found.start()) or bool(
            _DENIED_AFTER.match(statement.text, found.end())
        )
        wide = {word.lower() for word in _WIDE.findall(statement.text)}
        if not _is_promised(_AS_TOLD[which], wide, is_negated, evidence):
            yield Finding(Kind.POLICY, found.group())
    yield from _denied_returns(statement, evidence)
    yield from _unknown_terms(statement, evidence)


def _denied_returns(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Returns of goods of which the shop's own pages say that they are not taken back."""
    claim = _RETURN.search(statement.text)
    is_denied = statement.is_negated or _EXCLUDED.search(statement.text)
    if not claim or is_denied or statement.is_question:
        return
    words = set(re.findall(r"[a-z]+", statement.lower))
    for line in evidence.lines:
        for denied in _NO_RETURN.finditer(line):
            if set(denied["what"].split()) <= words:
                yield Finding(Kind.POLICY, f"{claim.group()} {denied['what']}")


def _is_promised(
    pattern: re.Pattern[str], wide: set[str], is_negated: bool, evidence: Evidence
) -> bool:
    """Whether a sentence of the shop's says it in the same sense, and as widely."""
    told = [
        sentence
        for line in evidence.lines
        if pattern.search(line)
        for sentence in _SENTENCE.split(line)
        if pattern.search(sentence)
    ]
    senses = {sense for sentence in told for sense in _senses(pattern, sentence)}
    if is_negated:
        return True in senses or not senses
    return any(
        False in _senses(pattern, sentence) and all(word in sentence for word in wide)
        for sentence in told
    )


def _senses(pattern: re.Pattern[str], sentence: str) -> set[bool]:
    """Whether a sentence denies what it speaks of; both where only another part of it denies."""
    found = pattern.search(sentence)
    assert found is not None
    clause = sentence[max(sentence.rfind(",", 0, found.start()), 0) : found.end()]
    texts = [sentence, clause] if _VERB.search(clause) else [sentence]
    return {bool(_NOT.search(pattern.sub(" ", text))) for text in texts}


def _unknown_terms(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    said = evidence.said.terms
    often = TIMES.finditer(statement.text) if _RULES.search(statement.text) else ()
    for found in [*_TERM.finditer(statement.text), *often]:
        terms = set(terms_in(found.group()))
        if terms & evidence.terms:
            if of_another_rule(found.start(), found.end(), terms, statement, evidence):
                yield Finding(Kind.POLICY, found.group())
            continue
        if terms & said and (statement.is_negated or statement.is_question):
            continue
        if not _is_until_a_day(terms, evidence):
            yield Finding(Kind.POLICY, found.group())


def _is_until_a_day(terms: set[tuple[int, str]], evidence: Evidence) -> bool:
    """Whether it is the time from today to a day that a result names."""
    return any(
        unit == "day" and abs((known - evidence.today).days) == number
        for number, unit in terms
        for known in evidence.days.dates
    )
