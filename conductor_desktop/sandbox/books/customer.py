"""One customer or job as Conductor sends it: all 56 fields, null where there is nothing."""

from __future__ import annotations

import datetime as dt

from conductor_desktop.sandbox.books.address import address
from conductor_desktop.sandbox.books.catalogue import Catalogue, Customer, currency_ref, list_ref
from conductor_desktop.sandbox.books.facts import PC_ZONE, terms_index
from conductor_desktop.sandbox.books.lines import Document, tax_code


class CustomerWriter:
    """Writes the customers that the books start with."""

    def __init__(self, seed: int, lists: Catalogue) -> None:
        self._seed = seed
        self._lists = lists

    def document(self, customer: Customer) -> Document:
        """What depends on other customers and on the invoices is for others to fill in."""
        names = self._lists.names
        identifier = customer.ref["id"] or ""
        created = dt.datetime.fromtimestamp(int(identifier.partition("-")[2]), PC_ZONE)
        terms = terms_index(self._seed, customer, self._lists)
        where = address(customer.who)
        return {
            "id": identifier,
            "objectType": "qbd_customer",
            "createdAt": created.isoformat(),
            "updatedAt": created.isoformat(),
            "revisionNumber": str(int(created.timestamp())),
            "name": (customer.ref["fullName"] or "").rpartition(":")[2],
            "fullName": customer.ref["fullName"],
            "isActive": True,
            "class": None,
            "parent": None,
            "sublevel": 0,
            "companyName": customer.who.name,
            "salutation": None,
            "firstName": None,
            "middleName": None,
            "lastName": None,
            "jobTitle": None,
            "billingAddress": where,
            "shippingAddress": where,
            "alternateShippingAddresses": [],
            "phone": None,
            "alternatePhone": None,
            "fax": None,
            "email": None,
            "ccEmail": None,
            "contact": None,
            "alternateContact": None,
            "customContactFields": [],
            "additionalContacts": [],
            "customerType": None,
            "terms": list_ref("terms", terms, names.terms[terms].name),
            "salesRepresentative": None,
            "balance": None,
            "totalBalance": None,
            "salesTaxCode": tax_code(not customer.is_exempt),
            "salesTaxItem": None
            if customer.is_exempt
            else list_ref("tax item", 0, names.sales_tax.name),
            "salesTaxCountry": None,
            "resaleNumber": None,
            "accountNumber": None,
            "creditLimit": None,
            "preferredPaymentMethod": None,
            "creditCard": None,
            "jobStatus": None,
            "jobStartDate": None,
            "jobProjectedEndDate": None,
            "jobEndDate": None,
            "jobDescription": None,
            "jobType": None,
            "note": None,
            "additionalNotes": [],
            "preferredDeliveryMethod": None,
            "priceLevel": None,
            "externalId": None,
            "taxRegistrationNumber": None,
            "currency": currency_ref(customer.who.currency),
            "customFields": [],
        }
