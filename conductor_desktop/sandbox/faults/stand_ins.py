"""Acts that answer something else without doing what was asked for."""

from __future__ import annotations

from conductor_desktop.sandbox.envelope import ApiError, missing
from conductor_desktop.sandbox.faults.scene import Act, Header, Scene, Whole
from conductor_desktop.sandbox.quickbooks_codes import USUAL_SECONDS, timed_out

RETRY_AFTER = "30"
SLOW_SECONDS = 3.0
ELSEWHERE = "https://sign-in.example/welcome"

SIGN_IN_PAGE = (
    b"<!doctype html><html lang=en><title>Sign in</title><h1>Welcome to this network</h1>"
    b"<p>This page is a fault that the Conductor Desktop sandbox was asked for."
)

_HTML = b"text/html; charset=utf-8"


def failing(error: ApiError) -> Act:
    """Conductor's own error, whatever was asked for."""

    async def act(_scene: Scene) -> None:
        raise error

    return act


def failing_after_work(error: ApiError) -> Act:
    """The work is done, and the answer says that it was not."""

    async def act(scene: Scene) -> None:
        await scene.work()
        raise error

    return act


def body(text: bytes, *, status: int = 200, kind: bytes | None = b"application/json") -> Act:
    """Always this body."""

    async def act(scene: Scene) -> None:
        await scene.answer(Whole(status, text, kind))

    return act


html = body(SIGN_IN_PAGE, kind=_HTML)
html_as_json = body(SIGN_IN_PAGE)


async def redirect(scene: Scene) -> None:
    details = scene.details
    await _redirect(scene, ELSEWHERE if details.to is None else details.to)


async def redirect_loop(scene: Scene) -> None:
    await _redirect(scene, scene.target)


async def _redirect(scene: Scene, to: str) -> None:
    status = scene.details.status or 302
    location: Header = (b"location", to.encode("latin-1", "replace"))
    await scene.answer(Whole(status, b"Moved", b"text/plain", (location,)))


async def too_many_requests(scene: Scene) -> None:
    """429. Conductor documents neither type nor code for it; both are a choice."""
    text = scene.details.retry_after
    text = RETRY_AFTER if text is None else text
    wait: tuple[Header, ...] = ((b"retry-after", text.encode("latin-1", "replace")),)
    error = ApiError(
        429,
        "INVALID_REQUEST_ERROR",
        "TOO_MANY_REQUESTS",
        "Too many requests.",
        user_facing="Too many requests were made in a short time. Wait a little, then try again.",
    )
    await scene.answer(scene.error(error, wait if text else ()))


async def end_user_gone(scene: Scene) -> None:
    in_path = scene.target.partition("?")[0].removeprefix("/v1/end").partition("/")[2]
    asked = scene.header("conductor-end-user-id") or in_path.partition("/")[0]
    raise missing("end-user", asked)


async def out_of_time(scene: Scene) -> None:
    """The 504 of a QuickBooks that does not answer, without the wait."""
    text = scene.header("conductor-timeout-seconds") or ""
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    raise timed_out(float(text) if is_number else USUAL_SECONDS)


async def slow(scene: Scene) -> None:
    """The right answer, late."""
    seconds = scene.details.seconds
    await scene.pause(SLOW_SECONDS if seconds is None else seconds)
    await scene.answer(await scene.work())
