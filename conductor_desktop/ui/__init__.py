"""The window: one folder per screen, and what they share.

The only room with widgets. Screens emit intent and render state; services do the work.
"""
