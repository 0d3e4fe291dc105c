"""When a request is sent: in its turn, shared, held back, repeated; and what came of it."""
