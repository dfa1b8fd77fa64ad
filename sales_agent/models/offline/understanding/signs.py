"""A message of nothing but pictures, in the words that they stand for."""

from functools import lru_cache

from sales_agent.models.offline.understanding.tables import Tables, load_tables


def in_words(text: str) -> str:
    """A message without a letter or figure in words, each sign once; any other as it is."""
    if any(mark.isalnum() for mark in text):
        return text
    meanings = _meanings(load_tables())
    said = dict.fromkeys(meanings[mark] for mark in text if mark in meanings)
    return " ".join(said) or text


@lru_cache(maxsize=4)
def _meanings(tables: Tables) -> dict[str, str]:
    rows: dict[str, str] = tables.words["signs"]
    return {mark: words for words, marks in rows.items() for mark in marks}
