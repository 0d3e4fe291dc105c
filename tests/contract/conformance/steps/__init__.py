"""The steps of the script, one part of the API per file."""
