"""How the window's last run ended, and whether this one has to be careful."""
