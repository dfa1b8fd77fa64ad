"""One served shop with the built-in model, for all tests that need no other."""

import pytest

from tests.sales_agent.channels.web.callers import Caller, serving

SITE_SECRET = "the-site-of-the-shop-signs-with-this"
SETTINGS = {"SITE_SECRET": SITE_SECRET, "SALES_WEB_SESSIONS_LIMIT": "1000/minute"}


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web"), "--workers", "2", **SETTINGS) as shop:
        yield shop


@pytest.fixture
def caller(shop):
    caller = Caller.begin(shop.url)
    yield caller
    caller.close()
