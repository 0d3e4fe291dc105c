"""The page of the company: what its company file says of it, without tax numbers."""
