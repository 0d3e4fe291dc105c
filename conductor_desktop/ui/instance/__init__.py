"""One window for each user and app folder: a later start brings the open one to the front."""
