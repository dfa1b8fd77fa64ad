"""A reader needs as much memory for a large feed as for a small one."""

import tracemalloc
from pathlib import Path

import pytest

from agents.recommendation.feeds.formats import format_of
from agents.recommendation.feeds.goods import FeedProduct
from agents.recommendation.feeds.mapping import FeedMapping
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.scratch import scratch
from benchmarks.import_feed import measure, write_feed

SMALL, LARGE = 20_000, 100_000
MIB = 1024 * 1024


@pytest.mark.parametrize("name", ["shopify"])
def test_peak_of_the_process_does_not_grow_with_the_feed(tmp_path: Path, name: str) -> None:
    peaks = []
    for variants in (SMALL, LARGE):
        path = tmp_path / f"feed-{variants}"
        write_feed(path, variants, name)
        found = measure(path)
        assert (found["variants"], found["problems"]) == (variants, 0)
        peaks.append(found["peak_mib"])
    assert peaks[1] < peaks[0] + 12, peaks


@pytest.mark.parametrize("name", ["google", "json", "woocommerce"])
def test_objects_of_readers_do_not_grow_with_the_feed(tmp_path: Path, name: str) -> None:
    peaks = []
    for variants in (1_000, 5_000):
        path = tmp_path / f"feed-{variants}"
        write_feed(path, variants, name)
        tracemalloc.start()
        with scratch() as scratched:
            reading = Reading("USD", FeedMapping.load(), scratched)
            entries = format_of(path).read(path, reading)
            count = sum(len(one.variants) for one in entries if isinstance(one, FeedProduct))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == variants
    assert peaks[1] < peaks[0] + MIB, peaks
