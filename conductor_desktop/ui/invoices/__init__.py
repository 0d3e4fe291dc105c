"""The Invoices screen: a table that is complete or says it is not."""
