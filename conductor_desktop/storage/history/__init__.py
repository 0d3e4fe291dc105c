"""How the connections of this PC stood before: what is kept of it, and for how long."""
