"""Takes out of a reply what a channel might obey: tags, images, addresses that run code."""

import re

_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\(\s*(?!https?:)[^)\n]*\)")
_TAG = re.compile(
    r"<\s*(script|style)\b[^<>]*>.*?<\s*/\s*\1\s*>"
    r"|<\s*/?\s*[a-zA-Z!][^<>]*>"
    r"|<\s*(?:script|img|iframe|svg|style|object|embed|link|meta|base|form|a)\b[^<>]*$",
    re.I | re.S,
)
_CODE = re.compile(r"\b(?:javascript|vbscript)\s*:\S*|\bdata:[\w/+.-]+[;,]\S*", re.I)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]}]+", re.I)


def without_markup(text: str) -> str:
    """A sentence as plain words: an image is its title, a link to code is its words."""
    words = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    return _TAG.sub("", _CODE.sub("", words))


def addresses_in(text: str) -> list[str]:
    """The web addresses of a text."""
    return [found.rstrip(".,;:!?") for found in _ADDRESS.findall(text)]
