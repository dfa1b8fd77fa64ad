"""Encryption at rest: what is stored of conversations, under keys that can be rotated."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer

from sales_agent.errors import MemoryUnavailable
from sales_agent.memory.compact import CompactSerializer

_NONCE_BYTES = 12


class RotatingCipher:
    """AES-GCM for LangGraph's EncryptedSerializer: the first key encrypts, every key decrypts.

    What is stored names its key by eight digits of its hash.

    Args:
        keys: 16, 24 or 32 bytes each, the newest first; one at least.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {_name(key): AESGCM(key) for key in keys}
        self._newest = _name(keys[0])

    def encrypt(self, plaintext: bytes) -> tuple[str, bytes]:
        """Encrypt under the newest key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, plaintext, None)
        return self._newest, nonce + sealed

    def decrypt(self, ciphername: str, ciphertext: bytes) -> bytes:
        """Decrypt under the key that the name tells.

        Raises:
            MemoryUnavailable: That key is not among ours, or the record was changed.
        """
        if ciphername not in self._ciphers:
            raise MemoryUnavailable(
                f"a record is encrypted under {ciphername!r}, and SALES_MEMORY_KEY holds "
                f"{', '.join(self._ciphers)}; add the former key behind the new one"
            )
        nonce, sealed = ciphertext[:_NONCE_BYTES], ciphertext[_NONCE_BYTES:]
        try:
            return self._ciphers[ciphername].decrypt(nonce, sealed, None)
        except InvalidTag as error:
            raise MemoryUnavailable(
                f"a record under {ciphername!r} was changed since it was stored; restore it"
            ) from error


def create_serializer(keys: Sequence[bytes] = ()) -> SerializerProtocol:
    """Make the serializer of conversations: compact, and encrypted when there is a key.

    What was stored before there was a key is read as well.
    """
    if not keys:
        return _WithoutKey()
    return EncryptedSerializer(RotatingCipher(keys), CompactSerializer())


class _WithoutKey(CompactSerializer):
    """Says of an encrypted record what is missing."""

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """Read what is not encrypted."""
        _, is_encrypted, name = data[0].partition("+")
        if is_encrypted:
            raise MemoryUnavailable(
                f"a record is encrypted under {name!r}, and SALES_MEMORY_KEY is not set; set it "
                "to the key that the conversation was stored with"
            )
        return super().loads_typed(data)


def _name(key: bytes) -> str:
    return f"aesgcm-{hashlib.blake2s(key, digest_size=4, person=b'key-name').hexdigest()}"
