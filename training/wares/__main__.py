"""Learn the readers of stock and of ranks, and write them: `python -m training.wares`."""

import json
import sys
import time

from sales_agent.truth.hearing import presence, ranks
from training.wares.learning import fit
from training.wares.sampling import rows

READERS = {"presence": presence.READER, "ranks": ranks.READER}


def main() -> None:
    """Fit each, write, and say how big it is."""
    for name, reader in READERS.items():
        started = time.monotonic()
        sentences = rows(name)
        learned = fit(sentences, reader.traits_in)
        reader.file.write_text(json.dumps(learned, separators=(",", ":")) + "\n", encoding="utf-8")
        size, seconds = reader.file.stat().st_size / 1e6, time.monotonic() - started
        sys.stdout.write(
            f"{name}: {len(sentences)} sentences of {len(learned['intents'])} kinds, "
            f"{len(learned['weights'])} features, {size:.1f} MB, {seconds:.0f} s\n"
        )


if __name__ == "__main__":
    main()
