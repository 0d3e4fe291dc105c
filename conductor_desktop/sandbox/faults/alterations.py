"""Acts that send the real answer, spoiled: other bytes, or other values in its document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from conductor_desktop.sandbox.faults.scene import Act, Scene, Whole

STALE_SECONDS = 20.0

_MARK = "a place for something no encoder would write"
_TEXTS = ("companyName", "memo", "fullName", "name", "description", "status")
_ENUMS = ("integrationSlug", "fiscalYearStartMonth", "transactionType", "linkType", "jobStatus")
_DEEP = b"[" * 200_000 + b"]" * 200_000
_MILLION = 1_000_000


def bytes_changed(change: Callable[[bytes], bytes]) -> Act:
    """The real answer with its bytes changed."""

    async def act(scene: Scene) -> None:
        whole = await scene.work()
        await scene.answer(whole.with_body(change(whole.body)))

    return act


def document_changed(change: Callable[[Any], None]) -> Act:
    """The real answer with its document changed in place."""

    def in_place(body: bytes) -> bytes:
        document = msgspec.json.decode(body)
        change(document)
        return msgspec.json.encode(document)

    return bytes_changed(in_place)


def text_replaced(token: bytes) -> Act:
    """The first text for people in it is ``token``, a JSON string nobody checks."""
    return bytes_changed(lambda body: _planted(body, token, _TEXTS, str))


def number_replaced(token: bytes) -> Act:
    """The first number in it is ``token``."""
    return bytes_changed(lambda body: _planted(body, token, None, (int, float)))


async def partial_content(scene: Scene) -> None:
    whole = await scene.work()
    await scene.answer(Whole(206, whole.body, whole.kind, whole.headers))


async def cookies(scene: Scene) -> None:
    """The real answer with cookies, one of them for ever and for the whole site."""
    whole = await scene.work()
    more = (
        (b"set-cookie", b"session=abc; Path=/; HttpOnly"),
        (b"set-cookie", b"track=me; Path=/; Max-Age=99999999"),
    )
    await scene.answer(Whole(whole.status, whole.body, whole.kind, whole.headers + more))


async def stale_list(scene: Scene) -> None:
    """The list as it was ``seconds`` ago."""
    whole = await scene.work()
    document = msgspec.json.decode(whole.body)
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        seconds = scene.details.seconds
        age = dt.timedelta(seconds=STALE_SECONDS if seconds is None else seconds)
        latest = scene.now() - age
        document["data"] = [one for one in document["data"] if _made(one) <= latest]
    await scene.answer(whole.with_body(msgspec.json.encode(document)))


def _made(user: dict[str, str]) -> dt.datetime:
    return dt.datetime.fromisoformat(user["createdAt"])


def in_utf_16(body: bytes) -> bytes:
    return body.decode().encode("utf-16")


def in_latin_1(body: bytes) -> bytes:
    return _planted(body, b'"Caf\xe9"', _TEXTS, str)


def cut(body: bytes) -> bytes:
    return body[: len(body) // 2]


def nested_deeply(body: bytes) -> bytes:
    return _inserted(body, b'"note":' + _DEEP)


def status_twice(body: bytes) -> bytes:
    """Every reader takes another one of two equal names; this one says that nothing works."""
    return _inserted(body, b'"objectType":"nothing","status":"down"')


def wrong_status(document: Any) -> None:
    for one in _objects(document):
        if "status" in one:
            one["status"] = "OK "
            return


def unknown_enum(document: Any) -> None:
    for one in _objects(document):
        for name in _ENUMS:
            if isinstance(one.get(name), str):
                one[name] = "hexagonal"


def extra_fields(document: Any) -> None:
    for one in list(_objects(document)):
        one["fieldOfTheFuture"] = {"isNew": True, "values": [1, None, "two"]}


def missing_field(document: Any) -> None:
    """One that every answer has is gone; in a list, from its first entry."""
    inner = list(_objects(document))
    wanted = inner[1] if len(inner) > 1 and "data" in inner[0] else inner[0]
    for name in ("id", "companyName", "status"):
        if name in wanted:
            del wanted[name]
            return


def wrong_types(document: Any) -> None:
    """Numbers and booleans as texts."""
    for one in list(_objects(document)):
        for name, value in one.items():
            if isinstance(value, bool | int | float):
                one[name] = msgspec.json.encode(value).decode()


LONG_TEXT = b'"' + b"x" * _MILLION + b'"'


def _inserted(body: bytes, member: bytes) -> bytes:
    """``member`` at the start of the object that ``body`` is."""
    if not body.startswith(b"{"):
        return body
    return b"{" + member + (b"" if body == b"{}" else b",") + body[1:]


def _planted(
    body: bytes, token: bytes, names: tuple[str, ...] | None, kind: type | tuple[type, ...]
) -> bytes:
    """``token`` in place of the first value of this kind, or as one more member."""
    document = msgspec.json.decode(body)
    for one in _objects(document):
        for name in one if names is None else names:
            value = one.get(name)
            if isinstance(value, kind) and not isinstance(value, bool):
                one[name] = _MARK
                return msgspec.json.encode(document).replace(f'"{_MARK}"'.encode(), token, 1)
    return _inserted(body, b'"note":' + token)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in the document, outermost first."""
    if isinstance(value, dict):
        yield value
        for inner in list(value.values()):
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)
