"""The Connection screen: what state the connection is in and what to do about it."""
