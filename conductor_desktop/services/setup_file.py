"""Reads the ``.conductor-setup`` file a vendor sends along with the installer."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from conductor_desktop.errors import InvalidInput
from conductor_desktop.secret import Secret
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.struct_types import ready

log = logging.getLogger(__name__)

SUFFIX = ".conductor-setup"
_LARGEST_BYTES = 256 * 1024
_LOOPBACK = {"127.0.0.1", "localhost"}


@dataclass(frozen=True)
class SetupFile:
    """What the file says. Without a token it holds only a link (``auth_flow_url``)."""

    vendor: Vendor
    api_base_url: str | None
    token: Secret | None
    publishable_key: Secret | None
    auth_flow_url: Secret | None
    end_user_id: str | None
    source_id: str
    email: str
    company_name: str
    expected_company: str | None


class _Vendor(msgspec.Struct, rename="camel", kw_only=True):
    name: str
    support_email: str | None = None
    support_url: str | None = None


class _EndUser(msgspec.Struct, rename="camel", kw_only=True):
    id: str | None = None
    source_id: str = ""
    email: str = ""
    company_name: str = ""


class _File(msgspec.Struct, rename="camel", kw_only=True):
    version: int
    vendor: _Vendor
    api_base_url: str | None = None
    token: str | None = None
    publishable_key: str | None = None
    auth_flow_url: str | None = None
    end_user: _EndUser = msgspec.field(default_factory=_EndUser)
    expected_company: str | None = None


def read_setup_file(path: Path) -> SetupFile:
    """The checked contents of ``path``. Raises ``InvalidInput`` naming what is wrong with it."""
    data = _read(path)
    try:
        raw = json.loads(data)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _wrong(path, "it is not a setup file (its contents cannot be read)") from error
    if not isinstance(raw, dict):
        raise _wrong(path, "it is not a setup file (it holds no settings)")
    _check_version(path, raw)
    try:
        parsed = msgspec.convert(raw, ready(_File))
    except msgspec.ValidationError as error:
        raise _wrong(path, f"the field {_field(str(error))}") from error
    _note_unknown(raw)
    return _checked(path, parsed)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        raise InvalidInput(
            "Cannot open the setup file",
            f"“{path}” cannot be read ({error.strerror or error}).",
            "Check that the file is still there, or ask your vendor to send it again.",
        ) from error
    if len(data) > _LARGEST_BYTES:
        raise _wrong(path, "it is far too large for a setup file")
    return data


def _check_version(path: Path, raw: Mapping[str, object]) -> None:
    version = raw.get("version")
    if version is None:
        raise _wrong(path, "the field “version” is missing")
    if type(version) is not int or version < 1:
        raise _wrong(path, "the field “version” must be the number 1")
    if version > 1:
        raise InvalidInput(
            "This setup file is too new",
            f"“{path.name}” is of version {version}; this app understands version 1 "
            "(the field “version”).",
            "Install the newest Conductor Desktop, then open the file again.",
        )


def _checked(path: Path, parsed: _File) -> SetupFile:
    for name, url in (
        ("apiBaseUrl", parsed.api_base_url),
        ("authFlowUrl", parsed.auth_flow_url),
        ("vendor.supportUrl", parsed.vendor.support_url),
    ):
        if url is not None and not _is_safe_url(url):
            raise _wrong(path, f"the field “{name}” must be an address starting with https://")
    if parsed.token and not parsed.api_base_url:
        raise _wrong(path, "the field “apiBaseUrl” is missing (there is a token)")
    if parsed.api_base_url and not parsed.token:
        raise _wrong(path, "the field “token” is missing (there is an apiBaseUrl)")
    if not parsed.token and not parsed.auth_flow_url:
        raise _wrong(path, "it has neither a “token” nor an “authFlowUrl”, so it leads nowhere")
    return SetupFile(
        vendor=Vendor(
            name=parsed.vendor.name,
            support_email=parsed.vendor.support_email,
            support_url=parsed.vendor.support_url,
        ),
        api_base_url=parsed.api_base_url,
        token=_secret(parsed.token),
        publishable_key=_secret(parsed.publishable_key),
        auth_flow_url=_secret(parsed.auth_flow_url),
        end_user_id=parsed.end_user.id,
        source_id=parsed.end_user.source_id,
        email=parsed.end_user.email,
        company_name=parsed.end_user.company_name,
        expected_company=parsed.expected_company,
    )


def _is_safe_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)


def _secret(value: str | None) -> Secret | None:
    return Secret(value) if value else None


def _field(message: str) -> str:
    """``Expected `str`, got `int` - at `$.vendor.name` `` → ``“vendor.name” …``."""
    problem, _, where = message.partition(" - at ")
    name = where.strip("`").removeprefix("$.")
    if not name and "missing required field" in message:
        return f"“{message.rpartition('field ')[2].strip('`')}” is missing"
    if "missing required field" in message:
        return f"“{name}.{problem.rpartition('field ')[2].strip('`')}” is missing"
    wanted = "a text" if "`str" in problem else "of another kind"
    return f"“{name or 'file'}” must be {wanted}"


def _note_unknown(raw: Mapping[str, object]) -> None:
    known = {field.encode_name for field in msgspec.structs.fields(_File)}
    unknown = sorted(set(raw) - known)
    if unknown:
        log.info("setup file: %d unknown fields ignored", len(unknown))


def _wrong(path: Path, what: str) -> InvalidInput:
    return InvalidInput(
        "This setup file cannot be used",
        f"“{path.name}” was not taken in: {what}.",
        "Ask the vendor who sent it for a new one.",
    )
