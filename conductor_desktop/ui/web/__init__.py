"""The embedded, locked-down web view for the auth flow."""
