"""How the truth check's learned readers are fitted to sentences, and written."""

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from sales_agent.truth.hearing.reader import Reader
from training.lesson import digest, fitted, lesson_from, written

FEWEST = 6
"""Times that a feature must be seen."""
STRENGTH = 12.0
"""What the sentences count against the size of the weights; half and twice as much do alike."""
LEAST = 2
"""Steps of a weight that is written; smaller ones make the file larger and change nothing."""
FLAT = 2e-3
"""Of the slope at the start, what is left where the fit ends; going on foretells no better."""

Row = tuple[str, str, float]
"""A kind, a sentence, and what it counts."""


def learn(name: str, reader: Reader, rows: Sequence[Row]) -> None:
    """Fit a reader to sentences, write its file, and say how big it is."""
    started = time.monotonic()
    learned = fit(reader, rows)
    reader.file.write_text(json.dumps(learned, separators=(",", ":")) + "\n", encoding="utf-8")
    size, seconds = reader.file.stat().st_size / 1e6, time.monotonic() - started
    sys.stdout.write(
        f"{name}: {len(rows)} sentences of {len(learned['intents'])} kinds, "
        f"{len(learned['weights'])} features, {size:.1f} MB, {seconds:.0f} s\n"
    )


def fit(reader: Reader, rows: Sequence[Row]) -> dict[str, Any]:
    """Fit a linear model to sentences, as the row that a reader reads."""
    kinds, texts, counts = zip(*rows, strict=True)
    seen = [sorted(reader.traits_in(text)) for text in texts]
    lesson = lesson_from(kinds, seen, counts, STRENGTH, FEWEST)
    told = digest([*zip(kinds, texts, strict=True)])
    return {"samples": told, **written(lesson, fitted(lesson, FLAT).point, LEAST)}
