"""Every error the conversation raises on purpose, under one base.

SalesAgentError
├── MemoryUnavailable   no Redis to remember with
├── ThreadConflict      somebody else stored the thread in between
├── ThreadBusy          another turn of the thread takes too long
├── InvalidIdentity     an id that cannot name a shopper
├── AlreadySignedIn     somebody else is signed in here, until she logs out
├── QuoteChanged        an answer to a quote that does not wait
├── MistypedCard        a card number with a wrong or a missing digit
└── LinkRefused         a code that does not prove who somebody is
"""

from typing import ClassVar


class SalesAgentError(Exception):
    """Base of the errors a caller may show; `code` is stable, the text says the way out."""

    code: ClassVar[str] = "sales_agent_error"


class MemoryUnavailable(SalesAgentError):
    """The Redis that holds sessions and conversations cannot be started or reached."""

    code = "memory_unavailable"


class ThreadConflict(SalesAgentError):
    """A turn was not stored because its thread had moved on since the turn loaded it."""

    code = "thread_conflict"


class ThreadBusy(SalesAgentError):
    """Another turn held the thread's lock for longer than this one may wait."""

    code = "thread_busy"


class InvalidIdentity(SalesAgentError):
    """A customer id or a channel address that no session can be opened for."""

    code = "invalid_identity"


class AlreadySignedIn(SalesAgentError):
    """A session is one shopper's, until she logs out."""

    code = "already_signed_in"


class LinkRefused(SalesAgentError):
    """A code that should link a channel to a shopper does not, or not here."""

    code = "link_refused"


class SlowDown(SalesAgentError):
    """Too many wrong tries to sign in; the text says how long to wait."""

    code = "slow_down"


class QuoteChanged(SalesAgentError):
    """The quote that a shopper answered is not the one that waits."""

    code = "quote_changed"


class MistypedCard(SalesAgentError):
    """A message holds what can only be a card number, and it does not check."""

    code = "mistyped_card"


class ModelFailed(SalesAgentError):
    """The language model cannot be reached, or answers nothing that can be used."""

    code = "model_failed"


class DeskFailed(SalesAgentError):
    """The shop could not do what a channel asked of it directly."""

    code = "desk_failed"


class StartFailed(SalesAgentError):
    """Something that the conversation needs does not come up."""

    code = "start_failed"
