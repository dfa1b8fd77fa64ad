"""What the agent does beside requests: takes orders in, counts appeals, erases, has it learnt."""

import logging
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.recommendation.interactions.erasure import erase_old
from agents.recommendation.interactions.purchases import take_in
from agents.recommendation.learning import appeals
from agents.recommendation.learning.models import claim, is_due, progress_of, read_progress
from agents.recommendation.policy import POLICY, Policy

logger = logging.getLogger(__name__)

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "agents.recommendation.learning")


def tidy(store: Store, peers: Peers, now: datetime) -> None:
    """Do what is due; several processes of the agent may do so at once."""
    take_in(store, peers, POLICY, now)
    count_appeals(store, POLICY, now)
    with store.read() as session:
        is_wanted = is_due(session, POLICY.learning, now)
    if is_wanted and (held := claim(store, now)):
        _have_learnt(held)


def count_appeals(store: Store, policy: Policy, now: datetime) -> None:
    """Count appeals anew and erase what is old, when that is due."""
    with store.read() as session:
        if not appeals.is_due(read_progress(session).appeals_at, policy.appeal, now):
            return
    with store.write() as session:
        appeals.renew(session, policy.appeal, now)
        erase_old(session, policy.retention, now)
        progress_of(session).appeals_at = now


def _have_learnt(held: str) -> None:
    """Learn in a process of its own: its memory goes with it, and no request waits for it."""
    logger.info("learning_started claim=%s", held)
    process = subprocess.Popen(
        [*COMMAND, "--claim", held], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    status = process.wait()
    if status:
        logger.error("learning_failed status=%s", status)
