"""A server of a test's own, for what ends or restarts it."""

import pytest

from sales_agent.memory.embedded import EmbeddedRedis


@pytest.fixture
def server(tmp_path):
    server = EmbeddedRedis(tmp_path)
    yield server
    server.close()
