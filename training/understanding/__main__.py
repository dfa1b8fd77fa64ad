"""Learn from the grammar and write what was learned: `python -m training.understanding`."""

import json
import sys
import time

from sales_agent.models.offline.understanding.learned import FILE
from training.understanding.learning import fit, load_grammar, samples


def main() -> None:
    """Fit, write, and say how big it is."""
    started = time.monotonic()
    rows = samples(load_grammar())
    learned = fit(rows)
    FILE.write_text(json.dumps(learned, separators=(",", ":")) + "\n", encoding="utf-8")
    size, seconds = FILE.stat().st_size / 1e6, time.monotonic() - started
    sys.stdout.write(
        f"{len(rows)} sentences of {len(learned['intents'])} intents, "
        f"{len(learned['weights'])} features, {size:.1f} MB, {seconds:.0f} s: {FILE.name}\n"
    )


if __name__ == "__main__":
    main()
