"""Everything that keeps a setup file from being used, field by field and all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

import msgspec

from conductor_desktop.services.setup_file.fields import FileFields
from conductor_desktop.struct_types import fields_of, ready

VERSION = 1


class Remark(NamedTuple):
    """What there is to say of one field. ``field`` is dotted, "" when it is about the file."""

    field: str
    text: str

    @property
    def sentence(self) -> str:
        """Without a full stop."""
        return f"“{self.field}” {self.text}" if self.field else self.text


def newer_version(raw: Mapping[str, object]) -> int | None:
    """The version, when this app knows nothing of it: the fields may mean something else then."""
    version = raw.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        return version
    return None


def find_problems(raw: Mapping[str, object]) -> list[Remark]:
    """In the order of the fields, then what does not go together."""
    return [*_of_version(raw), *_of_fields(raw, FileFields, ""), *_of_the_whole(raw)]


def _of_version(raw: Mapping[str, object]) -> Iterator[Remark]:
    version = raw.get("version")
    # To JSON, 1.0 is the same number; a truth value, which Python counts, is none.
    if version is not None and (isinstance(version, bool) or version != VERSION):
        yield Remark("version", f"must be the number {VERSION}")


def _of_fields(
    raw: Mapping[str, object], kind: type[msgspec.Struct], prefix: str
) -> Iterator[Remark]:
    for field in fields_of(kind):
        name, value = f"{prefix}{field.encode_name}", raw.get(field.encode_name)
        inner = _struct_in(field.type)
        if value is None:
            if field.required:
                yield Remark(name, "is missing")
        elif name == "version":
            continue
        elif inner is None:
            yield from _of_value(name, value, field.type)
        elif isinstance(value, dict):
            yield from _of_fields(value, inner, f"{name}.")
        else:
            yield Remark(name, "must be an object, fields in braces")


def _of_value(name: str, value: object, kind: Any) -> Iterator[Remark]:
    rule = _rule_in(kind)
    longest = rule.max_length or 0
    if not isinstance(value, str):
        yield Remark(name, "must be a text")
    elif len(value) > longest:  # before any pattern is tried on it
        yield Remark(name, f"is too long: {len(value):,} characters of at most {longest:,}")
    elif not value and rule.min_length:
        yield Remark(name, "is empty")
    else:
        try:
            msgspec.convert(value, ready(kind))
        except msgspec.ValidationError:
            yield Remark(name, (rule.extra or {})["must"])


def _of_the_whole(raw: Mapping[str, object]) -> Iterator[Remark]:
    """A file is for a gateway or has a link; the JSON Schema says the same as ``anyOf``."""
    token, gateway = raw.get("token"), raw.get("apiBaseUrl")
    if token is not None and gateway is None:
        yield Remark("apiBaseUrl", "is missing (there is a token)")
    if gateway is not None and token is None:
        yield Remark("token", "is missing (there is an apiBaseUrl)")
    if token is not None and gateway is not None and raw.get("publishableKey") is None:
        yield Remark("publishableKey", "is missing (links are made with it)")
    if token is None and gateway is None and raw.get("authFlowUrl") is None:
        yield Remark("", "it has neither a “token” nor an “authFlowUrl”, so it leads nowhere")


def _struct_in(kind: Any) -> type[msgspec.Struct] | None:
    for one in (kind, *get_args(kind)):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one
    return None


def _rule_in(kind: Any) -> msgspec.Meta:
    """What ``fields`` says of a text, which may be wrapped in ``| None`` and a description."""
    for one in get_args(kind):
        if isinstance(one, msgspec.Meta) and one.extra:
            return one
        if get_args(one):
            return _rule_in(one)
    raise TypeError(f"no rule for {kind}")
