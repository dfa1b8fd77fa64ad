"""`main.py chat`: a conversation in the terminal, or by lines over a pipe."""

import argparse
import sys
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from assembly import open_assistant
from contracts.settings import data_dir
from sales_agent.channels.terminal import run_terminal
from sales_agent.errors import StartFailed

if TYPE_CHECKING:
    from sales_agent.conversation import Conversation

LOCAL = "local"
"""Address of whoever sits at this machine's terminal."""
TERMINAL = "terminal"


def chat(options: argparse.Namespace) -> int:
    """Chat in the terminal, or by lines over a pipe."""
    with ExitStack() as stack:
        return run_terminal(
            partial(_open_conversation, options, stack),
            stdin=sys.stdin,
            stdout=sys.stdout,
            history_file=data_dir() / "history",
            as_json=options.json,
        )


def _open_conversation(options: argparse.Namespace, stack: ExitStack) -> "Conversation":
    """Compose the conversation."""
    from sales_agent.conversation import Conversation

    assistant = open_assistant(options.model, stack)
    conversation = Conversation(
        assistant, channel=TERMINAL, address=LOCAL, customer_id=options.customer
    )
    if options.token and conversation.sign_in(token=options.token) is None:
        raise StartFailed("the token is not one that this shop has signed, or it has expired")
    if options.channel != TERMINAL:
        conversation.switch_channel(options.channel)
    return conversation
