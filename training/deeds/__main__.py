"""Learn from the sentences about deeds and write what was learned: `python -m training.deeds`."""

import json
import sys
import time

from sales_agent.truth.deeds.heard import FILE
from training.deeds.learning import fit
from training.deeds.sampling import rows


def main() -> None:
    """Fit, write, and say how big it is."""
    started = time.monotonic()
    sentences = rows()
    learned = fit(sentences)
    FILE.write_text(json.dumps(learned, separators=(",", ":")) + "\n", encoding="utf-8")
    size, seconds = FILE.stat().st_size / 1e6, time.monotonic() - started
    sys.stdout.write(
        f"{len(sentences)} sentences of {len(learned['intents'])} kinds, "
        f"{len(learned['weights'])} features, {size:.1f} MB, {seconds:.0f} s\n"
    )


if __name__ == "__main__":
    main()
