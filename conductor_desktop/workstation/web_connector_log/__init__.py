"""The Web Connector's log, followed as it grows: what happened to our application, and when.

The log is shared by every application on the PC and may hold their customers' data. Known lines
about our own application become events, which have no room for a text; nothing else is kept.
"""
