import pytest

from agents.kit.errors import Conflict
from agents.post_purchase.statuses import STEPS, Status, check_step

PAIRS = [(here, there) for here in Status for there in Status]


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_only_the_steps_of_the_table_are_taken(here: Status, there: Status) -> None:
    if there in STEPS[here]:
        check_step("O-1", here, there)
        return
    with pytest.raises(Conflict, match=f"O-1 is {here} and cannot become {there}"):
        check_step("O-1", here, there)


def test_every_state_can_be_reached_from_pending() -> None:
    reached, todo = set(), {Status.PENDING}
    while todo:
        here = todo.pop()
        reached.add(here)
        todo |= STEPS[here] - reached
    assert reached == set(Status)


@pytest.mark.parametrize("end", [Status.CANCELED, Status.RETURNED, Status.ABANDONED])
def test_an_end_is_an_end(end: Status) -> None:
    assert not STEPS[end]
