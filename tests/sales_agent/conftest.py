"""A real server for everything that remembers, started once and empty of other tests' threads."""

import secrets

import pytest

from sales_agent.memory.embedded import EmbeddedRedis, connect


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    server = EmbeddedRedis(tmp_path_factory.mktemp("redis"))
    yield server.start()
    server.close()


@pytest.fixture(scope="session")
def redis_client(redis_url):
    with connect(redis_url) as client:
        yield client


@pytest.fixture
def thread_id():
    return f"t-{secrets.token_hex(8)}"
