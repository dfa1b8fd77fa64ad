"""What was learned from the grammar of shoppers' sentences: how likely each intent is.

`python -m training.understanding` writes the file that is read here. It is used where the tables'
phrases leave a message open.
"""

from functools import lru_cache
from pathlib import Path

from sales_agent.linear import LinearModel, read_model
from sales_agent.models.offline.understanding.features import features, fold
from sales_agent.models.offline.understanding.language import BASE, FOLDER, spoken
from sales_agent.models.offline.understanding.vocabulary import Vocabulary

_NAME = "learned.json"


def file_of(language: str) -> Path:
    """Where it stands what was learned of a language."""
    return FOLDER / language / _NAME


@lru_cache(maxsize=4)
def learned(language: str = BASE) -> LinearModel | None:
    """Read what was learned of a language, once; None for one that has its phrases only."""
    file = file_of(language)
    return read_model(file) if file.exists() else None


def likelihoods(text: str, vocabulary: Vocabulary) -> dict[str, float]:
    """How likely each intent is, of a spelled-out text; together one, or none where unlearned."""
    model = learned(spoken())
    return {} if model is None else model.shares(features(fold(text, vocabulary)))
