"""What the Gemini API refuses in a request, with its own words where they are public.

Source: the REST reference of `v1beta` (generateContent, function calling, thought signatures)
and the error texts that its callers quote in public. Only what a conversation with tools can
get wrong is checked here.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]

REQUEST_FIELDS = frozenset(
    {"contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "safetySettings"}
    | {"cachedContent", "model", "labels"}
)
PART_DATA = frozenset(
    {"text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode"}
    | {"codeExecutionResult"}
)
PART_FIELDS = PART_DATA | {"thought", "thoughtSignature", "videoMetadata"}
DECLARATION_FIELDS = frozenset(
    {"name", "description", "parameters", "response", "behavior", "parametersJsonSchema"}
)
SCHEMA_FIELDS = frozenset(
    {"type", "format", "title", "description", "nullable", "enum", "maxItems", "minItems"}
    | {"properties", "required", "minProperties", "maxProperties", "minLength", "maxLength"}
    | {"pattern", "example", "anyOf", "propertyOrdering", "default", "items", "minimum", "maximum"}
)
TYPES = frozenset({"STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"})
FUNCTION_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,63}")
SKIPPED_SIGNATURES = frozenset(
    {"skip_thought_signature_validator", "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I="}
)
"""The documented value for a call that the model did not make itself, and its base64 form."""


class InvalidArgument(Exception):
    """A request that the API answers with 400 INVALID_ARGUMENT; the text is its message."""


def check_request(body: Json, model: str) -> None:
    """Check a request's fields, declarations, turns and signatures."""
    _check_names(body, REQUEST_FIELDS, "")
    contents = body.get("contents")
    if not contents:
        raise InvalidArgument("* GenerateContentRequest.contents: contents is not specified\n")
    for index, content in enumerate(contents):
        _check_content(content, f"contents[{index}]")
    if "systemInstruction" in body:
        _check_content({"role": "user", **body["systemInstruction"]}, "system_instruction")
    _check_declarations(declarations_of(body))
    _check_turns(contents)
    if not model.startswith(("gemini-1", "gemini-2")):
        _check_signatures(contents)


def declarations_of(body: Json) -> list[Json]:
    """The functions that a request offers."""
    tools = body.get("tools", [])
    return [declared for tool in tools for declared in tool.get("functionDeclarations", [])]


def calls_of(content: Json) -> list[Json]:
    """The function calls of a content."""
    return [part["functionCall"] for part in content["parts"] if "functionCall" in part]


def responses_of(content: Json) -> list[Json]:
    """The function responses of a content."""
    return [part["functionResponse"] for part in content["parts"] if "functionResponse" in part]


def _check_names(value: Json, known: frozenset[str], where: str) -> None:
    for name in value:
        if name not in known:
            at = f" at '{where}'" if where else ""
            raise InvalidArgument(
                f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
            )


def _check_content(content: Json, where: str) -> None:
    _check_names(content, frozenset({"role", "parts"}), where)
    if content.get("role") not in ("user", "model"):
        raise InvalidArgument("Please use a valid role: user, model.")
    if not content.get("parts"):
        raise InvalidArgument(
            f"* GenerateContentRequest.{where}.parts: contents.parts must not be empty.\n"
        )
    for index, part in enumerate(content["parts"]):
        _check_names(part, PART_FIELDS, f"{where}.parts[{index}]")
        held = PART_DATA & part.keys()
        if len(held) != 1 or part.get("text") == "":
            raise InvalidArgument(
                f"* GenerateContentRequest.{where}.parts[{index}].data: required oneof field "
                "'data' must have one initialized field\n"
            )


def _check_declarations(declared: Sequence[Json]) -> None:
    names = [function.get("name", "") for function in declared]
    for index, function in enumerate(declared):
        where = f"tools[0].function_declarations[{index}]"
        _check_names(function, DECLARATION_FIELDS, where)
        if not FUNCTION_NAME.fullmatch(function.get("name", "")):
            raise InvalidArgument(
                f"* GenerateContentRequest.{where}.name: Invalid function name. Must start with "
                "a letter or an underscore.\n"
            )
        if names.count(function["name"]) > 1:
            raise InvalidArgument(f"Duplicate function declaration found: {function['name']}")
        if "parameters" in function:
            _check_schema(function["parameters"], f"{where}.parameters")


def _check_schema(schema: Json, where: str) -> None:
    _check_names(schema, SCHEMA_FIELDS, where)
    full = f"* GenerateContentRequest.{where}"
    kind = schema.get("type")
    if kind not in TYPES and "anyOf" not in schema:
        raise InvalidArgument(f"Invalid value at '{where}.type' ({kind!r})")
    if kind == "OBJECT" and not schema.get("properties"):
        raise InvalidArgument(f"{full}.properties: should be non-empty for OBJECT type\n")
    if kind == "ARRAY" and "items" not in schema:
        raise InvalidArgument(f"{full}.items: missing field.\n")
    if "enum" in schema and (kind != "STRING" or "" in schema["enum"]):
        raise InvalidArgument(f"{full}.enum: only allowed for STRING type, and never empty\n")
    for index, name in enumerate(schema.get("required", [])):
        if name not in schema.get("properties", {}):
            raise InvalidArgument(f"{full}.required[{index}]: property is not defined\n")
    for name, inner in _inner_schemas(schema):
        _check_schema(inner, f"{where}.{name}")


def _inner_schemas(schema: Json) -> Iterator[tuple[str, Json]]:
    for name, inner in schema.get("properties", {}).items():
        yield f"properties[{name}]", inner
    if "items" in schema:
        yield "items", schema["items"]
    for index, inner in enumerate(schema.get("anyOf", [])):
        yield f"any_of[{index}]", inner


def _check_turns(contents: Sequence[Json]) -> None:
    for index, content in enumerate(contents):
        before = contents[index - 1] if index else None
        after = contents[index + 1] if index + 1 < len(contents) else None
        if before and before["role"] == content["role"] and not responses_of(before):
            raise InvalidArgument(
                "Please ensure that multiturn requests alternate between user and model."
            )
        if content["role"] == "model" and calls_of(content):
            _check_answered(content, after, is_first=before is None)
        if responses_of(content) and not (before and calls_of(before)):
            raise InvalidArgument(
                "Please ensure that function response turn comes immediately after a function "
                "call turn."
            )
    if contents[-1]["role"] != "user":
        raise InvalidArgument(
            "Please ensure that multiturn requests end with a user turn or a function response "
            "turn."
        )


def _check_answered(content: Json, after: Json | None, *, is_first: bool) -> None:
    if is_first:
        raise InvalidArgument(
            "Please ensure that function call turn comes immediately after a user turn or after a "
            "function response turn."
        )
    asked, answered = calls_of(content), responses_of(after) if after else []
    if len(asked) != len(answered):
        raise InvalidArgument(
            "Please ensure that the number of function response parts is equal to the number of "
            "function call parts of the function call turn."
        )
    if [call["name"] for call in asked] != [answer.get("name") for answer in answered]:
        raise InvalidArgument(
            "Please ensure that the function response parts match the function call parts of the "
            "function call turn by name."
        )
    if not all(isinstance(answer.get("response"), dict) for answer in answered):
        raise InvalidArgument("function_response.response: a Struct is required")


def _check_signatures(contents: Sequence[Json]) -> None:
    """From Gemini 3 on, the first call of each step since the user's last text carries one."""
    spoken = [i for i, content in enumerate(contents) if _is_said(content)]
    start = spoken[-1] if spoken else 0
    for position, content in enumerate(contents[start:], start):
        calling = [part for part in content["parts"] if "functionCall" in part]
        if calling and not calling[0].get("thoughtSignature"):
            raise InvalidArgument(
                "Function call is missing a thought_signature in functionCall parts. This is "
                "required for tools to work correctly, and missing thought_signature may lead to "
                "degraded model performance. Additional data, function call "
                f"`default_api:{calling[0]['functionCall']['name']}` , position {position + 1}."
            )


def _is_said(content: Json) -> bool:
    return content["role"] == "user" and any("text" in part for part in content["parts"])
