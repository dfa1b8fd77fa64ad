"""Many shoppers who speak at once, and hear their answers to the end."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATIENCE_S = 240
OPENING = 16
"""Sessions that are begun at a time, before the clock runs."""


@dataclass(frozen=True)
class Heard:
    """What became of one stream, in seconds from its message.

    Attributes:
        first_byte_s: When the first word came.
        done_s: When the answer was whole; None for one that was dropped.
        words: How many words it had.
    """

    first_byte_s: float | None
    done_s: float | None
    words: int


def speak(url: str, streams: int) -> list[Heard]:
    """Begin so many sessions, then let all speak at once."""
    return asyncio.run(_speak(url, streams))


async def _speak(url: str, streams: int) -> list[Heard]:
    few = asyncio.Semaphore(OPENING)
    tokens = await asyncio.gather(*(_begin(url, few) for _ in range(streams)))
    return await asyncio.gather(*(_hear(url, token) for token in tokens))


async def _begin(url: str, few: asyncio.Semaphore) -> str:
    async with few:
        reader, writer = await _post(url, "/api/v1/sessions", {}, "application/json", None)
        answer = await asyncio.wait_for(reader.read(), PATIENCE_S)
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    if b" 201 " not in head.split(b"\r\n")[0]:
        raise SystemExit(f"no session: {answer[:300]!r}")
    start, end = body.index(b"{"), body.rindex(b"}") + 1
    return str(json.loads(body[start:end])["token"])


async def _hear(url: str, token: str) -> Heard:
    started = time.perf_counter()
    first: float | None = None
    words, done = 0, None
    try:
        body = {"message": "what do you think of that?"}
        reader, writer = await _post(url, "/api/v1/chat", body, "text/event-stream", token)
        while line := await asyncio.wait_for(reader.readline(), PATIENCE_S):
            if line == b"event: delta\n":
                first = first or time.perf_counter() - started
                words += len((await reader.readline()).split()) - 1
            elif line == b"event: done\n":
                done = time.perf_counter() - started
                break
        writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return Heard(first, None, words)
    return Heard(first, done, words)


async def _post(
    url: str, path: str, body: dict[str, Any], accept: str, token: str | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=2**20)
    content = json.dumps(body).encode()
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n"
        f"Accept: {accept}\r\n{bearer}Connection: close\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    writer.write(head.encode() + content)
    await writer.drain()
    return reader, writer
