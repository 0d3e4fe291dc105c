"""The app's own log as it is on the disk, cleaned by whoever wrote it, read as it grows."""
