"""How the connection stood before: noted down, as a strip of days, and as the Timeline screen."""
