"""The made-up books: all is computed from the seed; only what clients write is kept."""
