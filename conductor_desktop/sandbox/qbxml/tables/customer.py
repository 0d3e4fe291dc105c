"""CustomerRet and what is in it, beside Conductor's customer."""

from __future__ import annotations

from conductor_desktop.sandbox.qbxml.fields import ADD, ALWAYS, Aggregate, Field, Fields, Repeated
from conductor_desktop.sandbox.qbxml.kinds import (
    AMOUNT,
    DAY,
    FLAG,
    MOMENT,
    QUANTITY,
    TEXT,
    Choice,
    ReferenceTo,
    Text,
    words,
)
from conductor_desktop.sandbox.qbxml.tables.common import (
    ADDRESS,
    ADDRESS_LINES,
    CLASS_REF,
    CURRENCY_REF,
    CUSTOMER_REF,
    DATA_EXTENSIONS,
    REP_REF,
    TAX_CODE_REF,
    TAX_ITEM_REF,
    TERMS_REF,
)

_CONTACT_FIELDS = Repeated(
    (
        Field("ContactName", "name", Text(40), ALWAYS, firm=True),
        Field("ContactValue", "value", Text(255), ALWAYS, firm=True),
    )
)

_PERSON: Fields = (
    Field("Salutation", "salutation", Text(15), ALWAYS),
    Field("FirstName", "firstName", Text(25), ALWAYS),
    Field("MiddleName", "middleName", Text(25), ALWAYS),
    Field("LastName", "lastName", Text(25), ALWAYS),
    Field("JobTitle", "jobTitle", Text(41), ALWAYS),
)

_CONTACTS = Repeated(
    (
        Field("ListID", "id", TEXT),
        Field("TimeCreated", "createdAt", MOMENT),
        Field("TimeModified", "updatedAt", MOMENT),
        Field("EditSequence", "revisionNumber", TEXT),
        Field("Contact", "name", TEXT),
        *_PERSON,
        Field("AdditionalContactRef", "customContactFields", _CONTACT_FIELDS),
    )
)

_SHIPPING_ADDRESSES = Repeated(
    (
        Field("Name", "name", Text(41), ALWAYS, firm=True),
        *ADDRESS_LINES,
        Field("DefaultShipTo", "isDefaultShippingAddress", FLAG, ALWAYS),
    )
)

_CREDIT_CARD = Aggregate(
    (
        Field("CreditCardNumber", "number", TEXT),
        Field("ExpirationMonth", "expirationMonth", QUANTITY),
        Field("ExpirationYear", "expirationYear", QUANTITY),
        Field("NameOnCard", "name", TEXT),
        Field("CreditCardAddress", "address", TEXT),
        Field("CreditCardPostalCode", "postalCode", TEXT),
    )
)

_NOTES = Repeated(
    (
        Field("NoteID", "id", QUANTITY),
        Field("Date", "date", DAY),
        Field("Note", "note", TEXT),
    )
)

CUSTOMER: Fields = (
    Field("ListID", "id", TEXT),
    Field("TimeCreated", "createdAt", MOMENT),
    Field("TimeModified", "updatedAt", MOMENT),
    Field("EditSequence", "revisionNumber", TEXT),
    Field("Name", "name", Text(41), ALWAYS, firm=True),
    Field("FullName", "fullName", TEXT),
    Field("IsActive", "isActive", FLAG, ALWAYS, firm=True),
    Field("ClassRef", "class", CLASS_REF, ALWAYS),
    Field("ParentRef", "parent", CUSTOMER_REF, ALWAYS),
    Field("Sublevel", "sublevel", QUANTITY),
    Field("CompanyName", "companyName", Text(41), ALWAYS),
    *_PERSON,
    Field("BillAddress", "billingAddress", ADDRESS, ALWAYS),
    Field("ShipAddress", "shippingAddress", ADDRESS, ALWAYS),
    Field("ShipToAddress", "alternateShippingAddresses", _SHIPPING_ADDRESSES, ALWAYS),
    Field("Phone", "phone", Text(21), ALWAYS),
    Field("AltPhone", "alternatePhone", Text(21), ALWAYS),
    Field("Fax", "fax", Text(21), ALWAYS),
    Field("Email", "email", Text(1023), ALWAYS),
    Field("Cc", "ccEmail", Text(1023), ALWAYS),
    Field("Contact", "contact", Text(41), ALWAYS),
    Field("AltContact", "alternateContact", Text(41), ALWAYS),
    Field("AdditionalContactRef", "customContactFields", _CONTACT_FIELDS, ALWAYS),
    Field("ContactsRet", "additionalContacts", _CONTACTS),
    Field("CustomerTypeRef", "customerType", ReferenceTo("customer type", "CustomerType"), ALWAYS),
    Field("TermsRef", "terms", TERMS_REF, ALWAYS),
    Field("SalesRepRef", "salesRepresentative", REP_REF, ALWAYS),
    Field("Balance", "balance", AMOUNT),
    Field("TotalBalance", "totalBalance", AMOUNT),
    Field("SalesTaxCodeRef", "salesTaxCode", TAX_CODE_REF, ALWAYS),
    Field("ItemSalesTaxRef", "salesTaxItem", TAX_ITEM_REF, ALWAYS),
    Field("SalesTaxCountry", "salesTaxCountry", Choice(words("Australia Canada UK US")), ALWAYS),
    Field("ResaleNumber", "resaleNumber", Text(15), ALWAYS),
    Field("AccountNumber", "accountNumber", Text(99), ALWAYS),
    Field("CreditLimit", "creditLimit", AMOUNT, ALWAYS),
    Field(
        "PreferredPaymentMethodRef",
        "preferredPaymentMethod",
        ReferenceTo("payment method", "PaymentMethod"),
        ALWAYS,
    ),
    Field("CreditCardInfo", "creditCard", _CREDIT_CARD),
    Field(
        "JobStatus",
        "jobStatus",
        Choice(words("Awarded Closed InProgress None NotAwarded Pending")),
        ALWAYS,
    ),
    Field("JobStartDate", "jobStartDate", DAY, ALWAYS),
    Field("JobProjectedEndDate", "jobProjectedEndDate", DAY, ALWAYS),
    Field("JobEndDate", "jobEndDate", DAY, ALWAYS),
    Field("JobDesc", "jobDescription", Text(99), ALWAYS),
    Field("JobTypeRef", "jobType", ReferenceTo("job type", "JobType"), ALWAYS),
    Field("Notes", "note", Text(4095), ALWAYS),
    Field("AdditionalNotesRet", "additionalNotes", _NOTES),
    Field(
        "PreferredDeliveryMethod",
        "preferredDeliveryMethod",
        Choice(words("Email Mail None")),
        ALWAYS,
    ),
    Field("PriceLevelRef", "priceLevel", ReferenceTo("price level", "PriceLevel"), ALWAYS),
    Field("ExternalGUID", "externalId", Text(40), ADD),
    Field("TaxRegistrationNumber", "taxRegistrationNumber", Text(30), ALWAYS),
    Field("CurrencyRef", "currency", CURRENCY_REF, ALWAYS),
    Field("DataExtRet", "customFields", DATA_EXTENSIONS),
)
