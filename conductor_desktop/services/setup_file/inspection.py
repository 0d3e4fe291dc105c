"""Takes a setup file apart: what it says, what is wrong with it, and what is worth a look."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from conductor_desktop.conductor.wording import plain_text
from conductor_desktop.errors import AppError, InvalidInput, Owner
from conductor_desktop.secret import Secret
from conductor_desktop.services.setup_file.contents import (
    Contents,
    NotASetupFile,
    read_contents,
    shown_name,
)
from conductor_desktop.services.setup_file.fields import EndUserFields, FileFields, VendorFields
from conductor_desktop.services.setup_file.problems import (
    Remark,
    find_problems,
    newer_version,
)
from conductor_desktop.services.setup_file.remarks import LINK_LIVES_AT_MOST, find_remarks
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.struct_types import ready

log = logging.getLogger(__name__)

_MOST_NAMED = 3
_LONGEST_FIELD = 60
_MOST_REPEATED = 20


class UnusableSetupFile(InvalidInput):
    """Whoever has written it has to write another one."""

    owner = Owner.VENDOR


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

    @property
    def has_only_a_link(self) -> bool:
        return self.token is None


@dataclass(frozen=True)
class Inspection:
    """``file`` is there when there are no ``problems``; ``remarks`` keep nobody from using it.

    ``vendor`` is what the file says of who sent it, as far as that can be read at all.
    """

    path: Path
    problems: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    file: SetupFile | None = None
    vendor: Vendor | None = None
    newer_version: int | None = None
    saved_at: datetime | None = None
    link_has_run_out: bool = False
    """It holds a link alone, and is older than any link lives."""

    @property
    def sender(self) -> str:
        """Whom to ask for another file, and where."""
        if self.vendor is None:
            return "the vendor who sent it"
        reached = self.vendor.support_email or self.vendor.support_url
        return f"{self.vendor.name} ({reached})" if reached else self.vendor.name


def inspect_setup_file(path: Path, now: datetime | None = None) -> Inspection:
    """Everything there is to say of the file. Raises ``InvalidInput`` when it cannot be opened."""
    try:
        contents = read_contents(path)
    except NotASetupFile as error:
        return Inspection(path, (Remark("", f"it is not a setup file: {error}"),))
    newer = newer_version(contents.raw)
    if newer is not None:
        text = f"is {newer}, and this app understands version 1"
        return Inspection(path, (Remark("version", text),), newer_version=newer)
    problems = [*_repeated(contents.repeated), *find_problems(contents.raw)]
    vendor = _vendor_in(contents, problems)
    if problems:
        return Inspection(path, tuple(problems), vendor=vendor)
    now = now or datetime.now(UTC)
    file = _file_in(contents)
    return Inspection(
        path,
        remarks=tuple(find_remarks(path, contents, now)),
        file=file,
        vendor=vendor,
        saved_at=contents.saved_at,
        link_has_run_out=file.has_only_a_link and now - contents.saved_at > LINK_LIVES_AT_MOST,
    )


def read_setup_file(path: Path) -> SetupFile:
    """The checked contents of ``path``. Raises ``InvalidInput`` naming what is wrong with it."""
    inspection = inspect_setup_file(path)
    if inspection.file is None:
        raise refusal(inspection)
    for remark in inspection.remarks:
        log.info("setup file: %s", remark.sentence)
    return inspection.file


def refusal(inspection: Inspection) -> AppError:
    """Why the file was not taken in, and who can help."""
    name = shown_name(inspection.path)
    if inspection.newer_version is not None:
        return InvalidInput(
            "This setup file is too new",
            f"“{name}” is of version {inspection.newer_version}; this app understands version 1 "
            "(the field “version”).",
            "Install the newest Conductor Desktop, then open the file again.",
        )
    return UnusableSetupFile(
        "This setup file cannot be used",
        f"“{name}” was not taken in: {_in_one_sentence(inspection.problems)}.",
        f"Ask {inspection.sender} for a new one.",
    )


def _in_one_sentence(problems: Sequence[Remark]) -> str:
    named = [f"the field {one.sentence}" if one.field else one.text for one in problems]
    more = len(named) - _MOST_NAMED
    return "; ".join(named[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


def _repeated(names: Sequence[str]) -> list[Remark]:
    shown = dict.fromkeys(plain_text(name, _LONGEST_FIELD) for name in names)
    return [Remark(name, "stands in the file more than once") for name in shown][:_MOST_REPEATED]


def _vendor_in(contents: Contents, problems: Sequence[Remark]) -> Vendor | None:
    if any(one.field == "vendor" or one.field.startswith("vendor.") for one in problems):
        return None
    return _vendor(msgspec.convert(contents.raw["vendor"], ready(VendorFields)))


def _vendor(fields: VendorFields) -> Vendor:
    return Vendor(fields.name, fields.support_email or None, fields.support_url or None)


def _file_in(contents: Contents) -> SetupFile:
    fields = msgspec.convert({**contents.raw, "version": 1}, ready(FileFields))
    end_user = fields.end_user or EndUserFields()
    return SetupFile(
        vendor=_vendor(fields.vendor),
        api_base_url=fields.api_base_url,
        token=_secret(fields.token),
        publishable_key=_secret(fields.publishable_key),
        auth_flow_url=_secret(fields.auth_flow_url),
        end_user_id=end_user.id or None,
        source_id=end_user.source_id or "",
        email=end_user.email or "",
        company_name=end_user.company_name or "",
        expected_company=fields.expected_company or None,
    )


def _secret(value: str | None) -> Secret | None:
    return Secret(value) if value else None
