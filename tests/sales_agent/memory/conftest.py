"""A server of a test's own, for what ends or restarts it."""

import pytest

from sales_agent.memory.embedded import EmbeddedRedis
from sales_agent.memory.redis_saver import RedisSaver


@pytest.fixture
def server(tmp_path):
    server = EmbeddedRedis(tmp_path)
    yield server
    server.close()


@pytest.fixture
def saver(redis_client):
    return RedisSaver(redis_client)
