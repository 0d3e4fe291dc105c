"""One script that every client of Conductor is played through, and what has to come out.

``script`` says what is asked and expected, in words no client owns; ``play`` asks it; a small
performer per client (``conductor_py``, ``own_client``, ``node/12``, ``node/11``) knows how its
client spells each call. A call is a name, arguments and a result, all of them plain JSON.
"""
