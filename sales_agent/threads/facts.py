"""What of a conversation outlives the window: asked first, bought, refused, as plain facts.

A fact is a dict with its `kind` and when it was (`at`, `turn`, `channel`); the state holds them by
kind. Nodes say what was learned, and `keep_facts` adds it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from sales_agent.shop.amounts import money_words
from sales_agent.shop.lines import line_words, swap_words
from sales_agent.shop.results import latest_results, read_result

Facts = dict[str, list[dict[str, Any]]]
Json = Mapping[str, Any]
FIRST_ASKED = 5
"""The first messages that are kept: one of them is more than a greeting."""
NOTED_AT_MOST = 20
"""Of what was bought, refused or merged, the latest."""
WORDS_AT_MOST = 200


def keep_facts(facts: Facts, learned: Sequence[Json]) -> Facts:
    """Add what was learned, each once, in order of time."""
    kept = {kind: list(rows) for kind, rows in facts.items()}
    for fact in learned:
        rows = kept.setdefault(str(fact["kind"]), [])
        if dict(fact) not in rows:
            rows.append(dict(fact))
    return {kind: _bounded(kind, rows) for kind, rows in kept.items()}


def all_facts(facts: Facts) -> list[dict[str, Any]]:
    """The facts of a conversation as things learned, to be kept by another."""
    return [fact for rows in facts.values() for fact in rows]


def asked_fact(text: str, facts: Facts, *, turn: int, channel: str, at: datetime) -> list[Json]:
    """What a message adds to what was asked first: nothing when enough is known, or too late."""
    if turn > FIRST_ASKED or len(facts.get("asked", ())) >= FIRST_ASKED:
        return []
    return [_fact("asked", turn=turn, channel=channel, at=at, text=text[:WORDS_AT_MOST])]


def refused_fact(quote: Json, said: str, *, turn: int, channel: str, at: datetime) -> list[Json]:
    """A quote that the shopper did not agree to, with what she said instead."""
    row = {**_about(quote), "said": said[:WORDS_AT_MOST]}
    return [_fact("refused", turn=turn, channel=channel, at=at, **row)]


def bought_facts(
    messages: Sequence[AnyMessage], *, turn: int, channel: str, at: datetime
) -> list[Json]:
    """The orders that the last batch of commits placed or changed, with the quote agreed to."""
    learned = []
    for result in latest_results(messages):
        if isinstance(result, dict) and isinstance(changed := result.get("orderChanged"), dict):
            row = {**_about(_committed_quote(messages)), "orderId": str(changed.get("orderId"))}
            row["status"] = str(result.get("status"))
            learned.append(_fact("bought", turn=turn, channel=channel, at=at, **row))
    return learned


def describe_facts(facts: Facts) -> list[str]:
    """The facts as lines for a prompt; no words of hers end their line or their quotation."""
    asked = [
        f"Asked in turn {row['turn']}: {_quoted(row['text'])}" for row in facts.get("asked", ())
    ]
    bought = [
        f"Agreed to in turn {row['turn']}: {row['what']} of {row['goods'] or row['orderId']}, "
        f"order {row['orderId']}, {row['status']}"
        for row in facts.get("bought", ())
    ]
    refused = [
        f"Not agreed to in turn {row['turn']}: {row['what']} of {row['goods']}; she said "
        f"{_quoted(row['said'])}"
        for row in facts.get("refused", ())
    ]
    return [*asked, *bought, *refused]


def _quoted(words: str) -> str:
    flat = " ".join(words.split()).replace('"', "'")
    return f'"{flat}"'


def _bounded(kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = sorted(rows, key=lambda row: str(row["at"]))
    return rows[:FIRST_ASKED] if kind == "asked" else rows[-NOTED_AT_MOST:]


def _fact(kind: str, *, turn: int, channel: str, at: datetime, **row: Any) -> Json:
    moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"kind": kind, "turn": turn, "channel": channel, "at": moment, **row}


def _about(quote: Json) -> dict[str, str]:
    """What a quote was for, in words that stay true when its prices have changed."""
    rows = [line_words(line) for line in quote.get("lines", ())]
    rows += [swap_words(swap) for swap in quote.get("swaps", ())]
    if total := quote.get("total"):
        rows.append(f"{money_words(total)} in all")
    goods = ", ".join(rows) or str(quote.get("orderId") or "")
    return {"what": str(quote.get("kind", "step")), "goods": goods[:WORDS_AT_MOST]}


def _committed_quote(messages: Sequence[AnyMessage]) -> Json:
    """The quote that the last commit committed; empty when the messages no longer hold it."""
    committed: list[Any] = []
    for message in reversed(messages):
        if isinstance(message, AIMessage) and not committed:
            committed = [call["args"] for call in message.tool_calls]
        result = read_result(message.content) if isinstance(message, ToolMessage) else None
        commit = result.get("commit") if isinstance(result, dict) else None
        if isinstance(commit, dict) and commit.get("args") in committed:
            return cast(Json, cast(Json, result)["quote"])
    return {}
