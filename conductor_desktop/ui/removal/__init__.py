"""Removing a connection: what there is of it, our part, and what is left for a person to do."""
