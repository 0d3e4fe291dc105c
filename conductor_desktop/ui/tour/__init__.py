"""Walks every screen by hand-like input and takes a picture of each step."""
