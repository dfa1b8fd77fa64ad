"""Pictures from where a feed says they are: from the web, never from within, never too much."""

import ipaddress
import socket
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import url2pathname

import urllib3

from agents.recommendation.pictures.opening import LARGEST_BYTES

CONNECT_S, READ_S = 5.0, 10.0
WHOLE_S = 30.0
MOST_REDIRECTS = 3
MOVED = (301, 302, 303, 307, 308)
CHUNK = 64 * 1024
AGENT = "SalesAssistant-Pictures/1.0"


class Unfetched(Exception):
    """Nothing came, with the reason."""


class Fetching:
    """Fetches pictures by their addresses.

    The name of a host is looked up once and the address found is the one that is called, so that
    a name cannot mean another host a moment later; addresses of private networks are refused,
    unless `may_be_private`. Files are read only from `folders`.
    """

    def __init__(self, folders: Iterable[Path] = (), *, may_be_private: bool = False) -> None:
        self._folders = tuple(folder.resolve() for folder in folders)
        self._may_be_private = may_be_private

    def fetch(self, address: str) -> bytes:
        """The bytes at an address.

        Raises:
            Unfetched: it leads nowhere, to where it must not, or to too much.
        """
        if not address.lower().startswith(("http://", "https://")):
            return self._read(address)
        for _ in range(MOST_REDIRECTS + 1):
            found = self._call(address)
            if isinstance(found, bytes):
                return found
            address = urljoin(address, found)
        raise Unfetched("the address leads on and on")

    def _read(self, address: str) -> bytes:
        """A file of a folder that is open to this; relative paths are looked for in each."""
        is_file = address.lower().startswith("file://")
        named = url2pathname(address[len("file://") :]) if is_file else unquote(address)
        for folder in self._folders:
            try:
                path = (folder / named).resolve()
                if path.is_relative_to(folder) and path.is_file():
                    return _of_file(path)
            except (OSError, ValueError) as error:
                raise Unfetched("the file cannot be read") from error
        raise Unfetched("the address is neither on the web nor in a folder given with --folder")

    def _call(self, address: str) -> bytes | str:
        """What stands at an address of the web, or where it says to go instead."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise Unfetched("the address is broken") from error
        if parts.scheme not in ("http", "https") or not host:
            raise Unfetched("the address leads away from the web")
        port = port or (443 if parts.scheme == "https" else 80)
        ip = self._place_of(host, port)
        target = parts.path or "/"
        path = f"{target}?{parts.query}" if parts.query else target
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(ip, port, server_hostname=host, assert_hostname=host)
        else:
            pool = urllib3.HTTPConnectionPool(ip, port)
        with pool:
            return self._read_reply(pool, path, parts.netloc.rpartition("@")[2])

    def _read_reply(self, pool: urllib3.HTTPConnectionPool, path: str, host: str) -> bytes | str:
        timeout = urllib3.Timeout(connect=CONNECT_S, read=READ_S, total=WHOLE_S)
        headers = {"Host": host, "User-Agent": AGENT, "Accept": "image/*"}
        try:
            reply = pool.urlopen(
                "GET",
                path,
                headers=headers,
                redirect=False,
                retries=False,
                timeout=timeout,
                preload_content=False,
            )
            with reply:
                if reply.status in MOVED and (moved := reply.headers.get("Location")):
                    return str(moved)
                if reply.status != 200:
                    raise Unfetched(f"the answer was {reply.status}")
                return _whole(reply)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unfetched(f"nothing came: {type(error).__name__}") from error

    def _place_of(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unfetched("there is no such host") from error
        places = [str(one[4][0]) for one in found]
        if not self._may_be_private and not all(map(_is_public, places)):
            raise Unfetched("the address leads into a private network")
        return places[0]


def _is_public(place: str) -> bool:
    ip = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast


def _of_file(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_BYTES:
        raise Unfetched("the file is too large")
    return path.read_bytes()


def _whole(reply: urllib3.BaseHTTPResponse) -> bytes:
    data = bytearray()
    for chunk in reply.stream(CHUNK, decode_content=False):
        data += chunk
        if len(data) > LARGEST_BYTES:
            raise Unfetched("the file is too large")
    return bytes(data)
