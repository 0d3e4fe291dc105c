"""Turns templates into pages that load nothing from elsewhere and are not kept."""

from __future__ import annotations

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

_FOLDER = Path(__file__).parent / "pages"

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_KEEP = {"Cache-Control": "max-age=3600"}

_ASSETS = {"style.css": "text/css", "connect.js": "text/javascript"}


class PageProblem(Exception):
    """A page cannot be shown, and this is what is shown instead."""

    def __init__(self, status: int, title: str, explanation: str, next_step: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.explanation = explanation
        self.next_step = next_step


@functools.cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, known: dict[str, object], status: int = 200) -> Response:
    """One page; what the frame can show (``step``, ``until``, ``notice``) may be left out."""
    frame = {"step": None, "until": None, "notice": None}
    html = _templates().get_template(template).render({**frame, **known})
    return HTMLResponse(html, status, headers=_HEADERS)


def problem_page(problem: PageProblem) -> Response:
    known: dict[str, object] = {
        "title": problem.title,
        "explanation": problem.explanation,
        "next_step": problem.next_step,
    }
    return page("problem.html", known, problem.status)


def asset_routes() -> list[Route]:
    """The style sheet and the one script, which come from the sandbox itself."""
    return [Route(f"/sandbox/{name}", _asset, name=name, methods=["GET"]) for name in _ASSETS]


async def _asset(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2]
    return Response(_read(name), media_type=_ASSETS[name], headers={**_HEADERS, **_KEEP})


@functools.cache
def _read(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
