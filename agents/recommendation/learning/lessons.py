"""One lesson: read what was bought, learn from it, and let the model serve."""

import logging
import time
from datetime import datetime

from agents.kit.storage import Store
from agents.recommendation.learning.baskets import read_baskets
from agents.recommendation.learning.models import put_model
from agents.recommendation.learning.training import learn
from agents.recommendation.policy import Learning

logger = logging.getLogger(__name__)


def learn_now(store: Store, policy: Learning, held: str, now: datetime) -> str:
    """Learn under a claim; returns what was done, in words."""
    began = time.perf_counter()
    with store.read() as session:
        baskets = read_baskets(session, now)
    if not len(baskets):
        return "Nothing was learnt: no order was taken in yet."
    put = put_model(store, learn(baskets, policy), held, now)
    if put is None:
        return "Nothing was learnt: another process took over."
    seconds = time.perf_counter() - began
    logger.info("learnt model=%s products=%d s=%.1f", *put, seconds)
    return f"Learnt {put[1]} products from {len(baskets)} purchases in {seconds:.1f} s."
