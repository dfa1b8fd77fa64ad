"""Print how well photos find goods again, and how long a search takes."""

import random
import statistics
import time

import numpy as np

from agents.recommendation.pictures.album import STEPS, Album
from agents.recommendation.pictures.features import describe
from agents.recommendation.pictures.opening import open_picture
from benchmarks.photos.drawing import COLOURS, SHAPES, as_file, draw

OF_EACH = 4
SHOWN = 10
LARGE = 100_000
ROUNDS = 30


def main() -> None:
    """Measure and print."""
    chance = random.Random(2026)
    kinds = [(shape, colour) for shape in SHAPES for colour in COLOURS]
    goods = [kind for kind in kinds for _ in range(OF_EACH)]
    started = time.perf_counter()
    vectors = np.array([describe(open_picture(as_file(draw(*kind, chance)))) for kind in goods])
    each_ms = (time.perf_counter() - started) * 1000 / len(goods)
    album = Album(np.arange(len(goods)), np.rint(vectors * STEPS).astype(np.int8))
    found, first, alike, same_colour = [], [], [], []
    for kind in kinds:
        file = as_file(draw(*kind, chance, is_photo=True), quality=45)
        hits = [goods[n] for n, _ in album.like(describe(open_picture(file)), SHOWN, None)]
        found.append(hits.count(kind) / OF_EACH)
        first.append(hits[:1] == [kind])
        alike.append(statistics.mean(hit[0] == kind[0] for hit in hits[:OF_EACH]))
        same_colour.append(statistics.mean(hit[1] == kind[1] for hit in hits[:OF_EACH]))
    print(
        f"{len(goods)} pictures, {len(kinds)} photos; drawn and described in {each_ms:.0f} ms each"
    )
    print(
        f"same shape and colour: recall@10 {statistics.mean(found):.3f}, "
        f"first {statistics.mean(first):.3f}"
    )
    print(
        f"of the first four: same shape {statistics.mean(alike):.3f}, "
        f"same colour {statistics.mean(same_colour):.3f}"
    )
    _time(vectors.shape[1])


def _time(width: int) -> None:
    """A search among a hundred thousand pictures, all of them and a tenth of them."""
    maker = np.random.default_rng(1)
    rows = maker.integers(-40, 40, (LARGE, width), dtype=np.int8)
    album = Album(np.arange(LARGE), rows)
    photo = rows[7].astype(np.float32)
    photo /= np.linalg.norm(photo)
    for told, within in (("all", None), ("a tenth", range(0, LARGE, 10))):
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            album.like(photo, SHOWN, within)
            times.append((time.perf_counter() - started) * 1000)
        print(
            f"{LARGE:,} pictures, {told}: p50 {statistics.median(times):.1f} ms, "
            f"p99 {sorted(times)[-1]:.1f} ms, {rows.nbytes / 2**20:.0f} MiB"
        )


if __name__ == "__main__":
    main()
