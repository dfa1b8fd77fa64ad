"""How an agent process logs: one line an event, to standard error, ids and no prose."""

import logging


def configure_logs(level: str = "INFO") -> None:
    """Set logging up, once a process."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("werkzeug", "alembic.runtime.plugins"):
        logging.getLogger(name).setLevel(logging.WARNING)
