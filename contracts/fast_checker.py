"""Check JSON against a schema a hundred times faster, where the wheel installs."""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from contracts.checker import Checker, Finding, pointer


def build_checker(schema: Mapping[str, Any]) -> Checker:
    """Compile a schema once into its checker."""
    validator = jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)

    def find(body: object) -> Finding | None:
        if validator.is_valid(body):
            return None
        error = next(iter(validator.iter_errors(body)))
        return pointer(error.instance_path), str(error.schema_path[-1])

    return find
