"""The guided setup: welcome, this PC, who is this for, connect, verify."""
