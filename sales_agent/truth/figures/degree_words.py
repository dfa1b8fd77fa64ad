"""The words of degrees, and of what things cost in every idiom: what a rank is composed of."""

from sales_agent.truth.figures.price_words import COST
from sales_agent.truth.reading.anycase import AnyCase

_MONEY = (
    rf"{COST.pattern}|\b(?:till|bank\w*|accounts?|finances|financ\w+|stickers?|tags?|tickets?|"
    rf"coins?|"
    r"pais[ae]|penn(?:y|ies)|quid|bucks?|dough|afford\w*|bargain\w*|cheap\w*|expens\w*|dear(?:er|"
    r"est)?|"
    r"frugal\w*|thrift\w*|econom\w*|inexpensive|splurg\w*|luxur\w*|outlays?|expenditure|invest\w*|"
    r"steals?|fortune|damage|dollars?|top whack|through the nose|(?:cough|stump|pony)(?:ing)? up|"
    r"fund\w*|savers?|penny-\w+|"
    r"premium|skint|shoestring|high rollers?)\b"
)
MONEY = AnyCase(_MONEY)
"""With one of these a rank is one of prices."""
OTHER_MEASURE = AnyCase(
    r"\b(?:weigh\w*|gram(?:s|mes)?|comfort\w*|comfy|popular\w*|rated|ratings?|stars?|reviews?|"
    r"formal|"
    r"breath\w*|durab\w*|absorb\w*|thread|skin|summer|winter|deliver\w*|shipping|postage|points|"
    r"heel|rise|waist|neck\w*|sleeve\w*|discount\w*|offers?|coupons?|percent|refund\w*|fees?|"
    r"bestsell\w*|sellers?|selling|loved|sole|cushion\w*|material|quality|gift cards?|tax)\b|%"
)
"""With one of these a degree may be one of something else."""
SMALL = (
    r"lowest|smallest|tiniest|teeniest|weeniest|littlest|slimmest|slenderest|slightest|lightest|"
    r"thinnest|leanest|skinniest|shallowest|shortest|humblest|modestest|(?:most )?modest|meekest|"
    r"fewest|least|minimum|minimal|(?:rock[- ])?bottom|bottommost|wee(?:st|est)|puniest|narrowest|"
    r"quietest|sparest|scantiest|cutest|daintiest"
)
LARGE = (
    r"highest|biggest|largest|greatest|heaviest|heftiest|steepest|deepest|fattest|longest|tallest|"
    r"loftiest|stiffest|grandest|fanciest|weightiest|chunkiest|plumpest|sharpest|most|maximum|"
    r"maximal|"
    r"top|topmost|uppermost|prettiest|richest|mightiest|widest|harshest|hardest|toughest|roughest|"
    r"cruell?est|nastiest|scariest|wildest|poshest|plushest|loudest|worst|furthest|farthest|"
    r"severest"
)
KIND = (
    r"(?:kindest|gentlest|easiest|softest|friendliest|nicest|sweetest|mildest|lightest|tenderest|"
    r"most (?:gentle|lenient|merciful|forgiving|considerate)|(?:least|less) (?:demanding|painful|"
    r"taxing|"
    r"harmful|hard|harsh|heavy))"
)
DEGREE = AnyCase(rf"\b(?:(?P<kind>{KIND})|(?P<small>{SMALL})|(?P<large>{LARGE}))\b")
THRIFT = AnyCase(
    r"\b(?:sav(?:e|es|ed|ing|ings|er)|change|afford\w*|value|bargain\w*|econom\w*|thrift\w*|"
    r"frugal\w*|"
    r"(?:money|cash|rupees|coins|notes) (?:left|over|in|back|to spare|still)|left|cheap\w*|"
    r"inexpensive|kind\w*|gentle|merc\w+|friend\w*|keep\w*)\b"
)
"""Of these the most is the least money."""
PAIN = AnyCase(
    r"\b(?:hurts?|hurting|stings?|bites?|dents?|pinch\w*|pains?|strains?|drains?|damage|hits?|"
    r"holes?|"
    r"blows?|toll|burden\w*|expens\w*|costl\w*|dear|price?y|spend\w*|spent|pays?|pay(?:ing)?|"
    r"charg\w*|"
    r"costs?|shell\w*|fork\w*|lay\w*|part\w*|cough\w*|ask\w*|demands?|takes?|sets? (?:you )?back|"
    r"price\w*|tags?|stickers?|tickets?|bill|outlays?|sum|amount|figure|rupees|cash|money|coins|"
    r"notes|rates?|mrp|exclusiv\w*|luxur\w*|premium|posh|upscale|upmarket|indulgent|lavish|opulent|"
    r"extravagan\w*|penn(?:y|ies)|expenditure|investment|number|total|pockets?|wallet|purse|"
    r"budget)\b"
)
"""Of these the most is the most money."""
_SCALE = r"(?:pric\w+|costs?|spend(?:ing)?|budgets?|outlay|money|rupees|expense|pay|paid)"
SCALE = AnyCase(rf"\b{_SCALE}\b")
"""What has a floor and a ceiling."""
LOW_END = AnyCase(
    r"\b(?:floor|bottom|base(?:line|ment)?|foot|ground(?: level| floor)|starting (?:point|line|"
    r"block|price)|entry\b[- ]?\w*|opening|low[- ]water mark|low(?:est)? point|lower (?:limit|"
    r"bound|end|"
    r"edge|rung)|minimum|(?:first|bottom|lowest) (?:rung|step)|shallow end|gateway|way in|"
    r"threshold)\b"
)
HIGH_END = AnyCase(
    r"\b(?:ceiling|summit|peak|pinnacle|upper (?:limit|bound|end|edge|rung|reaches)|roof|cap|crest|"
    r"apex|zenith|high[- ]water mark|high(?:est)? point|maximum|(?:top|last|highest) (?:rung|step)|"
    r"deep end|(?<!on )top|higher end|steep end|far end|stratosphere)\b"
)
"""Ends of what is thought of as a scale."""
_RANGE = (
    r"(?:prices|costs|spending|(?:the|our|this|my) (?:\w+ )?(?:pric\w+|cost|spending|money) "
    r"(?:range|"
    r"ladder|list|scale|bracket|spectrum|band|line))"
)
BEGINS = AnyCase(
    rf"\b{_RANGE}(?: (?!xx\b|Xx\b)\w+){{0,3}}? (?:start|begin|open|kick off|set off|bottom out|"
    rf"launch)s?\b"
    rf"|\bwhere (?:the |our )?{_RANGE}(?: \w+)? (?:starts?|begins?|opens?)"
)
PEAKS = AnyCase(
    rf"\b{_RANGE}(?: (?!xx\b|Xx\b)\w+){{0,3}}? (?:peak|top out|max out|end|culminate|climax|stop|"
    rf"finish|"
    r"climb|rise|go up|run up|cap out)s?\b"
    rf"|\bwhere (?:the |our )?{_RANGE}(?: \w+)? (?:peaks?|tops? out|ends?|max\w*)"
)
CHEAPER = AnyCase(
    r"\b(?:cheap\w*|bargains?|steals?|afford\w*|econom\w*|thrift\w*|frugal\w*|inexpensive|"
    r"(?:budget|wallet|pocket|purse|bank)[- ]?friend\w*|(?:sneak|slip|duck|dip|slid|creep)\w* "
    r"(?:in )?"
    r"(?:under|below)|undercut\w*|(?:easy|easier|light|lighter|kind|kinder|gentle|gentler|"
    r"soft|softer|friendly|friendlier|nice|nicer) (?:on|to|for|with)|peanuts|pocket change|"
    r"bottom[- ]dollar|"
    r"underprice\w*|underbid\w*)\b"
)
DEARER = AnyCase(
    r"\b(?:expens\w*|dear(?:er)?|price?y|pricier|costl(?:y|ier)|spendy|spendier|steep\w*|exceed\w*|"
    r"hefty|heftier|splurge\w*|empt(?:y|ies|ying)|drain\w*|dents?|hurts?|stings?|burns?|bites?|"
    r"breaks? the bank|stretch\w*|towers?|outpric\w*|outcost\w*|outstrip\w*|arm and a leg|"
    r"pretty penny|top (?:dollar|whack)|through the nose|fortune|king's ransom|bomb|luxur\w*|"
    r"extravagan\w*|top[- ]end|high[- ]end|"
    r"heavyweight|(?:hard|harder|heavy|heavier|tough|tougher|rough) on)\b"
)
TITLES_LOW = (
    r"bargain|steal|cheapie|cheapo|(?:money|penny|budget|rupee)[- ]?saver|saver|thriftster|"
    r"(?:budget|value|bargain|economy|thrift|price|savings|affordability|wallet)[- ]"
    r"(?:champ(?:ion)?|king|queen|hero|winner|star|leader|darling|buster|beater|crown|one|baby|"
    r"friend)|"
    r"(?:cheap|economy|budget|frugal|thrifty|inexpensive|affordable|penny-wise) (?:one|fellow|guy|"
    r"chap|end|side|seat|seats|corner)"
)
TITLES_HIGH = (
    r"splurge|extravagance|wallet[- ]buster|budget[- ]buster|big[- ]ticket \w+|heavyweight|"
    r"(?:luxury|premium|posh|fancy|splurge|expensive|dear|pricey|pricy|costly|spendy|high[- ]end|"
    r"top[- ]end|upscale|luxe) (?:one|fellow|guy|chap|end|side|pick|piece|treat|buy)|"
    r"(?:big|high) (?:spender|roller)(?:'s|s')? \w+"
)
TITLE = AnyCase(
    rf"\b(?:the|our|my|your|this list's|today's)(?: (?!not\b|most\b|least\b)\w+)?? "
    rf"(?:(?P<low>{TITLES_LOW})|(?P<high>{TITLES_HIGH}))\b"
)
"""What one alone of several is called."""
SAVERS = AnyCase(
    r"\b(?:penny[- ]?pinch\w*|bargain[- ]?hunt\w*|savers|(?:budget|cost|price|money|penny)[- ]"
    r"(?:conscious|minded|aware|wise)|thrifty|skint|(?:counting|watching|minding|pinching) "
    r"(?:your |the |"
    r"every |those )?(?:penn\w+|rupees?|coins?|paisa|pais\w)|every (?:rupee|penny|paisa|paise)|"
    r"as (?:little|cheap\w*|low) as possible|spend(?:ing)? (?:the least|the minimum)|keep (?:the "
    r")?(?:costs?|"
    r"spending|bill) (?:down|low)|sav(?:e|ing) (?:money|cash|rupees)|shoestring|tight(?:est)? "
    r"(?:budget|purse)|thin (?:purse|wallet)|low on (?:cash|funds))\b"
)
SPENDERS = AnyCase(
    r"\b(?:big spenders?|high rollers?|splurg(?:e|ers|ing)|deep(?:est)? pockets|money (?:is )?no "
    r"object|"
    r"go(?:ing)? all out|treat yourself|spare no expense)\b"
)
CHOSEN = AnyCase(
    r"\b(?:is (?:the one|your (?:one|pick|choice|friend|match|answer|best)|for you|where)|it is|"
    r"(?:go|going|head|opt|reach|straight) (?:straight )?(?:for|to|with)|should (?:pick|take|get|"
    r"buy|"
    r"choose|grab)|that's|I'd (?:say|go|pick|suggest|recommend|choose)|look no further|(?:suggest|"
    r"recommend)|choose|pick|take|would be|the answer)\b"
)
"""With these one of several is told to whoever wants to spend little or much."""
BESIDES = AnyCase(
    r"\b(?:compared (?:with|to)|against|next to|beside|alongside|versus|relative to|set against)\b|"
    r"\b(?:of|among|amongst|in|on|from|out of) (?:the (?:lot|bunch|list|results?|selection|"
    r"line-?up|set|"
    r"group|ones|options|pack|others|rest)|these|those|this (?:\w+ )?(?:lot|bunch|list|selection|"
    r"set|"
    r"group|range|line-?up)|them|everything|all)\b|\bhere\b"
)
"""What else there is to choose from."""
