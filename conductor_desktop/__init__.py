"""Conductor Desktop: connects a QuickBooks Desktop company file to Conductor."""

__version__ = "0.1.0"
