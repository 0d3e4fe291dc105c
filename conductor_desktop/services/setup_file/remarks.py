"""What a vendor should look at in a file that can be used, and what cannot be told from outside."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from conductor_desktop.conductor.wording import in_words, plain_text
from conductor_desktop.services.setup_file.contents import Contents
from conductor_desktop.services.setup_file.fields import EndUserFields, FileFields, VendorFields
from conductor_desktop.services.setup_file.problems import Remark
from conductor_desktop.struct_types import fields_of

SUFFIX = ".conductor-setup"
# Conductor's documentation: 30 minutes unless asked for more, 7 days at most.
LINK_USUALLY_LIVES = timedelta(minutes=30)
LINK_LIVES_AT_MOST = timedelta(days=7)
_CONDUCTORS_OWN = "api.conductor.is"
_KNOWN: dict[str, type[msgspec.Struct]] = {
    "": FileFields,
    "vendor": VendorFields,
    "endUser": EndUserFields,
}
_BESIDES = {"": {"$schema"}}  # for editors, which check the file by it
_PLACE_HOLDER = re.compile(r"\{\{|\}\}|\$\{|<[^>]*>|%[A-Z_]+%|YOUR_|…", re.IGNORECASE)
_LONGEST_UNKNOWN = 60
_MOST_UNKNOWN = 20


def find_remarks(path: Path, contents: Contents, now: datetime) -> list[Remark]:
    """Of a file that has no problems."""
    raw = contents.raw
    looks: tuple[Callable[[Mapping[str, Any]], Iterator[Remark]], ...] = (
        _unknown,
        _place_holders,
        _gateway,
        _token,
        _unused,
        _vendor,
        _end_user,
    )
    found = [remark for look in looks for remark in look(raw)]
    if raw.get("authFlowUrl") and not raw.get("token"):
        found += _link(now - contents.saved_at)
    return [*found, *_file(path, contents)]


def _unknown(raw: Mapping[str, Any]) -> Iterator[Remark]:
    left = _MOST_UNKNOWN
    for where, kind in _KNOWN.items():
        known = {field.encode_name for field in fields_of(kind)}
        here = raw if not where else raw.get(where) or {}
        for name in sorted(set(here) - known - _BESIDES.get(where, set()))[:left]:
            left -= 1
            shown = plain_text(name, _LONGEST_UNKNOWN)
            hint = _hint(shown, known)
            yield Remark(
                f"{where}.{shown}" if where else shown, f"is not known and is ignored{hint}"
            )


def _hint(name: str, known: Iterable[str]) -> str:
    by_letters = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name.casefold(), by_letters, n=1, cutoff=0.55)
    return f"; did you mean “{by_letters[near[0]]}”?" if near else ""


def _place_holders(raw: Mapping[str, Any]) -> Iterator[Remark]:
    for where in _KNOWN:
        here = raw if not where else raw.get(where) or {}
        for field in fields_of(_KNOWN[where]):
            value = here.get(field.encode_name)
            if isinstance(value, str) and _PLACE_HOLDER.search(value):
                name = f"{where}.{field.encode_name}" if where else field.encode_name
                yield Remark(name, "looks like a place holder that was never filled in")


def _gateway(raw: Mapping[str, Any]) -> Iterator[Remark]:
    parts = urlsplit(raw.get("apiBaseUrl") or "")
    if parts.scheme == "http":
        yield Remark("apiBaseUrl", "is on the same PC, which is right for trying it out only")
    if parts.hostname == _CONDUCTORS_OWN:
        yield Remark(
            "apiBaseUrl",
            "is Conductor's own address, which takes nothing but secret keys; give the address "
            "of your gateway",
        )


def _token(raw: Mapping[str, Any]) -> Iterator[Remark]:
    token = raw.get("token") or ""
    if token.startswith("sk_"):
        yield Remark(
            "token",
            "looks like a Conductor secret key, which opens the books of every EndUser of your "
            "project; give a token of your gateway that stands for this one EndUser and expires",
        )
    elif token.startswith("pk_"):
        yield Remark("token", "looks like a publishable key, which opens nothing")


def _unused(raw: Mapping[str, Any]) -> Iterator[Remark]:
    if raw.get("token"):
        if raw.get("authFlowUrl"):
            yield Remark(
                "authFlowUrl", "is not used: there is a token, so the app asks for a link itself"
            )
    elif raw.get("publishableKey"):
        yield Remark("publishableKey", "is not used: a file with only a link needs none")


def _vendor(raw: Mapping[str, Any]) -> Iterator[Remark]:
    vendor = raw["vendor"]
    if not (vendor.get("supportEmail") or vendor.get("supportUrl")):
        yield Remark(
            "vendor.supportEmail",
            "is missing, and so is “vendor.supportUrl”: nobody is told where to ask for help",
        )


def _end_user(raw: Mapping[str, Any]) -> Iterator[Remark]:
    end_user = raw.get("endUser") or {}
    if raw.get("token") and not (end_user.get("id") or end_user.get("sourceId")):
        yield Remark(
            "endUser.sourceId",
            "is missing, and so is “endUser.id”: a new EndUser is made that you cannot tell from "
            "others by an id of yours",
        )


def _link(age: timedelta) -> Iterator[Remark]:
    saved = f"this file was saved {in_words(age.total_seconds(), int)} ago"
    if age > LINK_LIVES_AT_MOST:
        yield Remark("authFlowUrl", f"has run out: a link lives 7 days at most, and {saved}")
    elif age > LINK_USUALLY_LIVES:
        yield Remark(
            "authFlowUrl",
            f"may have run out: a link lives 30 minutes unless you asked for more, and {saved}",
        )


def _file(path: Path, contents: Contents) -> Iterator[Remark]:
    if contents.is_wide:
        yield Remark("", "the file is written in UTF-16; UTF-8 is what every tool reads")
    if path.suffix.lower() != SUFFIX:
        yield Remark(
            "", f"the file's name does not end in “{SUFFIX}”, so it cannot be dropped or found"
        )
