"""Import generated feeds of any size, and say how fast and in how much memory.

The reader and the loader are the product's own; the agents are doubles that count what comes.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agents.recommendation.feeds.formats import NAMES, format_of
from agents.recommendation.feeds.loading import Loading
from agents.recommendation.feeds.mapping import FeedMapping
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.scratch import scratch

SIZES = ("S", "M", "L", "XL", "XXL")
COLOURS = ("Red", "Navy", "Olive", "Sand")
VARIANTS = len(SIZES)
DESCRIPTION = "<p>Cut from <b>organic cotton</b>, made to last &amp; to be mended.</p>" * 4
SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Option2 Name,"
    "Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Status\n"
)
WOOCOMMERCE = (
    "ID,Type,SKU,Name,Published,Visibility in catalog,Description,In stock?,Stock,Regular price,"
    "Categories,Parent,Attribute 1 name,Attribute 1 value(s)\n"
)
GOOGLE = "id\titem_group_id\ttitle\tdescription\tavailability\tprice\tbrand\tcolor\tsize\n"
MIB = 1024 * 1024


def write_feed(path: Path, variants: int, name: str) -> None:
    """Write a feed of products with five variants each."""
    lines = {"shopify": _shopify, "woocommerce": _woocommerce, "google": _google, "json": _json}
    with path.open("w", encoding="utf-8") as file:
        for number in range(variants // VARIANTS):
            file.writelines(lines[name](number))


def import_feed(path: Path) -> dict[str, float]:
    """Read and load a feed in this process; returns counts, seconds and the peak of memory."""
    started = time.perf_counter()
    with scratch() as scratched:
        reading = Reading("USD", FeedMapping.load(), scratched)
        report = Loading(reading, _count, "WH-BLR").load([(path, format_of(path))])
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "products": report.products,
        "variants": report.variants,
        "problems": report.problems.total,
        "seconds": seconds,
        "peak_mib": peak,
    }


def measure(path: Path) -> dict[str, float]:
    """Import a feed in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, "-m", "benchmarks.import_feed", "--file", str(path)]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure feeds of the sizes and formats asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--format", choices=NAMES, nargs="+", default=["shopify"])
    parser.add_argument("--file", type=Path, help="import this file here, and answer in JSON")
    options = parser.parse_args()
    if options.file:
        print(json.dumps(import_feed(options.file)))
        return
    print("format         variants  file MiB  seconds   rate/s  peak MiB")
    for name in options.format:
        for variants in options.variants:
            with tempfile.TemporaryDirectory() as directory:
                path = Path(directory) / f"feed.{name}"
                write_feed(path, variants, name)
                found = measure(path)
                size = path.stat().st_size / MIB
            rate = found["variants"] / found["seconds"]
            print(
                f"{name:<12} {found['variants']:>10,.0f} {size:>9.0f} {found['seconds']:>8.1f} "
                f"{rate:>8,.0f} {found['peak_mib']:>9.0f}",
                flush=True,
            )


def _count(agent: str, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Both agents' double: everything is new to it."""
    number = len(body.get("products", body.get("items", ())))
    if operation.startswith("remove"):
        return {"removed": 0, "names": [], "isFinished": True}
    return {"created": number, "updated": 0, "unchanged": 0, "removed": 0, "changes": []}


def _shopify(number: int) -> Iterator[str]:
    if not number:
        yield SHOPIFY
    for at, size in enumerate(SIZES):
        first = f'Crew Tee {number},"{DESCRIPTION}",Tarn,T-Shirts,"men, summer",Size'
        own = first if not at else ",,,,,"
        colour = COLOURS[number % len(COLOURS)]
        yield (
            f"tee-{number},{own},{size},{'Color' if not at else ''},{colour},"
            f"T-{number}-{size},{number % 90},19.95,https://shop.example/{number}.jpg,active\n"
        )


def _woocommerce(number: int) -> Iterator[str]:
    if not number:
        yield WOOCOMMERCE
    sizes = ", ".join(SIZES)
    yield (
        f'{number},variable,T-{number},Crew Tee {number},1,visible,"{DESCRIPTION}",1,,,'
        f'Clothing > Tees,,Size,"{sizes}"\n'
    )
    for size in SIZES:
        yield (
            f",variation,T-{number}-{size},Crew Tee {number} - {size},1,visible,,1,{number % 90},"
            f"19.95,,T-{number},Size,{size}\n"
        )


def _google(number: int) -> Iterator[str]:
    if not number:
        yield GOOGLE
    for size in SIZES:
        yield (
            f"T-{number}-{size}\ttee-{number}\tCrew Tee {number}\t{DESCRIPTION}\tin stock\t"
            f"19.95 USD\tTarn\t{COLOURS[number % len(COLOURS)]}\t{size}\n"
        )


def _json(number: int) -> Iterator[str]:
    variants = [
        {"sku": f"T-{number}-{size}", "price": "19.95", "size": size, "quantity": number % 90}
        for size in SIZES
    ]
    product = {"productId": f"tee-{number}", "name": f"Crew Tee {number}", "variants": variants}
    yield json.dumps({**product, "description": DESCRIPTION}) + "\n"


if __name__ == "__main__":
    main()
