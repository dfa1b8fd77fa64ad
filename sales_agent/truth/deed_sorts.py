"""The sorts of deed that a sentence can claim: by which words, and which results have done them."""

import re
from dataclasses import dataclass

_LATER = "exchange_requested exchanged return_requested returned"
_PLACED = f"pending confirmed packed shipped delivered {_LATER}"


@dataclass(frozen=True)
class Sort:
    """One sort of deed.

    Attributes:
        stems: The participles by which it is claimed, as a pattern.
        nouns: What is done or complete where no participle says it.
        statuses: Of a result that has done it.
        states: Of an order, a return or a reservation that is so already.
    """

    name: str
    stems: str
    nouns: str = ""
    statuses: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()


def _sort(name: str, stems: str, nouns: str, statuses: str, states: str = "") -> Sort:
    return Sort(name, stems, nouns, frozenset(statuses.split()), frozenset(states.split()))


SORTS = (
    _sort(
        "apply",
        r"applied|redeemed|(?:knocked|taken) (?:(?!(?:and|or)\b)[\w'-]+ ){0,4}?off|deducted|"
        r"discounted",
        "coupon|code|discount|voucher|offer",
        "applied",
    ),
    _sort(
        "reserve",
        r"reserved|held|holding|booked|made (?:a|the|your) (?:reservation|booking)|"
        r"(?:put|set|kept|keeping) (?:[\w'-]+ ){0,8}(?:aside|on hold)",
        "reservation|booking|hold",
        "reserved",
        "active reserved",
    ),
    _sort(
        "cart",
        r"added|put|placed in|dropped|popped",
        "total|subtotal",
        "added updated saved applied removed",
    ),
    _sort(
        "remove",
        r"removed|deleted|taken (?:it |them |\w+ )?out|cleared|emptied",
        "removal",
        "removed updated",
    ),
    _sort(
        "cancel",
        r"cancell?ed|cancell?ing|called (?:it |that |them )?off|voided",
        "cancell?ation",
        "canceled",
        "canceled",
    ),
    _sort(
        "return",
        r"(?:opened|started|initiated|created|set up|arranged|scheduled|processed|filed|"
        r"submitted|registered|lodged|booked|raised|logged|requested|made) "
        r"(?:a |an |the |your )?(?:\w+ )?(?:return|exchange|pickup|collection)|returned|"
        r"exchanged|opened|initiated|lodged",
        "return|exchange|rma",
        "return_opened exchange_opened",
        _LATER,
    ),
    _sort(
        "refund",
        r"refunded|refunding|credited|reimbursed|paid back|sent back|"
        r"(?:issued|processed|initiated|approved|sent) (?:a |the |your )?(?:full |partial )?refund",
        "refund|money|reimbursement|credit",
        "",
        "refunded",
    ),
    _sort(
        "ship",
        r"shipped|dispatched|on its way|on the way|out for delivery|in transit|left (?:our|"
        r"the) warehouse|handed to the carrier",
        "",
        "",
        "shipped out_for_delivery in_transit delivered",
    ),
    _sort("deliver", r"delivered|has arrived", "", "", f"delivered {_LATER}"),
    _sort(
        "order",
        r"placed|ordered|purchased|bought|processed|completed|finali[sz]ed|confirmed",
        "order|purchase",
        "placed changed",
        _PLACED,
    ),
    _sort("pay", r"charged|paid|debited", "payment", "placed changed", _PLACED),
    _sort(
        "change",
        r"changed|updated|switched|swapped|modified|corrected|replaced|moved|rescheduled|"
        r"increased|reduced|decreased|lowered",
        "change|update|switch|swap",
        "changed updated saved exchange_opened",
    ),
    _sort(
        "save",
        r"saved|noted|remembered|recorded|stored|registered",
        "",
        "saved thanked updated changed",
    ),
    _sort(
        "hand over",
        r"handed (?:\w+ ){0,3}over|transferred|referred you|forwarded|escalated|"
        r"passed (?:\w+ ){0,3}on|"
        r"transferring|connect(?:ed|ing) you|put you through|(?:looped|roped) (?:[\w'-]+ ){0,6}?in|"
        r"(?:opened|raised|created|logged) a ticket",
        "handover|ticket",
        "queued",
    ),
    _sort(
        "identify", r"signed (?:you )?in|logged (?:you )?in|verified|identified", "", "identified"
    ),
    _sort(
        "send",
        r"e-?mailed|sent|texted|messaged|notified|informed|alerted|called (?:you|our)|contacted",
        "",
        "sent queued",
    ),
    _sort(
        "grant",
        r"waived|upgraded|extended|matched|overridden|approved|authori[sz]ed|granted|issued|"
        r"offered you|unlocked|activated|subscribed|enrolled|signed you up|arranged|"
        r"scheduled (?:a|an|the|your)|set up|created|given you|honou?red",
        "upgrade|extension|subscription|favou?r",
        "approved",
    ),
)
STEMS = "|".join(rf"(?P<s{i}>{sort.stems})" for i, sort in enumerate(SORTS))
"""All participles; the group says the sort."""
VAGUE = frozenset({"order", "save", "grant", "ship", "change", "return"})
"""Sorts whose participles are said of other deeds too: a noun before them tells which."""
_NOUNS = "|".join(rf"(?P<n{i}>{sort.nouns})" for i, sort in enumerate(SORTS) if sort.nouns)
NOUN = re.compile(rf"\b(?:{_NOUNS})\b", re.I)
NOUN_DONE = re.compile(
    rf"\b(?:{_NOUNS})\b[^.,;:?]{{0,40}}?\b(?:is|was|are|'s|(?:has|have) been)\s+"
    r"(?:now |already |just |all |also )*(?:completed?|done|confirmed|processed|finali[sz]ed|"
    r"successful|active|in place|registered|through|all set|sorted|taken care of|on its way|"
    r"accepted)\b",
    re.I,
)


def sort_of_stem(found: re.Match[str]) -> Sort:
    """The sort whose participle was found."""
    return next(sort for i, sort in enumerate(SORTS) if found[f"s{i}"])


def sort_of_noun(found: re.Match[str]) -> Sort:
    """The sort whose noun was found."""
    return next(sort for i, sort in enumerate(SORTS) if sort.nouns and found[f"n{i}"])
