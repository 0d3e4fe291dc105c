"""The app's own log, live."""
