"""What turns a picture into a vector: our own colours and shapes, or what is configured.

`PICTURE_EMBEDDING=package.module:function` names a Python function, and
`PICTURE_EMBEDDING=http://host/path` a service that is posted the picture and answers
`{"vector": [...]}`. Both get a PNG of at most 256 pixels a side, never a stranger's own bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pkgutil import resolve_name

import numpy as np
import requests
from PIL import Image

from agents.recommendation.pictures.features import NAME, Vector, describe
from agents.recommendation.pictures.opening import as_png, open_picture
from contracts.settings import SettingError

TIMEOUT_S = 20
UNNAMED = (
    "PICTURE_EMBEDDING='{}' names no function; write package.module:function, or the address of a "
    "service"
)
LONGEST = 4096
"""Numbers of a vector; a longer one is no embedding."""


class EmbeddingFailed(Exception):
    """What is configured gave no vector."""


@dataclass(frozen=True)
class Embedding:
    """Makes vectors; `name` tells whose, so that vectors of two kinds are never compared."""

    name: str
    of_picture: Callable[[Image.Image], Vector]

    def of_file(self, data: bytes) -> Vector:
        """The vector of a picture's file, of length 1.

        Raises:
            UnusablePicture: it is no picture.
            EmbeddingFailed: what is configured gave no vector.
        """
        return self.of_picture(open_picture(data))


@cache
def load_embedding(spec: str | None) -> Embedding:
    """The embedding that a setting names.

    Raises:
        SettingError: it names nothing that can be called.
    """
    if spec is None:
        return Embedding(NAME, describe)
    if spec.startswith(("http://", "https://")):
        return Embedding(spec, partial(_embed, partial(_ask, spec)))
    try:
        function = resolve_name(spec) if ":" in spec else None
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingError(UNNAMED.format(spec)) from error
    if not callable(function):
        raise SettingError(UNNAMED.format(spec))
    return Embedding(spec, partial(_embed, function))


def _embed(embed: Callable[[bytes], Sequence[float]], picture: Image.Image) -> Vector:
    try:
        vector = np.asarray(embed(as_png(picture)), dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise EmbeddingFailed("the embedding gave no vector of numbers") from error
    length = float(np.linalg.norm(vector))
    if vector.ndim != 1 or not 0 < len(vector) <= LONGEST or not 0 < length < np.inf:
        raise EmbeddingFailed("the embedding gave no vector of numbers")
    return np.asarray(vector / length, dtype=np.float32)


def _ask(address: str, picture: bytes) -> Sequence[float]:
    try:
        reply = requests.post(
            address, data=picture, headers={"Content-Type": "image/png"}, timeout=TIMEOUT_S
        )
        reply.raise_for_status()
        vector: Sequence[float] = reply.json()["vector"]
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise EmbeddingFailed(f"the picture service did not answer: {error}") from error
    return vector
