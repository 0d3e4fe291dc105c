"""Acts with packed bodies: small on the wire, half a gigabyte unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from conductor_desktop.sandbox.faults.scene import Scene, Whole

UNPACKED_MIB = 512

_MIB = b" " * 1024 * 1024
_GZIP = zlib.MAX_WBITS | 16
_EMPTY_LAST_BLOCK = b"\x03\x00"


async def gzip_bomb(scene: Scene) -> None:
    await _explode(scene, b"gzip", packed_blanks())


async def nested_gzip(scene: Scene) -> None:
    await _explode(scene, b"gzip, gzip", _packed(packed_blanks()))


async def brotli(scene: Scene) -> None:
    """Packed in a way nobody asked for, and not even that."""
    whole = await scene.work()
    packing = ((b"content-encoding", b"br"),)
    await scene.answer(Whole(whole.status, b"\x0b\x02\x80" + whole.body, headers=packing))


async def _explode(scene: Scene, packing: bytes, pieces: Iterable[bytes]) -> None:
    """Sent as it is packed, so that the sandbox itself stays small."""
    headers = [
        (b"content-type", b"application/json"),
        (b"content-encoding", packing),
        (b"transfer-encoding", b"chunked"),
    ]
    await scene.line.send(scene.head(200, headers))
    for piece in pieces:
        if piece:
            await scene.line.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        await scene.pause(0)  # others are served meanwhile
    await scene.line.send(b"0\r\n\r\n")
    await scene.line.close()


def packed_blanks(mebibytes: int = UNPACKED_MIB) -> Iterator[bytes]:
    """So many blanks as one gzip stream, without packing them all.

    Every piece stands by itself, so that each but the first, which has the header, is the same.
    """
    packer = zlib.compressobj(9, wbits=_GZIP)
    piece, checksum = b"", 0
    for number in range(mebibytes):
        if number < 2:
            piece = packer.compress(_MIB) + packer.flush(zlib.Z_FULL_FLUSH)
        checksum = zlib.crc32(_MIB, checksum)
        yield piece
    size = mebibytes * len(_MIB)
    yield _EMPTY_LAST_BLOCK + checksum.to_bytes(4, "little") + size.to_bytes(4, "little")


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(9, wbits=_GZIP)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()
