"""The auth flow as a person sees it: pages, links that do not open, the connection file."""
