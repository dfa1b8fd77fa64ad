"""`main.py eval --walks N`: random walks, and whether all held that always must."""

import json
from collections.abc import Sequence
from time import perf_counter
from typing import TextIO

from rehearsal.shoppers import Visit
from rehearsal.walks.goods import Goods
from rehearsal.walks.walk import TURNS, Walk


def run_walks(
    seeds: Sequence[int], goods: Goods, visit: Visit, out: TextIO, *, as_json: bool
) -> int:
    """Go through a walk for each seed; returns the exit status: 0 when all held."""
    if not goods.buyable:
        out.write("no product has enough units of a variant in stock to walk through the shop\n")
        return 1
    started = perf_counter()
    walks = []
    for seed in seeds:
        walks.append(Walk(seed, goods, visit(None), TURNS).run())
        if not as_json:
            _write(walks[-1], out)
    seconds = perf_counter() - started
    good = sum(not walk.findings for walk in walks)
    turns = sum(walk.turns for walk in walks)
    if as_json:
        rows = [{"seed": w.seed, "turns": w.turns, "findings": w.findings} for w in walks]
        whole = {"walks": len(walks), "passed": good, "turns": turns, "seconds": round(seconds, 1)}
        out.write(json.dumps({**whole, "rows": rows}, ensure_ascii=False) + "\n")
    else:
        out.write(f"\n{good} of {len(walks)} walks held, {turns} turns in {seconds:.0f} s\n")
    return 0 if good == len(walks) else 1


def _write(walk: Walk, out: TextIO) -> None:
    out.write(f"{'FAIL' if walk.findings else 'pass'}  walk {walk.seed}: {walk.turns} turns\n")
    for finding in walk.findings:
        out.write(f"      {finding}\n")
    out.flush()
