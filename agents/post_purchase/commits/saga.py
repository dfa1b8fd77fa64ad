"""Running a commit: its steps, the moment from which it is only finished, and its undoing."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy.orm import Session

from agents.kit.errors import Fault
from agents.kit.operations import Call
from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.post_purchase.commits.claims import (
    Asked,
    Blocked,
    Check,
    Desk,
    Work,
    claim_quote,
    take_over,
)
from agents.post_purchase.policy import Policy
from agents.post_purchase.tables import Commit, Json
from contracts.client import AgentError, CallFailed
from contracts.contract import ContractError

logger = logging.getLogger(__name__)

Take = Callable[[Work], None]
Settle = Callable[[Session, Work], Json]


class GivenUp(Exception):
    """A commit that cannot be, as a matter of business: what it began is undone.

    `answer` is what the shopper is told, now and whenever she asks again; `fault` is raised to
    this caller in its place.
    """

    def __init__(self, answer: Json, fault: Exception | None = None) -> None:
        super().__init__(answer["status"])
        self.answer = answer
        self.fault = fault


@dataclass(frozen=True)
class Step:
    """One idempotent call to another agent, and what takes it back.

    `is_kept` when a refusal by that agent leaves the step open, to be tried again, because what
    was done before it cannot be taken back.
    """

    name: str
    take: Take
    undo: Take | None = None
    is_kept: bool = False


@dataclass(frozen=True)
class Plan:
    """How a kind of commit is made.

    The steps `before` may still be undone. `settle` then changes the order, in one transaction,
    and gives the answer; it may give up. What comes `after` is only ever finished. `refused`
    answers when an agent refused a step. `outcome` is what the order then is, as a word.
    """

    kind: str
    outcome: str
    before: tuple[Step, ...]
    settle: Settle
    after: tuple[Step, ...]
    refused: Callable[[Work, str], Json]

    @property
    def steps(self) -> tuple[str, ...]:
        """The names of its steps, in order."""
        return tuple(step.name for step in (*self.before, *self.after))


def commit_quote(plan: Plan, call: Call, policy: Policy, *, check: Check, blocked: Blocked) -> Json:
    """Make what the shopper said yes to; a repeat finishes what is unfinished, same answer.

    Args:
        plan: how this kind of commit is made.
        call: the request, whose body names the quote.
        policy: the shop's rules.
        check: answers why the quote does not hold, given the order as it stands.
        blocked: answers when another change of the order comes first.
    """
    asked = Asked(
        quote_id=call.body["quoteId"],
        kinds=(plan.kind,),
        shopper=call.shopper,
        steps=plan.steps,
        check=check,
        blocked=blocked,
    )
    claimed = claim_quote(Desk(call.store, call.peers, call.now, policy), asked)
    return claimed if isinstance(claimed, dict) else run(plan, claimed)


def run(plan: Plan, work: Work) -> Json:
    """Bring a commit as far as it goes; its answer says what came of it.

    Raises:
        Fault: an agent is down before it was settled; the yes is kept and taken up again.
        AgentError: an agent refused a step; what was begun is undone.
    """
    if work.row.state == "undoing":
        return _undo(plan, work)
    if work.row.state == "open":
        try:
            _prepare(plan, work)
            _settle(plan, work)
        except GivenUp as end:
            answer = _undo(plan, work, end.answer)
            if end.fault is not None:
                raise end.fault from end
            return answer
    _finish(plan, work)
    return work.row.answer or {}


def sweep(
    store: Store, peers: Peers, now: datetime, *, policy: Policy, plans: Mapping[str, Plan]
) -> int:
    """Finish or undo what was left behind; returns how many commits were looked at."""
    works = take_over(Desk(store, peers, now, policy))
    for work in works:
        row = work.row
        theirs = peers.on_behalf_of(row.customer_id, f"sweep-{row.commit_id}")
        work.desk = replace(work.desk, peers=theirs)
        try:
            run(plans[row.kind], work)
        except (CallFailed, ContractError, Fault) as error:
            logger.warning("commit_left commit=%s kind=%s %s", row.commit_id, row.kind, error)
    return len(works)


def is_answered(error: CallFailed) -> bool:
    """Whether the agent took the call and refused it, so that a repeat would not help."""
    return isinstance(error, AgentError) and error.status < HTTPStatus.INTERNAL_SERVER_ERROR


def _prepare(plan: Plan, work: Work) -> None:
    for step in plan.before:
        if step.name not in work.row.left:
            continue
        work.begin(step.name)
        try:
            step.take(work)
        except (CallFailed, ContractError) as error:
            _hold_back(plan, work, step, error)
        work.passed(step.name)


def _hold_back(plan: Plan, work: Work, step: Step, error: CallFailed | ContractError) -> None:
    """A step that did not work: give the commit up, or keep it for another try."""
    is_refused = isinstance(error, ContractError) or is_answered(error)
    if is_refused and not step.is_kept:
        raise GivenUp(plan.refused(work, str(error)), fault=error) from error
    work.release()
    raise Fault(
        f"{error}: order {work.row.order_id} is not {plan.outcome} yet; your yes is kept, and it "
        "is finished as soon as that works again",
        code=getattr(error, "code", "contract_broken"),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        suggestions=["Try again in a minute", "Ask for the order's status"],
    ) from error


def _settle(plan: Plan, work: Work) -> None:
    def change(session: Session) -> dict[str, Any]:
        state = "settled" if plan.after else "done"
        session.get_one(Commit, work.commit_id).state = state
        return {"answer": plan.settle(session, work)}

    work.note(also=change)


def _finish(plan: Plan, work: Work) -> None:
    for step in plan.after:
        if step.name not in work.row.left:
            continue
        try:
            step.take(work)
        except (CallFailed, ContractError) as error:
            logger.warning("step_open step=%s commit=%s %s", step.name, work.commit_id, error)
            continue
        work.passed(step.name)
    if work.row.left:
        work.release()


def _undo(plan: Plan, work: Work, answer: Json | None = None) -> Json:
    if answer is not None:
        work.note(state="undoing", answer=answer)
    undoing = {step.name: step.undo for step in plan.before}
    for name in reversed(list(work.row.begun)):
        undo = undoing.get(name)
        try:
            if undo is not None:
                undo(work)
        except (CallFailed, ContractError) as error:
            logger.warning("undo_open step=%s commit=%s %s", name, work.commit_id, error)
            work.release()
            break
        work.note(begun=[each for each in work.row.begun if each != name])
    else:
        work.note(state="undone", left=[])
    return work.row.answer or {}
