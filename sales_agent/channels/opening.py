"""Opens the conversation in a thread of its own, while the shopper reads and types."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sales_agent.channels.conversation import Conversation


class Opening:
    """A conversation that is being opened."""

    def __init__(self, open_conversation: "Callable[[], Conversation]") -> None:
        self._open = open_conversation
        self._thread = threading.Thread(target=self._run, name="opening", daemon=True)
        self._is_started = False
        self._conversation: Conversation | None = None
        self._error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is open, or failed to."""
        return self._is_started and not self._thread.is_alive()

    def start(self) -> None:
        """Begin, unless it has begun."""
        if not self._is_started:
            self._is_started = True
            self._thread.start()

    def result(self) -> "Conversation":
        """Wait for it; raises what opening raised."""
        self.start()
        self._thread.join()
        if self._error:
            raise self._error
        if self._conversation is None:
            raise RuntimeError("the conversation was not opened")
        return self._conversation

    def settle(self) -> None:
        """Wait until nothing is being opened any more, so that it can be closed."""
        if self._is_started:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._conversation = self._open()
        except BaseException as error:  # noqa: BLE001 - it is raised again by result()
            self._error = error
