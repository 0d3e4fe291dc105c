"""Conductor's endpoints in each generation, and the sandbox's own control routes."""
