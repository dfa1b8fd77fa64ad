"""Check JSON against a schema by the reference implementation."""

from collections.abc import Mapping
from typing import Any

import jsonschema

from contracts.checker import Checker, Finding, pointer


def build_checker(schema: Mapping[str, Any]) -> Checker:
    """Compile a schema once into its checker."""
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )

    def find(body: object) -> Finding | None:
        error = next(iter(validator.iter_errors(body)), None)
        return error and (pointer(error.absolute_path), str(error.schema_path[-1]))

    return find
