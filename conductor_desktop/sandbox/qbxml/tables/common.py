"""What the elements of several objects are made of."""

from __future__ import annotations

from conductor_desktop.sandbox.qbxml.fields import ALWAYS, Aggregate, Field, Fields, Repeated
from conductor_desktop.sandbox.qbxml.kinds import TEXT, Choice, ReferenceTo, Text

CUSTOMER_REF = ReferenceTo("customer", "Customer")
ITEM_REF = ReferenceTo("item", "Item")
CLASS_REF = ReferenceTo("class", "Class")
CURRENCY_REF = ReferenceTo("currency", "Currency")
REP_REF = ReferenceTo("rep", "SalesRep")
TAX_CODE_REF = ReferenceTo("tax code", "SalesTaxCode")
TAX_ITEM_REF = ReferenceTo("tax item", "ItemSalesTax")
TERMS_REF = ReferenceTo("terms", "Terms")


def unused_list(noun: str) -> ReferenceTo:
    """A list that is empty in these books."""
    return ReferenceTo(noun, noun)


ADDRESS_LINES: Fields = (
    *(Field(f"Addr{n}", f"line{n}", Text(41), ALWAYS) for n in range(1, 6)),
    Field("City", "city", Text(31), ALWAYS),
    Field("State", "state", Text(21), ALWAYS),
    Field("PostalCode", "postalCode", Text(13), ALWAYS),
    Field("Country", "country", Text(31), ALWAYS),
    Field("Note", "note", Text(41), ALWAYS),
)
ADDRESS = Aggregate(ADDRESS_LINES)

_DATA_EXTENSION_TYPES = {
    "AMTTYPE": "amount_type",
    "DATETIMETYPE": "date_time_type",
    "INTTYPE": "integer_type",
    "PERCENTTYPE": "percent_type",
    "PRICETYPE": "price_type",
    "QUANTYPE": "quantity_type",
    "STR1024TYPE": "string_1024_type",
    "STR255TYPE": "string_255_type",
}

DATA_EXTENSIONS = Repeated(
    (
        Field("OwnerID", "ownerId", TEXT),
        Field("DataExtName", "name", TEXT),
        Field("DataExtType", "type", Choice(_DATA_EXTENSION_TYPES)),
        Field("DataExtValue", "value", TEXT),
    )
)
