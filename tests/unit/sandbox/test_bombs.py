"""The packed bodies are what they say, although nobody has packed them."""

from __future__ import annotations

import gzip

import pytest

from conductor_desktop.sandbox.faults.bombs import packed_blanks


@pytest.mark.parametrize("mebibytes", [1, 2, 3, 7])
def test_the_pieces_are_one_gzip_stream_of_blanks(mebibytes: int) -> None:
    packed = b"".join(packed_blanks(mebibytes))
    assert gzip.decompress(packed) == b" " * mebibytes * 1024 * 1024


def test_a_bomb_is_small() -> None:
    assert sum(map(len, packed_blanks())) < 1024 * 1024
