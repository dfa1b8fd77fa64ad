"""The terminal channel: a chat on a screen, plain text or JSON lines over a pipe."""

import io
import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TextIO

from sales_agent.errors import SalesAgentError

if TYPE_CHECKING:
    from pathlib import Path

    from sales_agent.channels.conversation import Conversation
    from sales_agent.channels.dialogue import Front

# What a mode needs is imported when the mode is known: the prompt must not wait for the rest.
# ruff: noqa: PLC0415

logger = logging.getLogger(__name__)

BANNER = "Welcome to the shop. Say what you are looking for; /help lists the commands."
UNEXPECTED = "Something went wrong on our side, and the chat has to end here."


def run_terminal(
    open_conversation: "Callable[[], Conversation]",
    *,
    stdin: TextIO,
    stdout: TextIO,
    history_file: "Path",
    as_json: bool,
) -> int:
    """Talk with a shopper until she leaves.

    Args:
        open_conversation: Makes the conversation; on a screen it runs in a thread of its own,
            while the prompt stands. What it raises is said in a sentence.
        stdin: One message a line, when it or `stdout` is not a terminal.
        stdout: Where the replies go.
        history_file: Keeps the lines typed on a screen.
        as_json: Write one JSON object a turn.

    Returns:
        The exit status: 0, or 1 when the conversation could not be opened.
    """
    if not as_json and stdin.isatty() and stdout.isatty():
        run = partial(_run_screen, open_conversation)
    else:
        run = partial(_run_lines, open_conversation, as_json=as_json)
    try:
        run(stdin=stdin, stdout=stdout, history_file=history_file)
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:
        _silence(stdout)
    except SalesAgentError as error:
        return _fail(error.code, str(error), stdout if as_json else None)
    except Exception as error:
        logger.error("terminal_failed type=%s", type(error).__name__)
        logger.debug("terminal_failed", exc_info=error)
        return _fail("internal_error", UNEXPECTED, stdout if as_json else None)
    return 0


def _run_screen(
    open_conversation: "Callable[[], Conversation]",
    *,
    stdin: TextIO,
    stdout: TextIO,
    history_file: "Path",
) -> None:
    stdout.write(f"{BANNER}\n")
    stdout.flush()
    from sales_agent.channels.chat import Chat
    from sales_agent.channels.opening import Opening

    opening = Opening(open_conversation)
    try:
        Chat(opening, stdin=stdin, stdout=stdout, history_file=history_file).run()
    finally:
        opening.settle()


def _run_lines(
    open_conversation: "Callable[[], Conversation]",
    *,
    stdin: TextIO,
    stdout: TextIO,
    history_file: "Path",
    as_json: bool,
) -> None:
    for stream in (stdin, stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from sales_agent.channels.dialogue import Dialogue

    conversation = open_conversation()
    front = _front_for(conversation, stdout, as_json=as_json)
    dialogue = Dialogue(conversation, front, partial(history_file.unlink, missing_ok=True))
    while (line := stdin.readline()) and dialogue.take(line):
        pass


def _front_for(conversation: "Conversation", stdout: TextIO, *, as_json: bool) -> "Front":
    from sales_agent.channels.json_lines import JsonFront
    from sales_agent.channels.plain import PlainFront

    if as_json:
        return JsonFront(stdout, conversation.cart)
    plain = PlainFront(stdout)
    plain.greet(conversation.greeting())
    return plain


def _fail(code: str, words: str, json_out: TextIO | None) -> int:
    """Say in a sentence, or in an object, why there is no conversation."""
    from sales_agent.channels.cleaning import sentence
    from sales_agent.channels.commands import Answer
    from sales_agent.channels.json_lines import JsonFront

    detail = sentence(words)
    if json_out:
        error = {"code": code, "detail": detail}
        JsonFront(json_out, dict).say(Answer((detail,), error=error), "")
    else:
        print(detail, file=sys.stderr)
    return 1


def _silence(stdout: TextIO) -> None:
    """Send what is still to be flushed nowhere: who read it has gone."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
