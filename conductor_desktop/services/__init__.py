"""What the app can do, in plain Python: setup, connection, invoices, checks, diagnostics.

Services block, take a ``CancelToken``, raise ``AppError`` and know nothing of Qt or the
command line.
"""
