"""How the app comes onto the screen, is found there by a later start, and is led by the tour."""
