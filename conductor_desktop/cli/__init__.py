"""The same app without a window: one file per command.

May use services and below, and ``sandbox``; never ``ui`` and never Qt. What needs the window is
asked of the ``Composition`` that ``app`` hands in.
"""
