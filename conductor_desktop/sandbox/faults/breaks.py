"""Acts on the line itself: silence, drips, cuts and resets."""

from __future__ import annotations

from conductor_desktop.sandbox.faults.scene import Header, Scene, Whole

DRIP_SECONDS = 0.5
DRIPS = 1200
"""Ten minutes at the usual pace."""

REFUSED_SECONDS = 5.0

_SHOWN_BYTES = 6
_SHORT_LENGTH = 1000


async def refused(scene: Scene) -> None:
    seconds = scene.details.seconds
    await scene.refuse_connections(REFUSED_SECONDS if seconds is None else seconds)
    await scene.line.reset()


async def silent(scene: Scene) -> None:
    await scene.line.wait_until_gone()


async def drip_body(scene: Scene) -> None:
    """Blanks before the real answer: JSON allows them, and each comes before any time-out."""
    whole = await scene.work()
    length = [(b"content-length", str(len(whole.body) + DRIPS).encode())]
    await scene.line.send(scene.head(whole.status, [*_without_length(whole), *length]))
    await _drip(scene, b" ")
    await scene.line.send(whole.body)
    await scene.line.close()


async def drip_headers(scene: Scene) -> None:
    await scene.line.send(b"HTTP/1.1 200 OK\r\nx-slow: ")
    await _drip(scene, b"a")
    await scene.line.close()


async def short_body(scene: Scene) -> None:
    whole = await scene.work()
    length = str(max(_SHORT_LENGTH, len(whole.body))).encode()
    head = scene.head(whole.status, [*_without_length(whole), (b"content-length", length)])
    await scene.line.send(head + whole.body[:_SHOWN_BYTES])
    await scene.line.close()


async def cut_chunk(scene: Scene) -> None:
    whole = await scene.work()
    head = scene.head(whole.status, [*_without_length(whole), (b"transfer-encoding", b"chunked")])
    size = f"{len(whole.body):x}\r\n".encode()
    await scene.line.send(head + size + whole.body[: len(whole.body) // 2])
    await scene.line.close()


async def reset(scene: Scene) -> None:
    """Before anything was done."""
    await scene.line.reset()


async def reset_after_work(scene: Scene) -> None:
    """The work is done and nobody hears of it."""
    await scene.work()
    await scene.line.reset()


async def reset_after_headers(scene: Scene) -> None:
    whole = await scene.work()
    await scene.line.send(scene.head(whole.status, whole.all_headers()))
    await scene.line.reset()


async def reset_after_body(scene: Scene) -> None:
    whole = await scene.work()
    await scene.line.send(scene.head(whole.status, whole.all_headers()) + whole.body)
    await scene.line.reset()


async def endless_body(scene: Scene) -> None:
    whole = await scene.work()
    head = [*_without_length(whole), (b"transfer-encoding", b"chunked")]
    await scene.line.send(scene.head(200, head))
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    while True:
        await scene.line.send(chunk)


async def http_0_9(scene: Scene) -> None:
    whole = await scene.work()
    await scene.line.send(whole.body)
    await scene.line.close()


async def nul_header(scene: Scene) -> None:
    await _with_headers(scene, [(b"x-note", b"before\x00after")])


async def huge_header(scene: Scene) -> None:
    await _with_headers(scene, [(b"x-note", b"y" * 64 * 1024)])


async def many_headers(scene: Scene) -> None:
    await _with_headers(scene, [(f"x-note-{n}".encode(), b"1") for n in range(500)])


async def _with_headers(scene: Scene, more: list[Header]) -> None:
    """The real answer with headers no server lets through."""
    whole = await scene.work()
    await scene.line.send(scene.head(whole.status, [*whole.all_headers(), *more]) + whole.body)
    await scene.line.close()


async def _drip(scene: Scene, piece: bytes) -> None:
    seconds = scene.details.seconds
    for _ in range(DRIPS):
        await scene.line.send(piece)
        await scene.pause(DRIP_SECONDS if seconds is None else seconds)


def _without_length(whole: Whole) -> list[Header]:
    return [header for header in whole.all_headers() if header[0] != b"content-length"]
