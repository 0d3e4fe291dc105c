"""The main window: navigation, the sandbox banner, where messages appear."""
