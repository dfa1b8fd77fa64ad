"""Learn from the grammars and write what was learned: `python -m training.understanding`."""

import json
import sys
import time

from sales_agent.models.offline.understanding.language import speaking
from sales_agent.models.offline.understanding.learned import file_of
from training.understanding.learning import fit
from training.understanding.sampling import grammars, load_grammar, samples


def main() -> None:
    """Fit every language's grammar, write, and say how big it is."""
    for language in grammars():
        started = time.monotonic()
        with speaking(language):
            rows = samples(load_grammar(language))
            learned = fit(rows)
        file = file_of(language)
        file.write_text(json.dumps(learned, separators=(",", ":")) + "\n", encoding="utf-8")
        size, seconds = file.stat().st_size / 1e6, time.monotonic() - started
        sys.stdout.write(
            f"{len(rows)} sentences of {len(learned['intents'])} intents, "
            f"{len(learned['weights'])} features, {size:.1f} MB, {seconds:.0f} s: {language}\n"
        )


if __name__ == "__main__":
    main()
