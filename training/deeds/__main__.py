"""Learn from the sentences about deeds and write what was learned: `python -m training.deeds`."""

from sales_agent.truth.deeds.heard import READER
from training.deeds.sampling import rows
from training.readers import learn

if __name__ == "__main__":
    learn("deeds", READER, rows())
