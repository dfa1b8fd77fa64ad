"""A serializer for small records: LangGraph's own, deflated against a dictionary of their shape."""

import zlib
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

# What messages and checkpoints have in common, most frequent last, as deflate looks back for it.
# Stored data can be read with this very dictionary only: a better one needs a new type name.
_SHAPE = (
    b"\x87\xa6source\xa4loop\xa4step\x07\xa7parents\x80\xa6run_id\xa0\xaacreated_at\xa0\xa9thread"
    b"_id\xa0\xb6langgraph_auth_user_id\xa0\x8f\xa3sku\xa0\xa4name\xa0\xa9productId\xa0\xa5price"
    b"\x82\xa6amount\x00\xa8currency\xa3INR\xa8quantity\x01\xa4size\xa1M\xa5color\xa0\xa7storeId"
    b"\xa0\xa7orderId\xa0\xa7quoteId\xa0\xa9expiresAt\xa0\xabsuggestions\x90\xa4code\xa0\xa7messa"
    b'ge\xa0\xaacustomerId\xa0{"status": "success", "status": "error", "code": "message": "sugges'
    b'tions": [{"productId": "sku": "name": "price": {"amount": 00, "currency": "INR"}, "size": "'
    b'M", "color": "onlineStatus": "in_stock" "low_stock" "out_of_stock" "availableStores": [{"st'
    b'oreId": "quantity": "lines": "total": "quoteId": "expiresAt": "orderId": \x87\xa1v\x02\xa2t'
    b"s\xd9 2026-11-21T01:00:00.000000+00:00\xa2id\xa61f0c6a\xb0channel_versions\x8a\xa9__start__"
    b"\x02\xa8messages\x02\xa4cart\x02\xa7shopper\x02\xa7pending\x02\xa5shown\x02\xa6tender\x02"
    b"\xb1branch:to:respond\x03\xb1branch:to:confirm\x03\xafbranch:to:tools\x03\xadversions_seen"
    b"\x86\xa9__input__\x80\xa9__start__\x81\xa9__start__\x01\xa7respond\x81\xb1branch:to:respond"
    b"\x02\xa5tools\x81\xafbranch:to:tools\x02\xa7confirm\x81\xb1branch:to:confirm\x02\xad__inter"
    b"rupt__\x80\xadpending_sends\x90\xb0updated_channels\x91\xa8messages\xc7\xae\x05\x94\xbclang"
    b"chain_core.messages.tool\xabToolMessage\x89\xa7content\xa0\xb1additional_kwargs\x80\xb1resp"
    b"onse_metadata\x80\xa4type\xa4tool\xa4name\xa0\xa2id\xa0\xactool_call_id\xa5call_\xa8artifac"
    b"t\xc0\xa6status\xa7success\xb3model_validate_json\xc8\x01\x8b\x05\x94\xbalangchain_core.mes"
    b"sages.ai\xa9AIMessage\x89\xa7content\xa0\xb1additional_kwargs\x80\xb1response_metadata\x83"
    b"\xadfinish_reason\xa4stop\xaamodel_name\xa7offline\xaemodel_provider\xacgoogle_genai\xa4typ"
    b"e\xa2ai\xa4name\xc0\xa2id\xablc_run--019\xaatool_calls\x91\x84\xa4name\xa0\xa4args\x80\xa2i"
    b"d\xa5call_\xa4type\xa9tool_call\xb2invalid_tool_calls\x90\xaeusage_metadata\x85\xacinput_to"
    b"kens\x00\xadoutput_tokens\x00\xactotal_tokens\x00\xb3input_token_details\x81\xaacache_read"
    b"\x00\xb4output_token_details\x81\xa9reasoning\x00\xb3model_validate_json\xc7\x85\x05\x94"
    b"\xbdlangchain_core.messages.human\xacHumanMessage\x86\xa7content\xa0\xb1additional_kwargs"
    b"\x80\xb1response_metadata\x80\xa4type\xa5human\xa4name\xc0\xa2id\xa0\xb3model_validate_json"
)
_TYPE = "msgpack.z1"
_RAW_DEFLATE = -15


class CompactSerializer(JsonPlusSerializer):
    """Store a turn in a third of the bytes; reads what JsonPlusSerializer wrote as well.

    For encryption at rest hand it to LangGraph's EncryptedSerializer as the inner serializer:
    what is encrypted no longer compresses.
    """

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        """Serialize, and deflate where that saves bytes."""
        kind, data = super().dumps_typed(obj)
        if kind != "msgpack":
            return kind, data
        packer = zlib.compressobj(wbits=_RAW_DEFLATE, zdict=_SHAPE)
        packed = packer.compress(data) + packer.flush()
        return (_TYPE, packed) if len(packed) < len(data) else (kind, data)

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """Inflate where `dumps_typed` deflated, and deserialize."""
        kind, packed = data
        if kind != _TYPE:
            return super().loads_typed(data)
        unpacker = zlib.decompressobj(wbits=_RAW_DEFLATE, zdict=_SHAPE)
        return super().loads_typed(("msgpack", unpacker.decompress(packed)))
