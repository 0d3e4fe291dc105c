"""Every element of these books beside the field that Conductor calls it."""
