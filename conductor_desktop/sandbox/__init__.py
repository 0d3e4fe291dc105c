"""A local Conductor with a made-up company: API, auth pages, books.

Knows nothing of the client, so that the two can judge each other. Started by ``app`` and
``cli`` alone.
"""
