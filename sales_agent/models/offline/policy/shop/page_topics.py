"""What a question of another language asks the shop's pages, in the language of those."""

import json
import re
from functools import lru_cache

from sales_agent.models.offline.understanding.language import FOLDER, spoken
from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.text import spell_out

_NAME = "pages.json"


def asked_of_pages(said: str) -> str | None:
    """The question to the pages behind what was said; none in the language of the pages."""
    low = spell_out(said, load_tables())
    return next((question for form, question in _topics(spoken()) if form.search(low)), None)


@lru_cache(maxsize=4)
def _topics(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is asked, by patterns, the first that fits; the base language needs none."""
    file = FOLDER / language / _NAME
    if not file.exists():
        return ()
    table: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return tuple((re.compile(form), question) for form, question in table.items())
