"""What a provider's exception means; each provider's own are tried over its wire."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import httpx
import pytest

from sales_agent.models.faults import Kind, ModelSilent, fault_of


class Refused(Exception):
    """An error with a status, as an SDK raises it."""

    def __init__(self, status_code: int, text: str = "", **headers: str) -> None:
        super().__init__(text)
        self.status_code = status_code
        self.response = SimpleNamespace(
            headers={name.replace("_", "-"): value for name, value in headers.items()}
        )


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Refused(401), Kind.KEY_REFUSED),
        (Refused(403), Kind.NOT_ALLOWED),
        (Refused(404), Kind.NO_SUCH_MODEL),
        (Refused(429), Kind.RATE_LIMITED),
        (Refused(400), Kind.REQUEST_REFUSED),
        (Refused(400, "API key not valid. Please pass a valid API key."), Kind.KEY_REFUSED),
        (Refused(500), Kind.SERVER_FAILED),
        (Refused(529), Kind.SERVER_FAILED),
        (httpx.ReadTimeout("slow"), Kind.TIMED_OUT),
        (httpx.ConnectError("refused"), Kind.UNREACHABLE),
        (httpx.RemoteProtocolError("peer closed"), Kind.CUT_OFF),
        (ConnectionRefusedError(), Kind.UNREACHABLE),
        (ModelSilent(), Kind.TIMED_OUT),
        (ValueError("odd"), Kind.UNKNOWN),
    ],
)
def test_exception_is_told_apart(error, kind):
    assert fault_of(error).kind == kind


def test_cause_is_looked_into():
    wrapped = RuntimeError("wrapped")
    wrapped.__cause__ = Refused(503)

    assert fault_of(wrapped).kind == Kind.SERVER_FAILED


def test_wait_is_read_from_the_header():
    assert fault_of(Refused(429, retry_after="7")).retry_after_s == 7
    assert fault_of(Refused(429)).retry_after_s is None
    assert fault_of(Refused(429, retry_after="soon")).retry_after_s is None
    assert fault_of(Refused(401, retry_after="7")).retry_after_s is None


def test_wait_may_be_a_date():
    then = datetime.now(UTC) + timedelta(seconds=60)
    waits = fault_of(Refused(503, retry_after=format_datetime(then, usegmt=True))).retry_after_s
    past = fault_of(Refused(503, retry_after="Mon, 01 Jan 2024 00:00:00 GMT")).retry_after_s

    assert 50 < waits <= 60
    assert past == 0


def test_wait_is_read_from_google_s_reply():
    text = "{'@type': 'type.googleapis.com/google.rpc.RetryInfo', 'retryDelay': '34.5s'}"

    assert fault_of(Refused(429, text)).retry_after_s == 34.5
