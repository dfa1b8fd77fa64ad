"""The words by which goods are called the cheapest, the dearest, or cheaper than others."""

import re

from sales_agent.truth.reading.anycase import AnyCase

_CHEAP = (
    r"cheap|affordable|economical|inexpensive|(?:budget|wallet|pocket|purse)[- ]friendly|thrifty|"
    r"frugal|reasonabl[ey](?:[- ]priced)?|modest(?:ly[- ]priced)?|low[- ](?:cost|priced?)|"
    r"cost[- ]effective|günstig|billig|preiswert"
)
_DEAR = (
    r"expensive|costly|price?y|dear|steep|high[- ](?:cost|priced?)|extravagant|luxurious|upmarket|"
    r"upscale|teuer"
)
_COST = (
    r"pric\w*|cost\w*|rates?|mrp|pa(?:y|ys|id|ying)|spend\w*|spent|charg\w*|money|cash|budget\w*|"
    r"wallets?|"
    r"purse|"
    r"pockets?|pennies|rupees|outlays?|expenses?|bill|asks?|asking|sets? (?:you )?back|"
    r"part(?:ing)? with|(?:shell|fork|lay)(?:ing)? out|sav(?:e|es|ing|ings)|"
    r"(?:go|goes|going|sells?|yours|had) for|for (?:less|more)(?= than)|preis\w*|kostet|zahl\w*"
)
COST = re.compile(rf"\b(?:{_COST})\b", re.I)
"""With these words "less", "the lowest" or "at the top" is said of a price."""
_COST_NOUN = (
    r"prices?(?: ?tags?| point)?|costs?|rates?|mrp|tags?|spend|outlay|expense|bill|sum|amount|"
    r"figure|money|"
    r"damage|rupees|cash|coins|notes|ask|asking price|preis\w*"
)
_THING = (
    r"(?:pick|choice|option|buy|one|bet|tip|find|product|item|piece|thing|purchase|deal|ones|"
    r"picks|options)"
)
_SAID = (
    r"(?:(?<=the )|(?<=cost )|(?<=costs )|(?<=you )|(?<=charge )|(?<=charges )|(?<=priced )|"
    r"(?<=pay )|(?<=pays )|(?<=paying )|(?<=spend ))"
)
_SMALL = (
    r"lowest|smallest|lightest|slightest|tiniest|slimmest|gentlest|kindest|easiest|friendliest|"
    r"softest|nicest|sweetest|niedrigste\w*|(?:am )?wenigsten|least(?= (?:money|cash))|"
    r"fewest(?= (?:rupees|coins|notes))|"
    r"minimum(?= you| price| spend| outlay)|"
    rf"{_SAID}least"
)
_LARGE = (
    r"highest|biggest|largest|heaviest|heftiest|greatest|fattest|höchste\w*|(?:am )?meisten|"
    rf"most(?= (?:money|cash|rupees|coins|notes))|maximum(?= you| price| spend| outlay)|{_SAID}most"
)
_LESSER = r"less|lower(?:[- ]priced)?|smaller|lighter|gentler|easier|kinder|softer|fewer|weniger"
_GREATER = r"more|higher(?:[- ]priced)?|bigger|larger|heavier|heftier|extra|mehr"
_ENDS = r"(?:(?:end|side)|(?:bracket|segment|range|scale|spectrum|ladder)\b(?! of))"
_WHOLE = r"(?:the|our|this|that|my) (?:\w+ )?(?:range|list|scale|price\w*|lot|bunch|ladder|group)"
_CAN_BE = (
    r"(?:it gets|it goes|they come|can be|you(?:'ll|'d| can| could| will) (?:find|get|go|pay))"
)
_NOT_LESS = r"(?:(?!least|less|most|more|not|cheap|dear)\w+ )?"
_CUES: dict[str, str] = {
    "low_est": (
        rf"cheapest|(?:lowest|bottom|least)[- ]priced|as (?:{_CHEAP}|low|little) as {_CAN_BE}|"
        rf"least (?:{_DEAR})|most (?:{_CHEAP})|thriftiest|steal of|"
        rf"bargain of|(?:best|keenest)[- ](?:price|deal|buy|value)\w*|"
        rf"(?:the|our|my|your) {_NOT_LESS}(?:budget|bargain|thrifty|wallet-friendly|entry[- ]level|"
        rf"low-cost|low-priced|cheap|inexpensive|money-saving) {_THING}|entry (?:point|price)|"
        rf"(?:low|lower|cheap|cheaper|bottom|budget|affordable|thrifty) {_ENDS}|"
        rf"bottom of {_WHOLE}|lowest down|(?:cheaper|less expensive|lower[- ]priced|more affordable"
        rf"|less costly) of (?:the|these|those|both)|(?:the|our|your) cheaper {_THING}|"
        rf"cheaper (?=of )|tight(?:est)? budget|(?:sav\w+|keep\w*|leav\w+) (?:\w+ ){{0,2}}the most|"
        rf"most money (?:in|left|over)|"
        r"günstigste\w*|billigste\w*|preiswerteste\w*"
    ),
    "high_est": (
        rf"dearest|priciest|(?:highest|top|most)[- ]priced|as (?:{_DEAR}|high|much) as {_CAN_BE}|"
        rf"deepest pockets|costliest|steepest|most (?:{_DEAR})|splurge of|"
        rf"least (?:{_CHEAP})|"
        rf"the splurge|(?:the|our|my) {_NOT_LESS}(?:premium|splurge|luxury|top[- ]end|flagship|"
        rf"big[- ]ticket|"
        rf"expensive|price?y|dear|dearer|pricier) {_THING}|"
        rf"(?:high|higher|upper|top|pricey|pricy|pricier|expensive|dear|premium) {_ENDS}|"
        rf"(?:dearer|pricier|costlier|more expensive|more costly|higher[- ]priced) of "
        r"(?:the|these|those|both)|teuerste\w*"
    ),
    "low_er": (
        r"cheaper|(?:keep\w*|sav\w+|leav\w+|have|left with) (?:you )?(?:with )?more "
        r"(?:money|cash|change)|"
        rf"(?:keep|bring|hold|get)(?:s|ing)? (?:the |your )?(?:costs?|prices?|spend|bill) "
        rf"(?:down|low)|less (?:{_DEAR})|more (?:{_CHEAP})|thriftier|undercuts?|günstiger|billiger|"
        r"preiswerter"
    ),
    "high_er": (
        rf"dearer|pricier|costlier|steeper|more (?:{_DEAR})|less (?:{_CHEAP})|outprices?|teurer"
    ),
    "low_as": rf"(?:as|so) (?:{_CHEAP}|low|little) as",
    "high_as": rf"(?:as|so) (?:{_DEAR}|high|much) as",
    "low_end": rf"rock bottom|at the (?:very )?bottom(?! end| side)|foot of {_WHOLE}",
    "high_end": (
        r"at the (?:very )?top(?! of mind| end| side)|(?:tops?|topped|topping|head(?:s|ing)?) "
        r"(?:of )?(?:the|our|this) (?:\w+ )?(?:"
        r"list|range|"
        r"line|bill|scale|price\w*|lot)|(?:lead(?:s|ing)?|led) "
        r"(?:the|this|our) (?:list|pack|field|range|way)"
    ),
    "small": rf"(?:{_SMALL})(?: (?:\w+ )?(?P<low_noun>{_COST_NOUN}))?",
    "large": rf"(?:{_LARGE})(?: (?:\w+ )?(?P<high_noun>{_COST_NOUN}))?",
    "less": (
        rf"(?:{_LESSER})|below|under(?:neath)?|beneath|beats?|sav(?:e|es|ing|ings)|"
        r"(?:do|find|get) better|match(?:es)?|rivals?|the edge|step\w* down|down(?= in price)"
    ),
    "more": rf"(?:{_GREATER})|reach(?:es)?(?= the (?:price|cost))|step\w* up|up(?= in price)|"
    rf"above|over|beyond|exceeds?|tops",
}
CUES = AnyCase("|".join(rf"\b(?P<{name}>{words})\b" for name, words in _CUES.items()))
LOW = frozenset({"low_est", "low_er", "low_as", "low_end", "small", "less"})
"""The groups of cues that say little; the others say much."""
FIRST = frozenset({"low_est", "high_est", "low_end", "high_end", "small", "large"})
"""Those that call one the first of all."""
OF_COST = frozenset({"low_end", "high_end", "small", "large", "less", "more"})
"""Those that speak of a price only with a word of money beside them."""
BESIDE = frozenset({"below", "under", "underneath", "beneath", "above", "over", "beyond"})
"""Cues that only tell which of two it is where no other word compares."""
ALIKE = frozenset({"low_as", "high_as"})
PLACED = re.compile(
    r"(?:\b(?:is|are|sits?|lies?|goes|go|comes?|priced|ranks?|stands?|falls?|just|well|slightly|"
    r"far|"
    r"bit|little|in|way|cost|costs|find|get|anything|nothing|see)|'s)\s+$",
    re.I,
)
"""Before "below" or "over" that says of a price where it is."""
OTHER_SENSE = re.compile(
    r"\s+(?:heel|rise|waist|neck|stock|quality|rated|of all for|people|popular|likely|importantly|"
    r"of our|shoppers|customers|recent\w*|comfortable|chance|favou?rite|(?:about|around) the "
    r"bush)\b",
    re.I,
)
"""Behind "the lowest" or "most": not said of a price."""
GOES_ON = re.compile(
    r"(?=\W*$)|\s*[.,;:!?)\u2013\u2014-]|\s+(?:than|for|money|on|of|if|when|to|in|here|at|with|"
    r"price\w*|cost\w*|tags?|from|by|and|but|so|as|cash|rupees|spend|outlay|the|that|what|any|"
    r"every\w*|all|everything|anything|Xx|als|not|versus|vs|compared|over|amount|bill|figure|"
    r"comparatively|overall|you|it|I|we|there|anyone|(?:\w+ )?(?:by|in|on) (?:price|cost)|"
    r"available|listed|shown|around|(?:choice|pick|option|one|product|item)s?)\b",
    re.I,
)
"""Behind a bare "less" or "more": not "more formal"."""
NONE = AnyCase(
    r"\b(?:nothing|none|nobody|no one|not (?:one|any) of|nowhere|no other|"
    r"no(?: \w+){0,2}? (?:one|option|product|item|"
    r"thing|piece|pair|choice|price|alternative|\w+s?) (?:here|on|in|is|comes?|has|have|costs?|"
    r"goes|sells?|charges?)|hardly anything|hard(?:[- ]pressed)? to(?! beat)|(?:difficult|tough|"
    r"impossible|struggle) to|nichts|keine?s?)\b"
    r"|(?:n't|\bnot|\bnever|\bcannot) (?:\w+ ){0,3}?(?:find|get|gets|come|beat|spend|pay|go|see|"
    r"do|buy|have|be beaten|anything|show|offer|list|sell|stock|carry|know|got)\b"
)
"""Before a comparison: no other is so."""
OTHERS = AnyCase(
    r"\b(?:all (?:of )?(?:the |these |those )?(?:other|rest|remaining|others|them|these|ones|"
    r"alternatives|competitors|rivals)\w*|"
    r"everything(?: else)?|(?:every|any|each)(?: single)?(?: of (?:the|these|those))? others?|"
    r"any(?:thing)? (?:of (?:the|these|those|them)|else)|anything|the (?:others|rest|remaining|"
    r"competition)|others(?= (?:are|cost|go|come|sit|fall|all|being|have|will|start|were))|all "
    r"else|(?:the )?other (?:ones|options|products|items|\w+s)|whatever else|"
    r"(?:every|any|which\w*) (?:other|one of)|(?:every|each|any) (?:single )?(?:alternative|rival|"
    r"competitor)|its (?:rivals|peers|neighbou?rs)|alle anderen|alles "
    r"andere)\b"
)
ORDINAL = AnyCase(
    r"\bthe (?P<which>first|former|second|latter|last|other)(?:[- ](?:one|named|mentioned))?\b(?! "
    r"(?:order|time|thing|step|day|page|week))"
)
"""One of two that were named."""
OBJECT = re.compile(
    r"\b(?:than|als|over|versus|vs\.?|compared (?:to|with)|(?:when )?(?:set |weighed )?against|"
    r"next to|beside|unlike|instead of|rather than|in place of|not|below|under|beneath|above|"
    r"beyond|from|undercuts?|beats?|exceeds?|outprices?|tops|as)(?: (?:for|the|with|by|that|of|"
    r"price|cost|its|our|what|you|pay|pays|going|choosing|taking|picking|buying|on|is|a|one|does|"
    r"would|in))*(?: the)? ?$",
    re.I,
)
"""Before the one that another is compared with."""
UNCOMPARED = re.compile(
    r"\s*than (?:₹|rs\b|inr\b|\d|it (?:used|was|is)|usual|before|ever|normal|last|most\b|you(?:'d| "
    r"might| may| think)? (?:think|expect))",
    re.I,
)
"""Behind a comparison with something that is no product."""
NO_OBJECT = AnyCase(
    r"\b(?:money|price|budget|cost)s?\b[^.,;]{0,12}\b(?:no (?:object|issue|concern|matter|worry)|"
    r"(?:isn't|is not|doesn't|does not) (?:an? )?(?:issue|matter|concern|problem|object))\b"
)
BY_COST = AnyCase(
    r"\b(?:(?:on|by|in|in terms of|when it comes to|going by|looking at|as for) (?:the )?(?:price|"
    r"cost|budget|money)\b(?! of)|(?:price|cost|money|budget)s?[- ]?wise|if (?:it's |"
    r"you're )?[^.,;]*"
    r"(?:pric\w+|cost\w*|budget|money|spend\w*|sav\w+)|(?:for|on|to) (?:a |the )?(?:tight |small |"
    r"limited |tightest |smallest )?(?:budget|shoestring|sav(?:e|ing)|wallet)|your (?:wallet|purse|"
    r"budget)|(?:low|small|tiny|little|good) (?:price|cost|bill|spend|price tag)\b[^.,;]{0,12}"
    r"(?:decides?|matters?|counts?|comes first|is (?:the )?(?:aim|goal|key|point|priority))|"
    r"pennies|shoestring|sav(?:e|ing) money|little as possible)\b"
)
"""Words by which what follows is said of what things cost."""
WINS = AnyCase(
    r"\b(?:wins|winner|best bet|best(?: (?:one|choice|pick|option))?(?! (?:for|with|of both|"
    r"seller))|"
    r"the one(?! (?:with|in|that))|way to go|it is|takes (?:it|the (?:crown|lead|prize))|has it|"
    r"the answer|comes? (?:out )?(?:on top|ahead|first)|you want|safest|leads|"
    r"ahead of (?:all|every\w*|the (?:rest|others|pack))|(?:then|so) it's|"
    r"smart(?:est)? (?:pick|choice))\b|\b(?:lightest|softest|gentle|easiest) on\b"
)
"""Words by which one is the first of all, if it is said of what things cost."""
EXCEPT = re.compile(
    r"\b(?:everything|all|anything|the (?:rest|others)|(?:every|any) \w+)(?: here| else)? (?:but|"
    r"except(?:ing)?|apart from|other than|besides|bar|save)(?: for)?(?: the)? Xx(?=[^.;]*$)",
    re.I,
)
"""Before a comparison: all others are so."""
_FROM_LOW = r"(?:cheapest|cheap|lowest|low|budget|least(?: expensive| costly)?|most affordable)"
_FROM_HIGH = (
    r"(?:dearest|priciest|costliest|most(?: expensive| costly)?|highest|high|expensive|dear|"
    r"price?y|costly|premium|luxury)"
)
RISING = re.compile(
    rf"\b(?:{_FROM_LOW}(?:[- ]priced?| end)? (?:first|to (?:the )?{_FROM_HIGH})|"
    rf"(?:price_)?asc(?:ending)?|"
    r"(?:rising|increasing|climbing) price|price order|by price|order of price|up the price)\b",
    re.I,
)
FALLING = re.compile(
    rf"\b(?:{_FROM_HIGH}(?:[- ]priced?| end)? (?:first|to (?:the )?{_FROM_LOW})|"
    rf"(?:price_)?desc(?:ending)?|"
    r"(?:falling|decreasing|dropping) price)\b",
    re.I,
)
STARTS = re.compile(
    r"\b(?:start\w*|begin\w*|open\w*|kicks? off|first|number one|no\. ?1|#1|lead\w*|at the "
    r"(?:start|front|head))\b",
    re.I,
)
ENDS = re.compile(
    r"\b(?:end(?:s|ing)?(?= (?:with|at|in|on))|at the end|finish\w*|clos\w+|last|final\w*|"
    r"rounds? (?:\w+ )?off|wraps? up|tops out)\b",
    re.I,
)
"""Where a product stands in a list that is in the order of prices."""
FROM_TO = re.compile(
    r"\b(?:from|between|starts? (?:at|with|from)|beginn\w* (?:bei|mit)|von)\b", re.I
)
TO = re.compile(
    r"\b(?:to|and|(?:ends?|tops? out|finish\w*|stops?) (?:at|with)|through|bis)\b", re.I
)
RUNS = re.compile(
    r"\b(?:price\w*|range[sd]?|run|runs|goes|go|cost\w*|start\w*|preis\w*)\b",
    re.I,
)
