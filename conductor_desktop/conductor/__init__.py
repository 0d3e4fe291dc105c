"""Conductor's API as this app uses it. The only user of requests."""
