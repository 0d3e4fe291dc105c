"""The made-up books: every invoice is computed from the seed and its number, none is stored."""
