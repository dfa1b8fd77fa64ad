"""Times in JSON: spelt to the second, read as UTC, refused when they are none."""

from datetime import UTC, datetime

import pytest

from agents.kit.errors import Fault
from agents.kit.wire import read_time, timestamp


def test_every_year_is_spelt_with_four_digits() -> None:
    assert timestamp(datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)) == "0001-02-03T04:05:06Z"


@pytest.mark.parametrize(
    "text", ["2026-05-04T15:00:00+05:30", "2026-05-04T09:30:00Z", "2026-05-04T09:30:00"]
)
def test_a_time_is_read_as_utc(text: str) -> None:
    assert read_time(text, pointer="/at") == datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_time_in_utc_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="is no time") as caught:
        read_time(text, pointer="/at")
    assert (caught.value.code, caught.value.pointer) == ("invalid_time", "/at")
