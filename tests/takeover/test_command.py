"""The import of a whole shop as people call it, with every agent at work."""

import json

import pytest

from tests.takeover.shops import small_shop
from tests.test_main import run

DOLLARS = {"SALES_CURRENCY": "USD"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "db.json"
    path.write_text(json.dumps(small_shop()), encoding="utf-8")
    return path


def test_a_shop_is_taken_over_and_a_second_time_changes_nothing(tmp_path, file):
    shop = tmp_path / "shop"
    first = run(shop, "import", str(file), "--replace", **DOLLARS)
    again = run(shop, "import", str(file), **DOLLARS)

    assert first.returncode == 0, first.stdout + first.stderr
    assert "2 products with 4 variants" in first.stdout
    assert "db.json: 2 customers, 3 ways to pay, 4 orders; 0 problems" in first.stdout
    for kind in ("customers: 2", "addresses: 2", "ways to pay: 3", "orders: 4", "parcels: 4"):
        assert f"{kind} new, 0 as before" in first.stdout
    assert again.returncode == 0, again.stdout + again.stderr
    for kind in ("customers", "addresses", "ways to pay", "orders", "payments", "parcels"):
        assert f"{kind}: 0 new" in again.stdout


def test_a_dry_run_reads_and_sends_nothing(tmp_path, file):
    done = run(tmp_path / "shop", "import", str(file), "--dry-run", **DOLLARS)

    assert done.returncode == 0
    assert "4 orders; 0 problems" in done.stdout
    assert "a dry run: nothing was sent" in done.stdout
    assert not (tmp_path / "shop" / "run" / "agents").exists()


def test_another_currency_is_one_clear_sentence(tmp_path, file):
    done = run(tmp_path / "shop", "import", str(file))

    assert done.returncode == 1
    assert done.stdout == (
        "db.json has prices in USD and the shop sells in INR; set SALES_CURRENCY=USD\n"
    )
    assert not (tmp_path / "shop" / "run" / "agents").exists()


def test_what_is_no_shop_is_told_so(tmp_path):
    feed = tmp_path / "feed.json"
    feed.write_text('{"products": []}', encoding="utf-8")
    done = run(tmp_path / "shop", "import", str(feed), "--format", "tau2", **DOLLARS)

    assert done.returncode == 1
    assert "feed.json has no 'products' by id" in done.stdout


def test_a_problem_is_told_with_its_place_and_kept(tmp_path, file):
    shop = small_shop()
    shop["orders"]["#W2"]["status"] = "lost at sea"
    file.write_text(json.dumps(shop), encoding="utf-8")
    done = run(tmp_path / "shop", "import", str(file), **DOLLARS)

    told = "db.json: orders/#W2: status 'lost at sea'"
    assert done.returncode == 0
    assert told in done.stdout
    kept = (tmp_path / "shop" / "import-problems.txt").read_text(encoding="utf-8")
    assert told in kept
