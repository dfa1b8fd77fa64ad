"""The sorts of deed that a sentence can claim: by which words, and which results have done them."""

import re
from dataclasses import dataclass

from sales_agent.truth.deeds.objects import CART, CODE, ID, PEOPLE, SOME
from sales_agent.truth.reading.anycase import AnyCase

_LATER = "exchange_requested exchanged return_requested returned"
_ARRIVED = f"delivered {_LATER}"
_ON_THE_WAY = "shipped in_transit out_for_delivery delayed failed_attempt"
_PLACED = f"pending confirmed packed shipped {_ARRIVED}"
NEVER = "what no tool does"
REFUND_THERE = "refund there"


@dataclass(frozen=True)
class Sort:
    """One sort of deed.

    Attributes:
        stems: The participles by which it is claimed, as a pattern; English and German.
        bases: The same verbs in the infinitive, by which it is denied.
        nouns: What is done or complete where no participle says it.
        states: What is said where it is done and no verb says so: "is on hold".
        statuses: Of a result that has done it.
        held: Of an order, a return or a reservation that is so already.
    """

    name: str
    stems: str
    bases: str
    nouns: str
    states: str
    statuses: frozenset[str]
    held: frozenset[str]


def _sort(
    name: str,
    stems: str,
    statuses: str,
    *,
    bases: str = "",
    nouns: str = "",
    states: str = "",
    held: str = "",
) -> Sort:
    return Sort(
        name, stems, bases, nouns, states, frozenset(statuses.split()), frozenset(held.split())
    )


SORTS = (
    _sort(
        "apply",
        rf"applied|redeemed|deducted|discounted|(?:knocked|taken|took|shaved|cut) {SOME}off|"
        r"come off|came off|eingelöst|angewen?det|angewandt|abgezogen|"
        rf"(?:used|entered|put|run|ran|keyed in|typed in|punched in|plugged in|"
        r"popped(?! up)|slotted|"
        rf"accepted|taken|took|added|tried) (?:in )?(?:your (?:code|coupon) )?(?={CODE})",
        "applied",
        bases="apply|redeem|use|einlösen|anwenden",
        nouns=r"(?:your|the|a|this|that) (?:promo |coupon |discount |voucher )?(?:coupon|code|"
        r"discount|voucher|promo)|(?-i:(?<![\w-])[A-Z]{3,}\d+)|gutschein|rabatt",
        states=rf"(?:coupon|code|discount|voucher|promo|"
        rf"(?-i:(?<![\w-])[A-Z]{{2,}}\d+))(?:(?:'s| is| has "
        rf"been| was| now)+ (?:now |already |all |just )*(?:on|in|live|active|attached to|"
        rf"linked to|working|counted|reflected)| (?:did the trick|kicked in|took effect|"
        rf"worked))(?: "
        rf"(?:on |in )?(?:your|the) (?:{CART}|order|total))?",
    ),
    _sort(
        "reserve",
        rf"reserved|(?:held|holding)(?! (?:a |\d|stock|in stock|only))|"
        rf"(?:put|set|kept|keeping|laid|placed|tucked|locked) {SOME}"
        rf"(?:aside|on hold|by for you|away for you|back for you)|(?:kept|saved|guarded|stored) "
        rf"{SOME}for you|earmarked|secured|locked (?:in|down)|reserviert|"
        rf"(?:pulled|taken|took|picked|lifted|moved) {SOME}(?:from|off) (?:the|its|their) "
        r"(?:shelf|shelves|rail|rack|floor|display)|"
        r"zurückgelegt|beiseitegelegt|vorgemerkt",
        "reserved",
        bases="reserve|hold|set aside|book|reservieren",
        nouns="reservation|hold|reservierung",
        states=r"on hold for you|set by for you|your reserved|hold is on|"
        r"(?:has|have|got|(?<!thing )with|bears?|carr(?:y|ies)) your name on (?:it|them)|"
        r"(?:in|under) your name|your name(?:'s| is) (?:now )?on (?!(?:the|our) (?:list|"
        r"account))|(?:is|'s|are) (?:now )?on hold",
        held="active reserved",
    ),
    _sort(
        "cart",
        r"added|dropped|popped(?! up)|slipped|tossed|thrown|chucked|tucked|hinzugefügt|"
        rf"(?:in (?:den|deinen|ihren) {CART}) gelegt|"
        rf"(?:put|placed|moved|loaded|stuck|went|gone|landed|got|made it)(?= {SOME}"
        rf"(?:in|into|inside|to|on) (?:your|the) {CART})",
        "added updated saved applied removed",
        bases="add|put|place|hinzufügen",
        nouns="total|subtotal",
        states=rf"{CART} (?:is |has been |was )?(?:now |just )?updated|"
        r"(?:is|'s|are|'re) (?:now |already )*(?:in there|(?:waiting|ready) (?:for you )?at "
        r"(?:the )?checkout)",
    ),
    _sort(
        "remove",
        r"removed|deleted|cleared(?! out\b(?! of))|emptied|entfernt|gelöscht|geleert|"
        rf"(?:taken|took|pulled|fished|dropped|moved|kicked|put) (?:{SOME}out|{SOME}from your)",
        "removed updated",
        bases="remove|delete|take out|clear|entfernen",
        nouns="removal",
        states=rf"(?:is|are|'s|'re) (?:now |already )*(?:out of|gone from|no longer in|off) "
        rf"your {CART}",
    ),
    _sort(
        "cancel",
        r"cancell?ed|called (?:it |that |them )?off|voided|scrapped|axed|revoked|"
        r"withdrawn|storniert|"
        rf"(?:called|written) {SOME}off|pulled the plug on|"
        rf"(?:stopped|pulled|halted|binned|killed|nixed) (?:(?:the |your )?order|{ID})",
        "canceled",
        bases="cancel|call off|stop|stornieren",
        nouns="cancell?ation|stornierung",
        states=r"(?:order|O-\w+) (?:is|was|has been|'s) (?:now )?(?:stopped|halted|pulled|off)\b|"
        r"(?:won't|will not|is not going to|isn't going to) (?:now )?(?:be "
        r")?(?:ship(?:ped)?|"
        r"sent|com(?:e|ing)|go(?:ing)? out|leave|deliver(?:ed)?|dispatch(?:ed)?|go ahead)(?! "
        r"(?:until|before|if|unless|on|by))|as good as cancell?ed|no longer (?:active|stands|"
        r"going (?:out|ahead)|coming|valid)|order (?:\S+ )?(?:is|'s) (?:now )?"
        r"(?:history|dead|no more|off|void)|order (?:\S+ )?(?:has been|was|is) stopped",
        held="canceled",
    ),
    _sort(
        "exchange",
        "exchanged|umgetauscht",
        "exchange_opened",
        bases="exchange|umtauschen",
        nouns=r"exchange(?! (?:window|policy))|umtausch",
        held="exchange_requested exchanged",
    ),
    _sort(
        "return",
        "returned|retourniert",
        "return_opened",
        bases="return|zurückschicken",
        nouns=r"returns?(?! (?:window|policy|shipping))|rma|pickup|return request|"
        r"retoure|rücksendung",
        states=r"(?:received|got|have|has|checked(?: in)?|unpacked|inspected) (?:\w+ )?"
        r"(?:your|the) (?:returned|return|sent-back) (?:goods|items?|parcel|package|shipment)|"
        r"(?:returned|return) (?:goods|items?|parcel|package)\b[^.;,]{0,30} (?:arrived|reached|"
        r"back "
        r"with us|received)|down as a return|set up to (?:come|go) back|"
        r"(?:is|are|'s|as) (?:now )?(?:coming|going|being sent|on its way) "
        r"back to (?:us|the (?:shop|store))",
        held=_LATER,
    ),
    _sort(
        "refund",
        r"refunded|credited|reimbursed|paid (?:you )?back|sent (?:it |them )?back to "
        r"your|(?:rück)?erstattet|gutgeschrieben",
        "",
        bases="refund|reimburse|erstatten",
        nouns=r"refund(?! (?:policy|window))|money(?! back g)|reimbursement|credit|"
        r"(?:rück)?erstattung|geld",
        states=r"(?:money|refund)(?:'s| is) (?:now |already )?(?:heading|coming|going|back|in "
        r"your)",
        held="refunded",
    ),
    _sort(
        REFUND_THERE,
        "(?!)",
        "",
        states=r"(?:money|refund|credit|(?-i:[\u20b9$\u20ac\u00a3])\S+)\b(?:(?! (?:when|once|"
        r"after|if|until|as soon|"
        r"before|will))[^.;,]){0,40} (?:(?:has "
        r"|have |'s )?"
        r"(?:already |now |just )?(?:reached|hit|landed|arrived|shown up|showed up|turned up|"
        r"come through|came through)|is (?:already |now )?(?:in|on|back (?:in|on)) your)\b",
    ),
    _sort(
        "pack",
        r"packed(?: up)?(?! with| in | full)|boxed(?: up)?|verpackt|eingepackt",
        "",
        bases="pack",
        held=f"packed ready_for_pickup {_ON_THE_WAY} {_ARRIVED}",
    ),
    _sort(
        "be near",
        r"out for delivery|on the (?:van|truck)|with the driver|in (?:der )?Zustellung",
        "",
        held=f"out_for_delivery {_ARRIVED}",
    ),
    _sort(
        "ship",
        r"shipped|dispatched|posted|on (?:its|the|their) way|en route|in transit|"
        r"left (?:our|the) (?:warehouse|building)|gone out|"
        r"(?:handed (?:over )?to|picked up by|collected by) (?:the|our|a) (?:carrier|courier)|"
        r"versandt|verschickt|unterwegs",
        "",
        bases="ship|dispatch",
        states=r"(?:has |have )?left (?:our|the) (?:warehouse|building|depot)|went out(?! of)|"
        r"(?:is|are|'s|'re) (?:now |already |currently )*with (?:the|our|a) "
        r"(?:carrier|courier)",
        held=f"{_ON_THE_WAY} {_ARRIVED}",
    ),
    _sort(
        "deliver",
        r"delivered|has arrived|dropped off|zugestellt|geliefert",
        "",
        held=_ARRIVED,
    ),
    _sort(
        "order",
        r"ordered|purchased|bought|placed|checked out|bestellt|gekauft|aufgegeben",
        "placed changed",
        bases="order|buy|place",
        nouns="order|purchase|checkout|bestellung",
        held=_PLACED,
    ),
    _sort(
        "pay",
        r"charged|paid|debited|bezahlt|abgebucht|"
        r"(?:used|spent) (?=(?:your |the |all )*(?:gift card|points|saved card|card)\b)",
        "placed",
        nouns="payment|zahlung",
    ),
    _sort(
        "change",
        r"changed|updated|switched|swapped|modified|corrected|replaced|rescheduled|amended|"
        r"edited|"
        r"increased|reduced|decreased|lowered|redirected|rerouted|adjusted|fixed|geändert|"
        r"aktualisiert|angepasst|ausgetauscht|"
        rf"moved(?! {SOME}{CART})",
        "changed updated saved exchange_opened",
        bases="change|update|switch|ändern",
        nouns=r"(?:delivery |shipping |new |old )?address|(?:shipping|delivery) details|change|"
        r"update|"
        r"switch|swap|(?:liefer)?adresse|änderung",
        states=r"(?:courier|driver|carrier|warehouse|delivery (?:team|service|"
        r"company))\b[^.;,]{0,30} "
        r"(?:has|have|was|were|is|are|'s) (?:now |already )?(?:been )?(?:told|asked|instructed|"
        r"informed|notified|briefed|warned|given)|"
        r"(?:will now|will|now|is|'s) (?:now )?(?:go|goes|going|head(?:s|ing|ed)?|ships?|be "
        r"sent|be delivered|addressed|bound|routed) (?:to|for) (?:the|your) (?:new|other|updated)|"
        r"(?:carries|shows|has|lists) (?:now )?(?:the|your) (?:new|right|correct|updated)|"
        r"(?:the|your) new (?:delivery |shipping )?address (?:is|'s) (?:now )?(?:on|in|set|there|"
        r"live)",
    ),
    _sort(
        "save",
        r"saved(?! you\b)|noted|remembered|recorded|stored|gespeichert|gemerkt|notiert",
        "saved thanked updated changed",
    ),
    _sort(
        "hand over",
        r"handed (?:\w+ ){0,3}over|transferred|referred you|forwarded|escalated|flagged|"
        r"(?:passed|sent) (?:[\w'-]+ ){0,4}(?:on|along|over) to|"
        rf"(?:passed|given|gave|sent|relayed|shown|showed|explained|reported) {SOME}to (?:an? |"
        rf"the |our |my )"
        rf"(?:team|staff|{PEOPLE})|"
        r"passed (?:\w+ ){0,3}on|"
        r"connected you|put you through|"
        rf"(?:looped|roped|brought|pulled|called|patched|drafted) (?:[\w'-]+ ){{0,6}}?in|"
        rf"(?:asked|told|let|informed|alerted|notified|pinged|briefed|messaged|contacted|got|"
        rf"found|"
        rf"reached out to|paged|summoned|fetched|assigned|involved|updated) "
        rf"(?:[\w'-]+ ){{0,4}}{PEOPLE}|"
        r"weitergeleitet|übergeben|verständigt|"
        r"(?:opened|raised|created|logged|filed) a ticket",
        "queued",
        bases="hand|transfer|connect|pass|weiterleiten",
        nouns=r"handover|ticket|case|help|" + PEOPLE,
        states=rf"in the queue|(?:chat|case|conversation|request) (?:is|'s|has gone) (?:now "
        rf")?(?:with|to) (?:an? |our |my )?{PEOPLE}|in touch with (?:an? |our )?{PEOPLE}|"
        rf"next in line|in line for|{PEOPLE} (?:is|are|'s|will be) (?:now |"
        rf"already |just )*(?:taking over|joining|with you|on (?:it|the case|the way|their way|"
        rf"hand)|looking into|reading|ready|coming|stepping in|here)|{PEOPLE} (?:has|have|'s "
        rf"got) "
        r"(?:now )?(?:your|the|all|been|joined|taken|everything|got)|"
        rf"{PEOPLE} (?:will|'ll) (?:\w+ )?(?:jump|hop|come|look|write|reply|help|contact|message|"
        rf"get back|call|join|reach)\b|"
        rf"{PEOPLE} (?:takes|will take|picks|will pick|steps|will step|joins|will join|will "
        rf"be in touch)",
    ),
    _sort(
        NEVER,
        "(?!)",
        "",
        states=r"(?:bank|card (?:company|issuer|provider)|payment provider|issuer)\b[^.;,]{0,30} "
        r"(?:has|have|was|were|is|are|'s) (?:now |already )?(?:been )?(?:told|asked|instructed|"
        r"informed|notified|contacted|alerted)|left (?:you|her|him|them) (?:a )?(?:voicemail|"
        r"message|note|missed call|card)|"
        r"(?:ring|rang|rung|phone|phoned|called|dialled|dialed) (?:you\b|your (?:mobile|phone|"
        r"number))",
        nouns=r"(?:phone |video )?call(?:back)?s?(?! cent)|call-back|appointment|fitting|visit|"
        r"reminder|notification|alarm|alert|insurance|gift wrap\w*|wishlist|wish list|price alert|"
        r"waiting list|waitlist|newsletter",
    ),
    _sort(
        "identify",
        r"signed (?:you )?in|logged (?:you )?in|verified|identified|angemeldet",
        "identified",
    ),
    _sort(
        "send",
        r"e-?mailed|sent|texted|messaged|notified|informed|alerted|contacted|"
        r"let (?!me\b|you\b|us\b)(?:[\w'-]+ ){1,4}?know|"
        r"(?:called (?:you\b|our|them)|phoned|rang|rung)\b|(?:spoken|spoke|"
        r"talked) (?:to|with) "
        r"(?:the|our|them|(?-i:[A-Z]))|"
        r"gesendet|geschickt|benachrichtigt|informiert",
        "sent queued",
        states=r"(?:is|are|'s|landed|arrived) (?:now |already )?in your (?:inbox|e-?mails?|mailbox|"
        r"messages|texts)",
    ),
    _sort(
        "grant",
        r"waived|upgraded|extended|matched|overridden|authori[sz]ed|granted|offered you|unlocked|"
        r"activated|subscribed|enrolled|signed you up|given you|honou?red|erlassen|"
        r"freigeschaltet",
        "approved",
        nouns="upgrade|extension|subscription|favou?r",
    ),
)
BY_NAME = {sort.name: sort for sort in SORTS}
STEMS = "|".join(rf"(?P<s{i}>{sort.stems})" for i, sort in enumerate(SORTS))
"""All participles; the group says the sort."""
NOUNS = "|".join(rf"(?P<n{i}>{sort.nouns})" for i, sort in enumerate(SORTS) if sort.nouns)
STATES = "|".join(rf"(?P<t{i}>{sort.states})" for i, sort in enumerate(SORTS) if sort.states)
BASES = "|".join(rf"(?P<b{i}>{sort.bases})" for i, sort in enumerate(SORTS) if sort.bases)
VAGUE = frozenset({"order", "save", "grant", "ship", "change", "send", "be near"})
"""Sorts whose participles are said of other deeds too: a noun beside them tells which."""
NOUN = AnyCase(rf"\b(?:{NOUNS})\b")


def sort_of(found: re.Match[str], letter: str) -> Sort:
    """The sort whose words were found, by the letter of their group."""
    groups = found.groupdict()
    return next(sort for i, sort in enumerate(SORTS) if groups.get(f"{letter}{i}"))
