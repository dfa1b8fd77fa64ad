"""Learn the readers of stock and of ranks, and write them: `python -m training.wares`."""

from sales_agent.truth.hearing import presence, ranks
from training.readers import learn
from training.wares.sampling import rows

READERS = {"presence": presence.READER, "ranks": ranks.READER}

if __name__ == "__main__":
    for name, reader in READERS.items():
        learn(name, reader, rows(name))
