"""Check JSON against a schema by the reference implementation."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jsonschema

from contracts.checker import Checker, Finding, pointer

DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.I,
)
FORMATS = jsonschema.FormatChecker(formats=("date",))


@FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    """Whether a text is a time of RFC 3339: a full one, with its zone."""
    if not isinstance(value, str):
        return True
    return bool(DATE_TIME.fullmatch(value) and datetime.fromisoformat(value.upper()))


def build_checker(schema: Mapping[str, Any]) -> Checker:
    """Compile a schema once into its checker."""
    validator = jsonschema.Draft202012Validator(schema, format_checker=FORMATS)

    def find(body: object) -> Finding | None:
        error = next(iter(validator.iter_errors(body)), None)
        return error and (pointer(error.absolute_path), str(error.schema_path[-1]))

    return find
