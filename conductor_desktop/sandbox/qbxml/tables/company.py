"""CompanyRet beside Conductor's company, and HostRet, which has no counterpart there."""

from __future__ import annotations

from conductor_desktop.sandbox.qbxml.fields import Aggregate, Field, Fields, Repeated
from conductor_desktop.sandbox.qbxml.kinds import DAY, FLAG, TEXT, Choice, words
from conductor_desktop.sandbox.qbxml.tables.common import ADDRESS, DATA_EXTENSIONS

_MONTHS = Choice(
    words("January February March April May June July August September October November December")
)

_TAX_FORMS = {
    "Form1040": "form_1040",
    "Form1065": "form_1065",
    "Form1120": "form_1120",
    "Form1120S": "form_1120s",
    "Form990": "form_990",
    "Form990PF": "form_990pf",
    "Form990T": "form_990t",
    "OtherOrNone": "other_or_none",
    "FormT1": "form_t1",
    "FormT2": "form_t2",
}

_SERVICES = Repeated(
    (
        Field("Name", "name", TEXT),
        Field("Domain", "domain", TEXT),
        Field(
            "ServiceStatus",
            "serviceStatus",
            Choice(words("Active Expired Never Pending Suspended Terminated Trial")),
        ),
    )
)

COMPANY: Fields = (
    Field("IsSampleCompany", "isSampleCompanyFile", FLAG),
    Field("CompanyName", "companyName", TEXT),
    Field("LegalCompanyName", "legalCompanyName", TEXT),
    Field("Address", "address", ADDRESS),
    Field("LegalAddress", "legalAddress", ADDRESS),
    Field("CompanyAddressForCustomer", "addressForCustomer", ADDRESS),
    Field("Phone", "phone", TEXT),
    Field("Fax", "fax", TEXT),
    Field("Email", "email", TEXT),
    Field("CompanyWebSite", "website", TEXT),
    Field("FirstMonthFiscalYear", "fiscalYearStartMonth", _MONTHS),
    Field("FirstMonthIncomeTaxYear", "incomeTaxYearStartMonth", _MONTHS),
    Field("CompanyType", "companyType", TEXT),
    Field("EIN", "ein", TEXT),
    Field("SSN", "ssn", TEXT),
    Field("TaxForm", "taxForm", Choice(_TAX_FORMS)),
    Field(
        "SubscribedServices",
        "subscribedServices",
        Aggregate((Field("Service", "services", _SERVICES),)),
    ),
    Field(
        "AccountantCopy",
        "accountantCopy",
        Aggregate(
            (
                Field("AccountantCopyExists", "accountantCopyExists", FLAG),
                Field("DividingDate", "dividingDate", DAY),
            )
        ),
    ),
    Field("DataExtRet", "customFields", DATA_EXTENSIONS),
)

HOST: Fields = (
    Field("ProductName", "product", TEXT),
    Field("MajorVersion", "major", TEXT),
    Field("MinorVersion", "minor", TEXT),
    Field("Country", "country", TEXT),
    Field("SupportedQBXMLVersion", "versions", TEXT),
    Field("IsAutomaticLogin", "automatic", FLAG),
    Field("QBFileMode", "mode", TEXT),
)
"""Conductor has no counterpart; the keys are these books' own."""
