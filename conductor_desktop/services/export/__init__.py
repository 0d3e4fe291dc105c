"""Invoices as files for a spreadsheet: exact numbers, and text that can never act."""
