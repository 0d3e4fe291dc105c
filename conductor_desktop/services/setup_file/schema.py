"""The JSON Schema of a setup file, made of the same fields that the reader reads by."""

from __future__ import annotations

from typing import Any

import msgspec

from conductor_desktop.services.setup_file.fields import FileFields

_FOR_EDITORS = {"description": "The place of this schema, for your editor; the app ignores it."}
_THERE = {"type": "string"}
_NOT_THERE = {"type": "null"}
_WAYS_IN = [
    {
        "title": "With a gateway: the app can do everything.",
        "required": ["apiBaseUrl", "token", "publishableKey"],
        "properties": {"apiBaseUrl": _THERE, "token": _THERE, "publishableKey": _THERE},
    },
    {
        "title": "With a link alone: the app checks the PC and connects it.",
        "required": ["authFlowUrl"],
        "properties": {"authFlowUrl": _THERE, "apiBaseUrl": _NOT_THERE, "token": _NOT_THERE},
    },
]


def schema() -> dict[str, Any]:
    """What ``resources/setup-file.schema.json`` holds."""
    made = msgspec.json.schema(FileFields)
    parts = made["$defs"]
    whole = parts.pop(FileFields.__name__)
    for part in (whole, *parts.values()):
        del part["title"]  # the names of our classes are nothing to a vendor
        for field in part["properties"].values():
            field.pop("default", None)  # null for each, which the types say
    whole["properties"] = {"$schema": _FOR_EDITORS, **whole["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A .conductor-setup file of Conductor Desktop",
        **whole,
        "anyOf": _WAYS_IN,
        "$defs": parts,
    }
