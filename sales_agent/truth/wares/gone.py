"""The words by which goods are not there, and whether a clause says so."""

import re
from pathlib import Path

from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.lexicon import alternatives
from sales_agent.truth.reading.statement import Statement

_BE = (
    r"(?:is|are|was|were|been|'s|'re|went|gone|goes|looks?|stands?|sits?|runs?|lies?|stays?|seems?)"
)
GONE = AnyCase(
    rf"{alternatives(Path(__file__).with_name('gone.txt'))}|\u274c|"
    r"\bgone\b(?! (?:ahead|through|into|to|up|on|out(?! of)|in (?:your|the))\b)|"
    r"\b(?:is|are|was|were|been|went|gone|flew|flown|fly|flying|straight|right|all) "
    r"off (?:the|our) shel\w+|"
    rf"\b{_BE} (?:\w+ly )?(?:off (?:the|our|sale|limits)|beyond|past (?:us|it)|bare|empty|barren|"
    rf"vacant|"
    r"absent|elusive)\b|"
    r"\b(?:found|finding|gone to|got|went to|off to|with) (?:a |an |its |their |his |her )?"
    r"(?:new |other |another |good |different |happy )*(?:homes?|owners?|hands)\b|"
    r"\b(?:someone|somebody|another|other|others)(?: (?:shoppers?|customers?|people|buyers?|folks?|"
    r"else))?(?:'s| has| have| just| already)* (?:beat|got (?:there|to it|in)|bought|took|taken|"
    r"snapped|"
    r"nabbed|grabbed|snagged|had)\b|"
    r"\b(?:nothing|none)(?:'s| is| are) (?:\w+ly )?(?:left|there|remaining|here|to be had)\b|"
    r"\b(?:strik\w+ out|struck out|gets? away|got away|slip\w* away|slipped through|vanish\w*|"
    r"disappear\w*|evaporat\w*|elud\w+|bit the dust|biting the dust|left the building)\b|"
    r"\b(?:await\w*|waiting (?:for|on)|due for|pending|until) (?:\w+ ){0,2}?(?:new|fresh|more|"
    r"another|"
    r"the next|restock\w*|replenish\w*|re-?suppl\w*|deliver\w*)\b|"
    r"\bmiss(?:ed|ing)? (?:out on )?the (?:\w+ )?(?:last|final|boat|train|bus)\b|"
    r"\b(?:is|are|was|were|'s|'re) (?:\w+ )?out(?: in\b|(?!\w|[ -]\w))|"
    r"\b(?:is|'s|be|been|are|a) (?:an? )?(?:\w+ )?(?:bust|dead[- ]end|negative|lost cause|washout|"
    r"no-show|"
    r"flop|fail(?:ure)?|thumbs[- ]down|red light|brick wall|non-starter|wild goose chase)\b|"
    r"\b(?:in vain|lets? (?:you|us|me) down|(?:fibbing|lying|wrong|a liar|dishonest) (?:if|to)|"
    r"left (?:our|the) (?:shel\w+|racks?|range|stock|shops?|stores?))\b|"
    r"(?:\b(?:can|could) ?not|\b(?:can|could|wo)n't) be (?:had|bought|got|gotten|ordered|found|"
    r"purchased|sourced|supplied|obtained)\b(?! (?:by|with|via|without|on|together|at|before|"
    r"after)\b)|"
    r"\b(?:something|anything|one|another)(?: \w+)? (?:else|other|different) (?:than|from|to)\b|"
    r"\b(?:avail\w*|stock|qty|quantity|count|units|there)\s*[:=]+\s*(?:0|no|false|none|nil)\b|"
    r"(?:^|[-\u2013\u2014:,] ?)(?:none|nothing|zero|nil|0)(?= *[.!]*$)|"
    r"\b(?:is sold|(?:'s|'re) missing)\b(?! in| as| by| with| online)|"
    r"\b(?:every\w*|all|any\w*)\b[^.;!?]*?\b(?:but|except(?:ing)?(?: for)?|bar|save for|apart from|"
    r"other than|minus|aside from)\b(?= (?:for )?(?:the |in |size )?\S+(?: \S+){0,3}(?:$|[.!]| "
    r"(?:is|are)\b))"
)
"""Words by which goods are not there."""
_WONDERED = re.compile(r"\b(?:whether|if|wonder\w*|worr\w+|ask(?:ed|ing)?)\b[^,;:]*$", re.I)
"""Before a word for goods that are gone: whether they are is only asked."""
_UNSOLD = AnyCase(
    r"(?:n't|\bnot|\bnever|\byet to|\bnobody has|\bno one has) (?:\w+ ){0,2}?(?:sold|sell out|run "
    r"out|run "
    r"dry|gone|parted with|snapped|disappeared|vanished|taken)\b(?! in\b| at\b)"
)
"""What is not gone yet is there."""
_REGRET = AnyCase(
    r"\b(?:sorry|sadly|(?:I'm|we're|am|are) afraid|regret\w*|apolog\w*|alas|a? ?shame|pity|bad "
    r"news|"
    r"(?:bad|hard|tough) luck|unluck\w*|disappoint\w*|pains? (?:me|us)|oh no|too late|bummer|"
    r"gutted|"
    r"heartbr\w+|wish (?:I|we) (?:could|had)|hate to|if only|leider|schade|bedau\w+)\b"
)
_THERE = AnyCase(
    r"\b(?:in stock|available|there|here|have|has|got|ready|get|buy|order|left|remain\w*|waiting|"
    r"found|"
    r"find|yours|still|also|instead|comes?|auf lager|verfügbar|vorrätig|lieferbar|da)\b"
)
_TURNED = re.compile(r"(?:n't|\bnot|\bnever|\bfar from) (?:\w+ )?$", re.I)
"""Before a word for goods that are gone: then they are there."""


def denies_stock(part: Statement) -> bool:
    """Whether a clause says that something is not there; "it hasn't sold out" says that it is."""
    if _UNSOLD.search(part.text):
        return False
    gone = GONE.search(part.text)
    if gone is None:
        return part.is_negated or is_regretted(part)
    before = part.text[: gone.start()]
    return not (_TURNED.search(before) or _WONDERED.search(before))


def is_regretted(part: Statement) -> bool:
    """Whether a clause is sorry for something, and does not say that goods are there."""
    return bool(_REGRET.search(part.text)) and not _THERE.search(part.unnamed)
