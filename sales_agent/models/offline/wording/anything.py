"""A result of any shape as readable words, with nothing added to it."""

from collections.abc import Callable, Mapping
from typing import Any

from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import DASH, listing, money, plain_number

Json = Mapping[str, Any]
_SILENT = ("status", "code", "suggestions", "ok", "success")
_YES = ("available", "eligible", "supported", "possible", "allowed", "valid", "covered", "exists")
_NAMES = ("name", "title", "label", "type", "kind", "option", "id")
_PRICES = ("price", "cost", "fee", "amount", "charge")
_TEXTS = ("message", "detail", "note", "description", "summary", "answer", "text")


def result_words(result: Json, say: Callable[..., str]) -> str:
    """Word a tool's result: its verdict, its lists, its texts, then what else it says."""
    verdict = next((result[key] for key in _YES if isinstance(result.get(key), bool)), None)
    lists = [
        _list_words(key, rows)
        for key, rows in result.items()
        if isinstance(rows, list) and key not in _SILENT
    ]
    texts = [sentence(str(result[key])) for key in _TEXTS if isinstance(result.get(key), str)]
    details = [] if verdict is False else [words for words in lists if words]
    rest = [_pair(key, value) for key, value in result.items() if _is_plain(key, value)]
    said = "; ".join([*details, *(pair for pair in rest if pair)])
    if verdict is not None:
        said = say("verdict_yes" if verdict else "verdict_no") + (f"{DASH}{said}." if said else ".")
    elif said:
        said = sentence(said)
    return " ".join([part for part in (said, *texts) if part]) or say("done")


def _list_words(key: str, rows: list[Any]) -> str:
    if not rows:
        return ""
    if all(isinstance(row, Mapping) for row in rows):
        return listing([_row_words(row) for row in rows])
    return f"{_label(key)}: {listing([str(row) for row in rows])}"


def _row_words(row: Json) -> str:
    """Such as "standard for 50": a row's name, its price, then the rest of it."""
    name_key = next((key for key in _NAMES if row.get(key)), None)
    price_key = next((key for key in _PRICES if row.get(key) is not None), None)
    name = str(row[name_key]) if name_key else ""
    price = f"for {_amount(row[price_key])}" if price_key else ""
    rest = [
        _pair(k, v)
        for k, v in row.items()
        if k not in (name_key, price_key) and not isinstance(v, dict | list)
    ]
    more = f"({', '.join(pair for pair in rest if pair)})" if any(rest) else ""
    return " ".join(part for part in (name, price, more) if part)


def _amount(value: Any) -> str:
    if isinstance(value, Mapping) and {"amount", "currency"} <= value.keys():
        return money(value)
    return plain_number(value) if isinstance(value, int | float) else str(value)


def _is_plain(key: str, value: Any) -> bool:
    if key in (*_SILENT, *_YES, *_TEXTS) or key.lower().endswith("id"):
        return False
    is_money = isinstance(value, Mapping) and "currency" in value
    return is_money or not isinstance(value, dict | list)


def _pair(key: str, value: Any) -> str:
    if value is None or value == "" or key.lower().endswith("id") or key in _SILENT:
        return ""
    if isinstance(value, bool):
        return _label(key) if value else f"not {_label(key)}"
    return f"{_label(key)}: {_amount(value)}"


def _label(key: str) -> str:
    spaced = "".join(f" {c.lower()}" if c.isupper() else c for c in key)
    return spaced.replace("_", " ").strip()
