"""One profile of the settings as JSON, and back."""

from __future__ import annotations

from datetime import UTC, datetime

from conductor_desktop.storage.invoice_choice import (
    InvoiceChoice,
    InvoicePeriod,
    invoice_choice_tree,
)
from conductor_desktop.storage.names import Mode, Redoing, SetupStep
from conductor_desktop.storage.profiles import (
    EndUserRef,
    OwnApplication,
    PendingEndUser,
    Profile,
    Told,
    Vendor,
)
from conductor_desktop.storage.settings_fields import Fields
from conductor_desktop.storage.table_view import table_view_tree

_MOST_TOLD = 100  # there are not half as many names


def read_profile(fields: Fields) -> Profile:
    """One profile; a value that cannot be used has its usual one."""
    return Profile(
        mode=fields.choice("mode", Mode),
        base_url=fields.address("baseUrl"),
        vendor=fields.whole("vendor", _read_vendor),
        end_user=fields.whole("endUser", _read_end_user),
        pending_end_user=fields.whole("pendingEndUser", _read_pending),
        setup_step=fields.choice("setupStep", SetupStep) or SetupStep.WELCOME,
        expected_company=fields.text("expectedCompany"),
        company_name=fields.text("companyName"),
        last_proof_at=fields.moment("lastProofAt"),
        application=fields.whole("application", _read_application),
        redoing=fields.choice("redoing", Redoing),
        told=_read_told(fields.section("told")),
        invoice_view=fields.table_view("invoiceView"),
        invoice_choice=_read_choice(fields.section("invoiceChoice")),
        unknown=fields.rest,
    )


def _read_vendor(fields: Fields) -> Vendor | None:
    name = fields.text("name")
    email, url = fields.text("supportEmail"), fields.text("supportUrl")
    return None if name is None else Vendor(name, email, url, fields.rest)


def _read_end_user(fields: Fields) -> EndUserRef | None:
    identity, source = fields.text("id"), fields.text("sourceId")
    email, company = fields.text("email"), fields.text("companyName")
    if identity is None or source is None or email is None or company is None:
        return None
    return EndUserRef(identity, source, email, company, fields.rest)


def _read_pending(fields: Fields) -> PendingEndUser | None:
    source, company = fields.text("sourceId"), fields.text("companyName")
    email, started = fields.text("email"), fields.moment("startedAt")
    if source is None or company is None or email is None or started is None:
        return None
    return PendingEndUser(source, company, email, started, fields.rest)


def _read_application(fields: Fields) -> OwnApplication | None:
    name, unique_name = fields.name("name"), fields.name("uniqueName")
    host = fields.host("host")
    if name is None or host is None:
        return None
    return OwnApplication(name, host, unique_name, fields.rest)


def _read_choice(fields: Fields | None) -> InvoiceChoice | None:
    """What cannot be used is as usual."""
    if fields is None:
        return None
    return InvoiceChoice(
        period=fields.choice("period", InvoicePeriod) or InvoicePeriod.LAST_90_DAYS,
        first=fields.day("first"),
        last=fields.day("last"),
        is_paid=fields.flag_or_none("isPaid"),
        changed_since=fields.day("changedSince"),
        exports_all=fields.flag("exportsAll", usual=False),
        unknown=fields.rest,
    )


def _read_told(fields: Fields | None) -> dict[str, Told]:
    """What cannot be used is left out: at worst something is told once more."""
    if fields is None:
        return {}
    told = ((name, fields.whole(name, _read_one_told)) for name in [*fields.rest][:_MOST_TOLD])
    return {name: one for name, one in told if one is not None}


def _read_one_told(fields: Fields) -> Told | None:
    at, is_over = fields.moment("at"), fields.flag("isOver", usual=False)
    return None if at is None else Told(at, is_over, fields.rest)


def profile_tree(profile: Profile) -> dict[str, object]:
    """As it is written; what another version has written goes back as it was."""
    vendor, user, pending = profile.vendor, profile.end_user, profile.pending_end_user
    application = profile.application
    return {
        **profile.unknown,
        "mode": profile.mode,
        "baseUrl": profile.base_url,
        "vendor": vendor
        and {
            **vendor.unknown,
            "name": vendor.name,
            "supportEmail": vendor.support_email,
            "supportUrl": vendor.support_url,
        },
        "endUser": user
        and {
            **user.unknown,
            "id": user.id,
            "sourceId": user.source_id,
            "email": user.email,
            "companyName": user.company_name,
        },
        "pendingEndUser": pending
        and {
            **pending.unknown,
            "sourceId": pending.source_id,
            "companyName": pending.company_name,
            "email": pending.email,
            "startedAt": moment_text(pending.started_at),
        },
        "setupStep": profile.setup_step,
        "expectedCompany": profile.expected_company,
        "companyName": profile.company_name,
        "lastProofAt": profile.last_proof_at and moment_text(profile.last_proof_at),
        "application": application
        and {
            **application.unknown,
            "name": application.name,
            "uniqueName": application.unique_name,
            "host": application.host,
        },
        "redoing": profile.redoing,
        "told": {
            name: {**one.unknown, "at": moment_text(one.at), "isOver": one.is_over}
            for name, one in profile.told.items()
        },
        "invoiceView": profile.invoice_view and table_view_tree(profile.invoice_view),
        "invoiceChoice": profile.invoice_choice and invoice_choice_tree(profile.invoice_choice),
    }


def moment_text(value: datetime) -> str:
    """In UTC, so that it means the same wherever the file is read."""
    return value.astimezone(UTC).isoformat()
