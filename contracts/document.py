"""A reply that is a file, for operations whose contract declares another type than JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Document:
    """A file as it travels; `file_name` is what a shopper keeps it under: `invoice-O-1.pdf`."""

    content: bytes
    media_type: str
    file_name: str


def read_document(content: bytes, headers: Mapping[str, str]) -> Document:
    """Read a file from a reply; its name holds no folder, whatever was sent."""
    message = Message()
    for name in ("Content-Type", "Content-Disposition"):
        message[name] = headers.get(name, "")
    sent = (message.get_filename() or "").replace("\\", "/")
    return Document(content, message.get_content_type(), PurePosixPath(sent).name or "document")
