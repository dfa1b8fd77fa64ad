"""The words by which goods are called the cheapest, the dearest, or cheaper than others."""

import re

COMPARES = re.compile(
    r"less|least|most|more|cheap|expens|pric|dear|cost|low|high|top|bottom|budget|afford|best|beat|"
    r"under|above|below|spend|sav|than|number one|#1|award|star|rated|loved|end\b|first|last|as\b|"
    r"bargain|econom|wallet|güns|teuer|billig|preis|wenig|meist|höchst|from|between|steep|premium|"
    r"splurge|rather|instead|extra|exceed",
    re.I,
)
"""Without these a sentence compares nothing."""
_LESS = (
    r"(?:cheaper|less expensive|more affordable|less costly|lower(?:[- ]priced)?|günstiger|"
    r"billiger)"
)
_MORE = (
    r"(?:dearer|pricier|costlier|more expensive|more costly|higher(?:[- ]priced)?|steeper|teurer)"
)
_THING = r"(?:price|cost|price tag|one|option|choice|end)"
LEAST = re.compile(
    r"\b(?:most money (?:in|left|over)|(?:cheap|low|affordable)\w* end|"
    r"(?:the|our) (?:low-cost|low-priced|cheap|inexpensive|cheaper) (?:option|one|choice|pick)|"
    r"(?:asks?|takes|demands|wants) the least|cheapest|least expensive|lowest(?! (?:heel|rise|"
    r"waist|neck|stock))|most affordable|"
    r"least costly|most economical|"
    r"(?:costs?|cost you|pay|spend|charge[sd]?|sets? you back) (?:the|you the) least|"
    r"the least (?:you(?:'ll|'d| can| will| would)? )?(?:pay|spend|to pay|money)|tight(?:est)? "
    r"budget|"
    r"(?:friendl|nic|kind|sweet|gentl|light)\w+ (?:price|cost)|best[- ]price|best "
    r"(?:deal|buy|"
    rf"value)|{_LESS} of the (?:\w+ )?(?:two|pair|both)|smallest {_THING}|"
    r"(?:the|our|my|your) (?:\w+ )?(?:budget|bargain|thrifty|wallet-friendly|entry[- ]level) "
    r"(?:pick|choice|option|buy|one)|bargain of|(?:kindest|easiest|gentlest|lightest) on "
    r"(?:the|your) "
    r"(?:wallet|purse|pocket|budget)|bottom (?:end )?of (?:the|our|this) (?:range|list|scale|"
    r"price)|"
    r"at the (?:bottom|low(?:er)? end)|lowest down|günstigste\w*|billigste\w*|preiswerteste\w*|"
    r"(?:am|kostet am) wenigsten|niedrigste\w*)\b",
    re.I,
)
MOST = re.compile(
    r"\b(?:(?:price?y|expensive|dear|high)\w* end|"
    r"(?:the|our) (?:expensive|price?y|dear|dearer|pricier) (?:option|one|choice|pick)|"
    r"(?:asks?|takes|demands|wants) the most|most expensive|priciest|dearest|costliest|"
    r"highest(?! (?:heel|rise|waist|neck|"
    r"quality|rated|stock))|most costly|steepest|"
    r"(?:costs?|cost you|pay|spend|charge[sd]?|sets? you back) (?:the|you the) most|"
    rf"{_MORE} of the (?:\w+ )?(?:two|pair|both)|(?:biggest|largest) {_THING}|"
    r"the most (?!money (?:in|left|over))(?:you(?:'ll|'d| can| will| would)? )?(?:pay|spend|to "
    r"pay|money)|tops the "
    r"(?:list|range|bill|"
    r"price)|at the (?:top|upper|high(?:er)?) end|"
    r"(?:the|our|my) (?:\w+ )?(?:premium|splurge|luxury|top[- ]end) (?:pick|choice|option|one)|"
    r"top (?:end )?of (?:the|our|this) (?:range|list|scale|price)|at the (?:very )?top(?! of "
    r"mind)|"
    r"top end|teuerste\w*|(?:am|kostet am) meisten|höchste\w*)\b",
    re.I,
)
_NONE = (
    r"(?:\b(?:nothing|anything|none|no other|no one|not find|nowhere|nichts|keine?s?)\b|n't "
    r"(?:\w+ ){0,3}?(?:find|get|come|beat|spend|pay|go|see|do)\b|"
    r"\b(?:not|never|cannot) (?:\w+ ){0,3}?(?:find|get|come|beat|spend|pay|go|see|"
    r"do)\b)[^.;]{0,60}"
)
NOTHING_LESS = re.compile(
    rf"{_NONE}\b(?:{_LESS}|(?:costs?|spend|pay)(?: you)? less|beats?|undercuts?|for less)\b", re.I
)
NOTHING_MORE = re.compile(
    rf"{_NONE}\b(?:{_MORE}|(?:costs?|spend|pay)(?: you)? more|tops|"
    rf"outprices)\b",
    re.I,
)
WEAK_LESS = re.compile(
    rf"{_NONE}\b(?:as (?:little|cheap\w*|low|affordable|inexpensive) as|below|under(?:neath)?|"
    r"lower than|for less than|gets? (?:any )?(?:cheaper|lower))\b",
    re.I,
)
WEAK_MORE = re.compile(
    rf"{_NONE}\b(?:as (?:much|expensive|dear|pric\w+|high|steep|costly) as|above|over|beyond|"
    r"higher than|for more than)\b",
    re.I,
)
"""Superlatives where a product is named behind them."""
_OTHERS = (
    r"(?:all (?:of )?(?:the )?(?:others?|rest|remaining|these|them)|everything(?: else)?|"
    r"(?:every|any|each) "
    r"(?:of the )?others?|any of the|the (?:others?|rest|remaining)|anything(?: else)?|all else)"
)
BEATS_ALL = re.compile(
    rf"\b(?:{_LESS}|less|undercuts|below|under|beats)\b(?: than)?[^.;]{{0,20}}\b{_OTHERS}\b", re.I
)
TOPS_ALL = re.compile(
    rf"\b(?:{_MORE}|more|tops|outprices|above|over|exceeds)\b(?: "
    rf"than)?[^.;]{{0,20}}\b{_OTHERS}\b",
    re.I,
)
ALL_MORE = re.compile(rf"\b{_OTHERS}\b[^.;]{{0,40}}\b(?:{_MORE}|more|above|higher)\b", re.I)
ALL_LESS = re.compile(rf"\b{_OTHERS}\b[^.;]{{0,40}}\b(?:{_LESS}|less|below|lower|under)\b", re.I)
WINS = re.compile(
    r"\b(?:price|budget|money|sav(?:e|ing)|spend(?:ing)?|cost|wallet)\b[^.]{0,60}"
    r"\b(?:wins|best bet|the one|way to go|it is|takes it|the answer|smart(?:est)? (?:pick|"
    r"choice)|"
    r"safest)\b|\b(?:wins|best bet|leads|comes out (?:on top|ahead|best))\b[^.]{0,16}\bon "
    r"(?:price|cost|budget)\b|\b(?:lightest|softest|gentle|easiest) on\b",
    re.I,
)
NO_OBJECT = re.compile(
    r"\b(?:money|price|budget|cost)s?\b[^.,;]{0,12}\b(?:no (?:object|issue|concern|matter|worry)|"
    r"(?:isn't|is not|doesn't|does not) (?:an? )?(?:issue|matter|concern|problem|object))\b",
    re.I,
)
RISING = re.compile(
    r"\b(?:low(?:est)? to high(?:est)?|cheap(?:est)? (?:first|to)|ascending|rising price|price "
    r"order|"
    r"by price|order of price|up the price)\b",
    re.I,
)
FALLING = re.compile(
    r"\b(?:high(?:est)? to low(?:est)?|(?:dearest|priciest|most expensive) (?:first|to)|"
    r"descending|"
    r"falling price)\b",
    re.I,
)
THAN = re.compile(
    r"\b(?:than|als|instead of|over|versus|vs\.?|compared (?:to|with)|against|not|below|under|"
    r"above|beneath)\b",
    re.I,
)
COMPARED = re.compile(
    r"\b(?:compared (?:to|with)|next to|unlike|against|beside|where(?:as)?|while)\s+(?:the )?$",
    re.I,
)
THAN_LESS = re.compile(
    rf"\b(?:{_LESS}|less|undercuts|under|sav(?:e|es|ing)|fewer|below|easier on|kinder to|"
    rf"beats)\b",
    re.I,
)
THAN_MORE = re.compile(rf"\b(?:{_MORE}|more|extra|above|exceeds|tops)\b", re.I)
FROM_TO = re.compile(
    r"\b(?:from|between|starts? (?:at|with|from)|beginn\w* (?:bei|mit)|von)\b", re.I
)
TO = re.compile(r"\b(?:to|and|ends? (?:at|with)|through|bis)\b", re.I)
RUNS = re.compile(
    r"\b(?:price\w*|range[sd]?|run|runs|goes|go|cost\w*|start\w*|"
    r"preis\w*)\b",
    re.I,
)
OWN_PRICE = re.compile(
    r"cheap|expens|pric|dear|cost|afford|pay|spend|budget|bargain|entry|premium|splurge|econom|"
    r"thrift|value|wallet|günst|teuer|billig",
    re.I,
)
PRICED = re.compile(
    r"\b(?:pric\w+|cost\w*|cheap\w*|expensive|pay|money|range|budget|list|these|of (?:all|them)|"
    r"affordable|least|most|lot|bunch|selection|preis\w*|günstig\w*|teuer\w*|billig\w*)\b",
    re.I,
)
