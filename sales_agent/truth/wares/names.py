"""Names of products, brands and stores, and identifiers, that nobody but the model said."""

import re
from collections.abc import Iterator, Sequence

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.german_nouns import are_german_nouns
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import words_of
from sales_agent.truth.reading.words import is_german, plain_words
from sales_agent.truth.traces import words_in

_CAPITAL = r"(?<!\w)(?![a-zß-öø-ÿ])[^\W\d_]"
_RUN = re.compile(
    rf"{_CAPITAL}[\w'&-]*(?:\s+(?:of|and|de|&)\s+(?={_CAPITAL})[\w'&-]+|"
    rf"\s+{_CAPITAL}[\w'&-]*)*"
)
_WORD = re.compile(r"[^\W_]+(?:['&][^\W_]+)*")
_IDENTIFIER = re.compile(
    r"(?<![\w/-])(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w/-])"
    r"|(?<![\w-])(?:O|RMA|RS|T|INV)-[A-Z0-9]{4,}\b"
)
_CODE = re.compile(
    r"\b(?:code|coupon|voucher|order(?: number| no\.?| id)?|tracking(?: number| id| code)?|"
    r"ticket(?: number)?|return number|reference)\b(?: is|"
    r":)?\s*[\"'#]*(?P<code>[A-Z0-9][A-Z0-9-]{2,})\b"
)
_DIGITS = re.compile(r"(?<![\w.,:/-])#?(?P<digits>\d{5,})(?![\w:/-]|[.,]\d)")
_EXAMPLE = re.compile(
    r"(?:\blike|\bsuch as|\be\.g\.|\bfor example,?|\bfor instance,?|\b(?:starts?|begins?) with|"
    r"\bformat(?: of| is)?)\W*$",
    re.I,
)
"""Before an identifier that only shows what one looks like."""
_OFFERED = re.compile(
    r"\b(?:we|i|shop|store)(?:'ve| do)? (?:\w+ )?(?:have|carry|sell|stock|offer|got)\b"
    r"|\b(?:in stock|available|costs?|priced|comes? in|goes well|recommend|try|check out)\b|"
    r"[₹$€£]",
    re.I,
)
_SELLS = re.compile(
    r"(?:\s+|'s |'ll |'d )(?:(?:still|also|currently|now|just|really|definitely|certainly) )*"
    r"(?:(?:has|have|is|are|does|did|wo|ca)n't|yes|too|only|alone|does|do|did|has|have|had|"
    r"carries|carry|stocks?|"
    r"sells?|"
    r"offers?|keeps?|got|holding|keeping|stocking|carrying|selling|showing|store|branch|outlet|is|"
    r"was|are|will|would|should|does|can|could|might|"
    r"may|"
    r"shows?|holds?|comes?|goes|looks?|seems?|gets?|makes?|remains?|hat|ist|hätte|führt|the "
    r"place|"
    r"where|your best|the one)\b"
    r"|\s*[:\u2013\u2014|-]\s+(?:\w+ ){0,3}(?:in stock|available|left|yes|on the shelf|units?|"
    r"pieces?)\b",
    re.I,
)
_GRAMMAR = re.compile(
    r"(?:ly|ing|ed|tion|tions|ment|ments|ness|ity|ies|ung|ungen|heit|keit|iert)$"
    r"|^(?:Ver|Be|Er|Ent|Ge)[a-zäöüß]{3,}(?:t|en)$"
)
"""Endings of words that are no names at the beginning of a sentence."""
_SHOUTED = re.compile(r"\b[A-Z]{2,}\b")
_WHERE = re.compile(r"\b(?:where|which (?:store|shop|branch|place))\b[^.!?]*\?\W*$", re.I)
"""Before a word that answers with a place."""
_LABELS = re.compile(
    r"\s*(?:[:=|>\u2192\u2713\u2714]|[\u2013\u2014-]\s)(?!\s*(?:I|we|it|they|you|there|that|this|"
    r"which)\b)",
    re.I,
)
"""Behind what the rest of a line is said of."""
_NO_NAME = re.compile(r"I|X{0,4}[SML]|[2-5]XL")
"""A pronoun or a size beside a name."""
_COMPOUND = re.compile(r"\w+-[a-z]")
"""A word such as "Penny-wise", which is no name though it has a capital."""
_CONTRACTED = re.compile(r"(?:n't|'(?:s|ll|ve|re|d|m))$")
_SHORT = 4
_UNTOLD = words_of(
    "the our your my this that these those in for with and or of if is you we i it size one new "
    "a's dear hi hello order item product name option pick for from at by"
)
"""Words in capitals that are part of no name even where one follows."""
_PLACE = re.compile(r"\b(?:store|branch|outlet|showroom|shop)s?\b", re.I)


def check_identifiers(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Order numbers, tracking numbers, codes and the like that stand nowhere."""
    found = [m.group() for m in _IDENTIFIER.finditer(statement.text) if _is_identifier(m.group())]
    found += [m["code"] for m in _CODE.finditer(statement.text)]
    spans = [(amount.start, amount.end) for amount in statement.amounts]
    for match in _DIGITS.finditer(statement.text):
        if not any(start <= match.start("digits") < end for start, end in spans):
            found.append(match["digits"])
    for identifier in dict.fromkeys(found):
        if _EXAMPLE.search(statement.text[: statement.text.find(identifier)]):
            continue
        wanted = identifier.casefold()
        is_told = wanted in evidence.text or wanted in evidence.said_text
        if not is_told and not _is_used(wanted, evidence):
            yield Finding(Kind.IDENTIFIER, identifier)


def _is_used(wanted: str, evidence: Evidence) -> bool:
    """Whether a call that had an effect was made with it: a code that was taken is one."""
    return any(d.has_effect and wanted in str(d.args).casefold() for d in evidence.deeds)


def check_names(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Names that no result holds; such as only the shopper said, when they are offered to her."""
    for run in _RUN.finditer(_without_shouting(statement.text)):
        if statement.is_in_name(run.start()):
            continue
        words = _name_words(run, statement, evidence)
        if not words or _is_common(run, words, statement):
            continue
        if not _is_known(words, statement, evidence):
            yield Finding(_kind_of(run, statement), " ".join(words))
        elif _is_renamed(run, words[0], statement, evidence):
            yield Finding(Kind.NAME, run.group())


def _is_identifier(token: str) -> bool:
    return "-" in token or len(token) > _SHORT


def _name_words(run: re.Match[str], statement: Statement, evidence: Evidence) -> list[str]:
    """The words of a run of capitals that can be a name; a sentence's first seldom is one."""
    words, plain = (
        [
            word
            for word in _WORD.findall(run.group())
            if not (
                word[0].islower() or _NO_NAME.fullmatch(word) or _is_known_number(word, evidence)
            )
        ],
        plain_words(f"{statement.lower}\n{evidence.said_text}"),
    )
    is_label = len(words) > 1 and words[0].isupper() and not run.start()
    if is_label or statement.lower[: run.start()].endswith("size "):
        words = words[1:]
    at_start = _is_at_start(run.start(), statement)
    if not at_start:
        last = _sign_before(run.start(), statement)
        is_all = not _WORD.search(statement.text, run.end())
        at_start = last in ":\u2013-" and not is_all
    is_store = len(words) == 1 and not _COMPOUND.match(run.group())
    if is_store and _WHERE.search(statement.text[: run.start()]):
        return [word for word in words if not _is_plain(word, plain)]
    if (
        at_start
        and is_store
        and not words[0].isupper()
        and _is_said_to_sell(run, statement, evidence)
    ):
        return [w for w in words if not (_is_plain(w, plain) or _GRAMMAR.search(w))]
    if (
        at_start
        and words
        and (
            len(words) == 1
            or _COMPOUND.match(run.group())
            or _GRAMMAR.search(words[0])
            or _is_before_goods(run, words[0], statement)
        )
    ):
        words = words[1:]
    named = [w for w in words if len(w) > 1 and w[0].isalpha() and not _is_plain(w, plain)]
    if len(named) == 1 and named[0].isupper():
        return []  # emphasis, a size or an abbreviation; codes are looked at elsewhere
    return named


def _without_shouting(text: str) -> str:
    """A text with plain words that stand in capitals in lower case, each in its place."""
    if not _SHOUTED.search(text):
        return text
    plain = plain_words("")
    return _SHOUTED.sub(
        lambda found: found.group().lower() if found.group().lower() in plain else found.group(),
        text,
    )


def _is_said_to_sell(run: re.Match[str], statement: Statement, evidence: Evidence) -> bool:
    """Whether a sentence's first word is a place that has goods: "Soho: the linen shirt in M"."""
    if _SELLS.match(statement.text, run.end()):
        return True
    is_checked = any(row.store for one in statement.goods for row in one.stock_now)
    return is_checked and bool(_LABELS.match(statement.text, run.end()))


def _is_at_start(place: int, statement: Statement) -> bool:
    """Whether a word is the first of a sentence, or of a point of a list."""
    is_first = not any(map(str.isalpha, statement.text[:place]))
    return is_first or _sign_before(place, statement) in ".!?\u2022\u2026"


def _sign_before(place: int, statement: Statement) -> str:
    return statement.text[:place].rstrip(" \"'(")[-1:]


def _is_known_number(word: str, evidence: Evidence) -> bool:
    """Whether it is an identifier of the results, and so no part of a name beside it."""
    return bool(_IDENTIFIER.fullmatch(word)) and word.casefold() in evidence.text_words


def _is_before_goods(run: re.Match[str], first: str, statement: Statement) -> bool:
    """Whether a sentence's first word stands before the name of known goods."""
    return statement.is_in_name(run.start() + len(first) + 1)


def _is_plain(word: str, plain: frozenset[str]) -> bool:
    whole = word.casefold()
    lower = _CONTRACTED.sub("", whole)
    return whole in plain or lower in plain or (lower.endswith("s") and lower[:-1] in plain)


def _is_common(run: re.Match[str], words: Sequence[str], statement: Statement) -> bool:
    """Whether it is of common nouns in a German sentence, where each has a capital."""
    if not is_german(statement.lower):
        return False
    before = statement.text[: run.start()]
    is_first = _is_at_start(run.start(), statement)
    return are_german_nouns(words, run.group(), before, is_first=is_first)


def _is_known(words: Sequence[str], statement: Statement, evidence: Evidence) -> bool:
    lower = [word.casefold().removesuffix("'s") for word in words]
    if len(lower) > 1 and not _is_part(lower, evidence):
        return all(_is_said(word, statement, evidence) for word in lower) and not _is_mixed(
            lower, evidence
        )
    return all(
        _is_in(word, evidence.text_words) or _is_said(word, statement, evidence) for word in lower
    )


def _is_said(word: str, statement: Statement, evidence: Evidence) -> bool:
    """Whether the shopper said it, and it is not offered to her as the shop's."""
    if _is_in(word, evidence.text_words):
        return True
    is_offer = _OFFERED.search(statement.text) and not (
        statement.is_negated or statement.is_question
    )
    return not is_offer and _is_in(word, evidence.said.words)


def _is_renamed(run: re.Match[str], first: str, statement: Statement, evidence: Evidence) -> bool:
    """Whether plain words before a product's stand in no name of it and in nothing said of it."""
    if is_german(statement.lower):
        return False
    words = [word.casefold() for word in _WORD.findall(run.group())]
    lead = words[: words.index(first.casefold())]
    if _is_at_start(run.start(), statement):
        lead = lead[len(_WORD.findall(run.group().split()[0])) :]
    rest = words[words.index(first.casefold()) :]
    if not lead or not _UNTOLD.isdisjoint(lead) or any(map(str.isdigit, words)):
        return False
    told = evidence.said.words.union(*(words_in(one.text) for one in evidence.goods))
    if not all(_is_in(word, told) for word in rest):
        return False
    if any(" ".join(words) in line.replace("-", " ") for line in evidence.lines):
        return False
    alike = [one for one in evidence.goods if set(rest) <= words_in(one.key)]
    return not any(set(lead) <= words_in(one.text) for one in alike)


def _is_part(words: Sequence[str], evidence: Evidence) -> bool:
    """Whether one text of the results holds these words, in this order."""
    return any(_is_subsequence(words, line) for line in evidence.lines if words[0] in line)


def _is_mixed(words: Sequence[str], evidence: Evidence) -> bool:
    """Whether it is made of the words of several products, and so is none of them."""
    return sum(word in evidence.name_words for word in words) > 1 and len(words) > 1


def _is_subsequence(words: Sequence[str], line: str) -> bool:
    place = 0
    for word in words:
        place = line.find(word, place)
        if place < 0:
            return False
        place += len(word)
    return True


def _is_in(word: str, known: "set[str] | frozenset[str]") -> bool:
    return word in known or word.removesuffix("s") in known or f"{word}s" in known


def _kind_of(run: re.Match[str], statement: Statement) -> Kind:
    near = statement.text[max(0, run.start() - 20) : run.end() + 20]
    return Kind.STORE if _PLACE.search(near) else Kind.NAME
