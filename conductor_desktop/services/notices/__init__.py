"""When a person is told about the connection although nobody looks at it: seldom, and once."""
