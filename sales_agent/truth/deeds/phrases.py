"""The forms in which a deed is said to be done: by whom, in which tense, and in whose cart."""

import re

from sales_agent.truth.deeds.objects import CART, PEOPLE
from sales_agent.truth.deeds.sorts import BASES, NOUNS, STATES, STEMS
from sales_agent.truth.deeds.vague import DOING, DONE, GENERIC
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.text import words_of

_STAFF = r"(?:the|our) (?:team|staff|store|people|folks)(?: (?:at|in) [^.,;]{1,30}?)?"
_SUBJECT = rf"(?:I|we|they|ich|wir|{_STAFF})"
_ADVERBS = (
    r"(?: just| now| already| also| successfully| all| both| being| officially| duly| safely|"
    r" fully| gladly| happily| gone ahead and| went ahead and| took the liberty and| quickly|"
    r" finally| been| still| currently| now being| nun| jetzt| bereits| schon| soeben| gerade)*"
)
_HAVE = r"(?:'ve|'d| have| had|'m| am|'re| are| habe| haben)?"
STEM = AnyCase(rf"\b(?:{STEMS})\b")
OWN = re.compile(rf"\b{_SUBJECT}{_HAVE}{_ADVERBS}\s+(?:{STEMS})\b", re.I)
PASSIVE = re.compile(
    rf"(?:\b(?:is|are|was|were|been|got|gets?|has|have|wurden?|ist|sind)|'s|'re){_ADVERBS}"
    rf"\s+(?:{STEMS})\b",
    re.I,
)
GERMAN = re.compile(
    rf"\b(?:habe|haben|hat|wurden?|ist|sind)\b[^.;]{{1,80}}?\s(?:{STEMS})\b(?! werden)", re.I
)
HAD = re.compile(
    rf"\b(?:consider|(?:I|we)(?:'ve| have)? (?:got|had)) "
    rf"(?:(?!you\b|that\b|which\b|what\b|who\b|we\b)[\w'-]+ ){{1,6}}(?:{STEMS})\b(?! by\b)",
    re.I,
)
BARE = re.compile(
    rf"^\W*(?:(?:successfully|now|and) )*(?!put\b|noted\W*$)(?:{STEMS})\b"
    r"(?! (?:goods|items?|orders?|products?|units?|prices?|pairs?)\b)",
    re.I,
)
HERS = re.compile(
    rf"^\W*(?:(?:so|and|now|great|perfect|done|okay|ok|yes|good news)\W+)*you(?:'ve| have| just)+"
    rf"{_ADVERBS}\s+(?:{STEMS})\b",
    re.I,
)
"""What she is said to have done here, which only a call can do: "you've paid for it"."""
CHAINED = re.compile(
    rf"\b(?:and|then|plus|und)(?: also| then| just| even| now)* "
    rf"(?:(?:the|your) (?:(?!is\b|are\b|was\b|has\b|will\b)\w+ ){{1,2}})?(?:{STEMS})\b",
    re.I,
)
"""A second deed behind the first one: "added it and paid for it"."""
WANTED = re.compile(
    r"(?<!\bas )(?<!\blike )(?<!\bwhat )\byou(?:'d| would)?"
    r"(?: still| really| rather| also)* (?:want(?:ed)?|like|love|prefer|wish|need|mean|plan|"
    r"intend)\b(?! to (?:know|hear)\b)|"
    r"\b(?:möchtest|möchten|willst|wollen)\b",
    re.I,
)
"""What she wants is not done by that."""
CHAINED_VAGUE = re.compile(
    rf"\b(?:and|then|plus|und)(?: also| then| just| even| now)* (?P<verb>{GENERIC})\b", re.I
)
AS_ASKED = re.compile(
    rf"\b(?:{STEMS})\b,? (?:just )?as (?:you (?:asked|wanted|wished|requested|said)|requested|"
    rf"agreed|promised|discussed)\b",
    re.I,
)
"""Done as she wanted it, whatever stands before it."""
BEHIND = AnyCase(
    rf"\b(?:{STEMS})\b(?! (?:by|price|items?|goods|orders?|units?|"
    rf"pairs?)\b)"
)
STEM_BEHIND = ("apply", "reserve", "cart", "remove", "cancel", "refund", "return", "hand over")
LEAD = re.compile(r"^\W*(?:so |okay |and )?(?:that's|there's|that is|with that|here's)\b", re.I)
VERB = re.compile(
    r"\b(?:let me|let's|please|to|happy|is|are|was|were|has|have|had|will|can|could|would|"
    r"should|may|might|must|do|does|did|"
    r"costs?|comes?|gets?|goes|stays?|remains?|lasts?|lets?|wants?|means?|allows?|works?|make|"
    r"makes|need|needs|takes?|ist|sind|hat|haben|wird|werden|"
    r"wurden?|"
    r"kann|können|kostet)\b|'(?:s|re|ve|ll|d|m)\b",
    re.I,
)
OWN_GENERIC = re.compile(
    rf"(?:\b{_SUBJECT}{_HAVE}{_ADVERBS}\s+|^\W*(?:(?:successfully|now|and) "
    rf")*)(?P<verb>{GENERIC})\b",
    re.I,
)
GERMAN_GENERIC = re.compile(
    rf"\b(?:habe|haben|wurden?|ist|sind)\b[^.;]{{1,80}}?\s(?P<verb>{GENERIC})\b(?! werden)", re.I
)
NOUN_DONE = AnyCase(
    rf"\b(?:{NOUNS})\b(?P<between>[^.;:?]{{0,48}}?)"
    rf"(?:\s(?:is|was|are|were|has|have|got|went|ist|sind|wurden?)|'s|'re){_ADVERBS}\s+"
    rf"(?P<done>{DONE})\b"
)
NOUN_DONE_BARE = AnyCase(
    rf"\b(?:{NOUNS})\b[^.;:?]{{0,40}}?[\s:]{_ADVERBS}\s*(?P<done>{DONE})"
    rf"(?: (?:for|as|on|at|in|with)\b[^.;?]{{0,40}})?\W*$"
)
RUNS = re.compile(
    r"\b(?:active|live|open|ready|in place|yours|on file|official|"
    r"accepted)$",
    re.I,
)
ON_HERS = re.compile(rf"\b(?:your?|{CART}|order|total|account|O-\w+|deine?\w*|ihre?\w*)\b", re.I)
NOW = re.compile(r"\b(?:has|have|was|now|just|already)\b", re.I)
"""With these something is said to have been done, and is no rule."""
IT_DONE = AnyCase(
    rf"\b(?:it|that|this|everything|all|das|alles|es)(?:'s| is| has| was| ist| "
    rf"wurde){_ADVERBS}\s+"
    r"(?:done|sorted(?! (?:by|from|out)\b)|taken care of|handled|processed|completed|complete|"
    r"booked|confirmed|arranged|dealt with|actioned|erledigt)\b"
    rf"|\b{_SUBJECT}{_HAVE}{_ADVERBS}\s+(?:done|sorted|handled|took care of|taken care of|"
    rf"dealt with|"
    r"seen to|saw to|arranged|fixed) (?:it|that|this|everything|all|the rest|your request)\b"
    r"|\b(?:all set|all done|done and dusted|you're (?:all )?set|consider it done|that's that|"
    r"job done|mission accomplished|alles erledigt|"
    r"all (?:changed|sorted|booked|arranged|fixed|cancell?ed|added|updated|reserved|taken care of))"
    r"\b"
)
IS_DOING = re.compile(
    rf"(?<!\byou)(?<!\byou )(?:\b(?:is|are|am)|'m|'re|'s)(?: now| just| already| currently| "
    rf"gladly| right now)* "
    rf"(?P<verb>{DOING})\b",
    re.I,
)
WE_DID = AnyCase(
    rf"\b(?:(?:I|we|{_STAFF}|(?:the|our|my) (?:warehouse|courier|system)|(?:an? |our |my |the )"
    rf"{PEOPLE})(?:'ve|'s| has| have)){_ADVERBS}\s+(?P<perfect>[a-z]{{2,}}(?:ed|en|wn|ld|nt|pt|"
    rf"ught)|put|"
    rf"split|cut|set|made|taken|done|gone|given|sent|told|paid|bought)\b"
    rf"|\b(?:I|we){_ADVERBS}\s+(?P<past>[a-z]{{3,}}ed|put|split|sent|told|paid|bought|gave|"
    rf"took)\b",
)
CHOSEN = re.compile(r"\s+(?:a |the |your )?(?:usual )?(?:size|colou?r)\b", re.I)
"""What we are said to take when nothing is taken away: "I took size 9, as you told me"."""
LOOKED = words_of(
    "looked checked seen heard understood noticed searched pulled listed lined shown showed "
    "picked chosen compared "
    "gathered read thought meant said mentioned asked been tried suggested recommended "
    "narrowed sorted "
    "filtered spotted included kept forgotten missed counted verified confirmed run gone made "
    "misread "
    "told explained described answered loved enjoyed sold carried stocked received found known "
    "felt "
    "promised needed wanted liked hoped wished offered priced stored named called learned "
    "learnt used "
    "considered reviewed selected collected highlighted noted remembered focused limited based "
    "concluded guessed assumed misunderstood apologised apologized worked helped agreed "
    "arrived moved "
    "matched ranked scanned browsed examined retrieved located identified determined calculated "
    "totalled added compiled summarised summarized prepared designed started "
    "opened stopped planned expected doubted happened managed decided followed opted "
    "tracked traced dug rechecked brought turned pinned discovered uncovered established "
    "figured glanced "
    "queried consulted scoured combed inspected assessed evaluated weighed shipped dispatched "
    "delivered "
    "packed posted scheduled estimated aimed pencilled penciled quoted handed gave passed sent "
    "double "
    "went held spoken indeed need feed speed green brown linen wooden golden open even own down "
    "committed men women children kitchen dozen seven ten eleven often"
)
"""Verbs by which we have changed nothing, or which the sorts of deeds know better."""
DOING_BARE = re.compile(
    rf"^\W*(?P<verb>{DOING})\b"
    r"(?!.*\b(?:means?|takes?|needs?|requires?|works?|stops?|gets?|gives?|frees?|lets?|depends?|"
    r"won't|doesn't)\b)",
    re.I,
)
KEEPS = re.compile(
    r"\b(?:keep|keeping|hold|holding|sav(?:e|ing)|guarding|minding|hanging|looking|storing|"
    r"setting|putting)\b"
    r"[^.;]*\b(?:for you|aside|in your name|under your name|on hold)\b",
    re.I,
)
MANAGED = re.compile(
    rf"\b{_SUBJECT}{_HAVE}{_ADVERBS}\s*(?:(?:was|were|been) able to|managed to|(?:gone|went) "
    rf"ahead "
    r"(?:and|with)|(?:asked|told|had|got) [^.;]{1,30}? to(?= )|succeeded in|finished|"
    r"(?:taken|took) (?:care|the liberty) of|got around to|made sure to)\b",
    re.I,
)
BASE = AnyCase(rf"\b(?:{BASES})\b")
STATE = AnyCase(rf"\b(?:{STATES})\b")
IN_CART = AnyCase(
    rf"\b(?:in|into|inside|to|on|im|in (?:den|deinem|ihrem|deinen|ihren)) (?:your |the |my )?"
    rf"(?:shopping )?{CART}\b"
    rf"|\b(?:your|the) {CART}(?:'s| has| now| contains| holds| includes| features| lists| "
    rf"shows)\b"
)
YOU_SEE = re.compile(
    r"\byou(?:'ll| will| should)(?: now| also)? (?:see|find|notice|spot)\b"
    r"(?!.*\b(?:if|once|when|after|as soon as)\b)",
    re.I,
)
"""What she will find there is there."""
OF_CART = re.compile(
    r"\b(?:what(?:'s| is)|check|see|look|view|open|goes?|going|head|anything|something|nothing|"
    r"empty|"
    r"offers?|add|put|place|pop|drop|to add|when|quote|free|discount\w*|coupon|code|voucher|"
    r"promo|"
    r"applied|shows? up|changed?|updated?|out of your|leg\w*|\d+ ?%|adding|putting|worth|"
    r"(?:takes?|needs?|costs?) (?:only |just )?(?:a|one))\b|"
    r"(?-i:(?<![\w-])[A-Z]{2,}\d+\b)",
    re.I,
)
"""With these a cart is spoken of for another reason than what is in it."""
ATTRIBUTE = re.compile(
    r"\b(?:what(?:ever)?|(?:any|every)thing|(?:goods|items|(?<!your )(?<!other )orders|products|"
    r"those)(?: that| which)?)\s*$|\b(?:where|how|when)\b[^.;]*$",
    re.I,
)
"""Before a participle: "what was delivered" is whatever was, and says of nothing that it was."""
PRESENT = re.compile(r"^(?:is|are|gets?|'s|'re|ist|sind)\s+\w+", re.I)
