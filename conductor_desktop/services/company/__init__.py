"""The company file of one EndUser: what it says of the company, without its tax numbers."""
