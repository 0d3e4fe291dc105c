"""The error guide: what every code means for a person, whose job it is and what to click."""
