"""Server-sent events, as the HTML standard writes them."""

import json
import re
from collections.abc import Iterator

from sales_agent.channels.web.turns import Numbered

PING = b": ping\n\n"
_EVENT_ID = re.compile(r"([\w-]{1,80})\.(\d{1,9})", re.ASCII)


def encode_events(turn_id: str, events: Iterator[Numbered | None]) -> Iterator[bytes]:
    """A turn's numbered events as they go out; a comment where there is only a sign of life."""
    yield PING  # at once, as a server sends the headers with the first bytes
    for numbered in events:
        if numbered is None:
            yield PING
            continue
        number, event = numbered
        data = json.dumps(event.data, ensure_ascii=False, default=str, separators=(",", ":"))
        yield f"id: {turn_id}.{number}\nevent: {event.name}\ndata: {data}\n\n".encode()


def parse_event_id(value: str) -> tuple[str, int] | None:
    """Turn and number of a `Last-Event-ID`; None when it is none of ours."""
    found = _EVENT_ID.fullmatch(value)
    return (found[1], int(found[2])) if found else None
