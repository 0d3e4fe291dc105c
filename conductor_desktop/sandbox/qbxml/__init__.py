"""qbXML as JSON, and what it means in the made-up books: pure mapping, no HTTP.

Where Conductor's own behaviour is not known, this is what was chosen:

- A query without a hit is QuickBooks' status 1, which is no failure: ``{"InvoiceQueryRs": {}}``.
- A request QuickBooks could not parse is refused with its ``0x80040400``, whatever else it is
  that cannot be parsed: an unknown element, a missing one, one too many. The order of elements
  is not looked at, because JSON objects have none.
- Numbers and booleans are also taken as the text that they would be in XML.
- The attributes of qbXML (``iterator``, ``metaData``, ``requestID``) have no known spelling in
  JSON, so they are refused like unknown elements.
"""
