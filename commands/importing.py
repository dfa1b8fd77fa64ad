"""`main.py import`: product feeds, a whole shop with its customers, or folders of pages."""

import argparse
import sys
from contextlib import ExitStack

from assembly import await_agents, lease_agents

JSON_FEED = "json"
WHOLE_SHOP = "tau2"
"""Format of a file with customers and orders beside its goods; the goods are read as JSON."""
FORMATS = ["shopify", "woocommerce", "google", JSON_FEED, WHOLE_SHOP]


def import_feeds(options: argparse.Namespace) -> int:
    """Load product feeds, a whole shop with its customers and orders, or folders of pages."""
    from agents.recommendation.feeds.command import ImportOptions, run_import
    from agents.recommendation.pages.command import import_folders
    from agents.recommendation.pages.files import is_pages
    from contracts.shop import Shop
    from takeover.command import read_shops, take_over
    from takeover.records import UnreadableShop

    shop = Shop.from_env()
    folders = [path for path in options.files if is_pages(path)]
    files = [path for path in options.files if path not in folders]
    try:
        whole = read_shops(files, options.format, shop.currency)
    except UnreadableShop as error:
        print(error)
        return 1
    goods_format = JSON_FEED if options.format == WHOLE_SHOP else options.format
    how = ImportOptions(goods_format, options.replace, options.dry_run, options.mapping)
    with ExitStack() as stack:
        if not options.dry_run:
            await_agents(lease_agents(stack))
        status = run_import(files, shop, sys.stdout, sys.stderr, how) if files else 0
        status = status or take_over(whole, shop, sys.stdout, is_dry=options.dry_run)
        return status or import_folders(
            folders, shop, sys.stdout, is_replacing=options.replace, is_dry=options.dry_run
        )
