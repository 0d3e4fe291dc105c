"""The icon beside the clock: how the connection is while no window is open."""
