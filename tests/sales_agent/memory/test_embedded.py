import os
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from sales_agent.errors import MemoryUnavailable
from sales_agent.memory.embedded import EmbeddedRedis, connect, server_binary

REPOSITORY = Path(__file__).parents[3]
SHOPPER = """
import sys
from pathlib import Path
from sales_agent.memory.embedded import EmbeddedRedis, connect
server = EmbeddedRedis(Path(sys.argv[1]))
with connect(server.start()) as client:
    client.set(sys.argv[2], "here")
    print(client.info("server")["process_id"], flush=True)
    sys.stdin.readline()
server.close()
"""


@contextmanager
def shopper(data_dir, name):
    """A process that starts the server, says its process id, and stays until it is told."""
    process = subprocess.Popen(
        [sys.executable, "-c", SHOPPER, str(data_dir), name],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def process_id(client):
    return client.info("server")["process_id"]


def is_running(data_dir):
    """Whether a server is there: one that ends in good order takes its socket with it."""
    return (data_dir / "run" / "redis.sock").exists()


def test_eight_racing_starters_share_one_server(tmp_path):
    with (
        shopper(tmp_path, "s0") as s0,
        shopper(tmp_path, "s1") as s1,
        shopper(tmp_path, "s2") as s2,
        shopper(tmp_path, "s3") as s3,
        shopper(tmp_path, "s4") as s4,
        shopper(tmp_path, "s5") as s5,
        shopper(tmp_path, "s6") as s6,
        shopper(tmp_path, "s7") as s7,
    ):
        shoppers = [s0, s1, s2, s3, s4, s5, s6, s7]
        servers = {int(process.stdout.readline()) for process in shoppers}
        assert len(servers) == 1
        with connect(f"unix://{tmp_path}/run/redis.sock") as client:
            assert client.exists(*(f"s{number}" for number in range(8))) == 8
        for process in shoppers:
            process.communicate("leave\n")
            assert process.returncode == 0

    assert not is_running(tmp_path)


def test_server_keeps_data_over_its_own_kill(server, tmp_path):
    with connect(server.start()) as client:
        client.set("cart", "LS-04-M")
        os.kill(process_id(client), signal.SIGKILL)
        assert (tmp_path / "run" / "redis.sock").exists()

        server.start()

        assert client.get("cart") == b"LS-04-M"


def test_killed_client_leaves_the_server_to_the_next(server, tmp_path):
    with shopper(tmp_path, "killed") as process:
        pid = int(process.stdout.readline())
        process.kill()
        process.wait()

    with connect(server.start()) as client:
        assert client.get("killed") == b"here"
        assert process_id(client) == pid
    server.close()
    assert not is_running(tmp_path)


def test_everything_killed_at_once_loses_nothing(server, tmp_path):
    with shopper(tmp_path, "first") as process:
        pid = int(process.stdout.readline())
        os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait()

    with connect(server.start()) as client:
        assert client.get("first") == b"here"
        assert process_id(client) != pid


def test_last_one_out_saves_and_stops_the_server(tmp_path):
    first, second = EmbeddedRedis(tmp_path), EmbeddedRedis(tmp_path)
    with connect(first.start()) as client:
        client.set("cart", "LS-04-M")
    second.start()

    first.close()
    assert is_running(tmp_path)
    second.close()
    assert not is_running(tmp_path)

    with connect(first.start()) as client:
        assert client.get("cart") == b"LS-04-M"
    first.close()


def test_start_and_close_may_be_repeated(server):
    assert server.start() == server.start()
    server.close()
    server.close()


def test_data_directories_are_two_shops(tmp_path):
    one, other = EmbeddedRedis(tmp_path / "one"), EmbeddedRedis(tmp_path / "other")
    with connect(one.start()) as client, connect(other.start()) as stranger:
        client.set("cart", "LS-04-M")
        assert stranger.get("cart") is None
    one.close()
    other.close()


def test_server_is_private_and_writes_before_it_answers(server, tmp_path):
    with connect(server.start()) as client:
        assert client.config_get("port") == {"port": "0"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("appendfsync") == {"appendfsync": "no"}
    for private in (tmp_path / "run", tmp_path / "redis"):
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "run" / "redis.sock").stat().st_mode) == 0o700


def test_long_data_directory_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    server, again = EmbeddedRedis(deep), EmbeddedRedis(deep)
    path = Path(server.start().removeprefix("unix://"))
    try:
        assert len(str(path)) <= 100
        assert again.url == server.url
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        with connect(server.url) as client:
            assert client.config_get("dir") == {"dir": str(deep / "redis")}
    finally:
        server.close()


def test_long_temporary_directory_is_avoided(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("t" * 100)))

    assert len(EmbeddedRedis(tmp_path / ("d" * 100)).url.removeprefix("unix://")) <= 100


def test_server_without_its_socket_is_not_doubled(server, tmp_path):
    with connect(server.start()) as client:
        (tmp_path / "run" / "redis.sock").rename(tmp_path / "moved")
        impatient = EmbeddedRedis(tmp_path, patience_s=0.02)

        with pytest.raises(MemoryUnavailable, match="end it"):
            impatient.start()

        (tmp_path / "moved").rename(tmp_path / "run" / "redis.sock")
        impatient.start()
        assert client.ping()
    impatient.close()


def test_directory_prepared_by_somebody_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(MemoryUnavailable, match="SALES_DATA_DIR"):
        EmbeddedRedis(tmp_path).start()


@pytest.mark.parametrize(
    ("system", "machine"), [("Windows", "AMD64"), ("Linux", "riscv64"), ("FreeBSD", "amd64")]
)
def test_platform_without_a_wheel_is_told_what_to_set(system, machine):
    with pytest.raises(MemoryUnavailable, match=f"{system} {machine}; set REDIS_URL"):
        server_binary(system, machine)


def test_server_that_cannot_run_is_explained(tmp_path):
    unfit = tmp_path / "unfit"
    unfit.write_text("#!/bin/sh\necho this machine is too old\nexit 1\n", encoding="utf-8")
    unfit.chmod(0o700)
    server = EmbeddedRedis(tmp_path / "data", binary=unfit)

    with pytest.raises(MemoryUnavailable, match="this machine is too old"):
        server.start()
    server.close()


def test_missing_server_is_explained(tmp_path):
    server = EmbeddedRedis(tmp_path / "data", binary=tmp_path / "nothing")

    with pytest.raises(MemoryUnavailable, match="No such file"):
        server.start()
    server.close()


@pytest.mark.parametrize(
    "url", ["redis://shop:secret@127.0.0.1:1/0", "unix:///nowhere/redis.sock", "not a url"]
)
def test_nobody_answering_is_told_without_the_password(url):
    with pytest.raises(MemoryUnavailable, match="REDIS_URL") as caught:
        connect(url)

    assert "secret" not in str(caught.value)
