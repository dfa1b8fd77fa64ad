"""Pictures are fetched from the web and from open folders, and from nowhere else."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from agents.recommendation.pictures.fetching import Fetching, Unfetched
from agents.recommendation.pictures.opening import LARGEST_BYTES


class Site(BaseHTTPRequestHandler):
    """A web site with a picture, and with traps."""

    def do_GET(self) -> None:
        match self.path:
            case "/shoe.png":
                self._answer(200, b"pixels")
            case "/moved":
                self._answer(302, b"", Location="/shoe.png")
            case "/round":
                self._answer(302, b"", Location="/round")
            case "/inside":
                self._answer(302, b"", Location="file:///etc/passwd")
            case "/huge":
                self._answer(200, b"x" * (LARGEST_BYTES + 1))
            case _:
                self._answer(404, b"")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with io.BytesIO(body) as source:
            try:
                self.wfile.write(source.read())
            except OSError:
                self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_pictures_come_from_the_web(site: str) -> None:
    fetching = Fetching(may_be_private=True)
    assert fetching.fetch(f"{site}/shoe.png") == b"pixels"
    assert fetching.fetch(f"{site}/moved") == b"pixels"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "the answer was 404"),
        ("/round", "leads on and on"),
        ("/inside", "away from the web"),
        ("/huge", "too large"),
    ],
)
def test_traps_are_stepped_over(site: str, path: str, reason: str) -> None:
    with pytest.raises(Unfetched, match=reason):
        Fetching(may_be_private=True).fetch(site + path)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/a.png",
        "http://localhost/a.png",
        "http://10.0.0.1/a.png",
        "http://192.168.1.1/a.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/a.png",
        "http://[::ffff:127.0.0.1]/a.png",
        "http://[fd00::1]/a.png",
        "http://0.0.0.0/a.png",
        "http://2130706433/a.png",
        "http://127.1/a.png",
    ],
)
def test_private_places_are_refused(address: str) -> None:
    with pytest.raises(Unfetched, match=r"private network|no such host"):
        Fetching().fetch(address)


@pytest.mark.parametrize(
    "address", ["http://", "http://[", "ftp://x/a.png", "data:,x", "http://a:b"]
)
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    with pytest.raises(Unfetched):
        Fetching().fetch(address)


def test_files_come_from_open_folders_only(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "a b.png").write_bytes(b"pixels")
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    fetching = Fetching([folder])
    assert fetching.fetch("in/a b.png") == b"pixels"
    assert fetching.fetch("in/a%20b.png") == b"pixels"
    assert fetching.fetch(f"file://{folder}/in/a%20b.png") == b"pixels"
    for name in ("../secret", "link", "/etc/passwd", "file:///etc/passwd", "none.png", "in"):
        with pytest.raises(Unfetched):
            fetching.fetch(name)
