"""How many answers a session may have open at a time."""

from collections import Counter
from threading import Lock

from sales_agent.channels.web.faults import Fault

STREAMS_OF_ONE = 8
"""Open answers of one session at one process: a tab needs one."""
TURNS_OF_ONE = 4
"""Messages of one session that wait or are being answered."""
RETRY_AFTER_S = 2


class Slots:
    """Counts what is open, by session."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._lock = Lock()

    def check(self, session_id: str) -> None:
        """Refuse one more before it is opened.

        Raises:
            Fault: the session has enough.
        """
        if self._open.get(session_id, 0) >= STREAMS_OF_ONE:
            detail = f"{STREAMS_OF_ONE} answers of this session are open already; close one"
            raise Fault(429, "too_many_streams", detail, retry_after_s=RETRY_AFTER_S)

    def take(self, session_id: str) -> None:
        """Open one more.

        Raises:
            Fault: the session has enough.
        """
        with self._lock:
            self.check(session_id)
            self._open[session_id] += 1

    def give_back(self, session_id: str) -> None:
        """Close one."""
        with self._lock:
            self._open[session_id] -= 1
            if not self._open[session_id]:
                del self._open[session_id]


def check_turns(running: int) -> None:
    """Refuse one more message while so many of the session are not answered.

    Raises:
        Fault: there are enough.
    """
    if running >= TURNS_OF_ONE:
        detail = f"{running} messages of this session are being answered; wait for one of them"
        raise Fault(429, "too_many_turns", detail, retry_after_s=RETRY_AFTER_S)
