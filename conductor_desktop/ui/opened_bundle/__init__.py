"""A support bundle that somebody else sent, looked at in the app."""
