"""How the connection stood before: noted down as it is watched, told by day and as a story."""
