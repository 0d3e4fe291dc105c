"""What only Windows itself can say. Every module here is empty on other systems.

ctypes is used where neither the standard library nor psutil knows. Each question asks for the
least right that answers it; a refusal is ``None`` or ``CouldNotTell``.
"""
