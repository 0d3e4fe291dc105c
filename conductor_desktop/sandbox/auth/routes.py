"""The auth flow as an end user sees it, with the sandbox in the part of QuickBooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from conductor_desktop.sandbox.auth.link_problems import (
    expired_link,
    foreign_form,
    unfinished,
    unknown_link,
    used_link,
    wrong_key,
)
from conductor_desktop.sandbox.auth.qwc import FILE_NAME, connection_file
from conductor_desktop.sandbox.auth.rendering import PageProblem, asset_routes, page, problem_page
from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.keys import same
from conductor_desktop.sandbox.people import AuthSession, AuthStep, EndUser, Permission
from conductor_desktop.sandbox.world import World

REDIRECT_SECONDS = 2
"""How long the last page is shown before the browser goes where the vendor wants it."""

_MOST_FORM_FIELDS = 10


@dataclass(frozen=True)
class Visit:
    """Somebody on one page of one link."""

    request: Request
    session: AuthSession
    user: EndUser
    key: str

    @property
    def here(self) -> str:
        return f"/qbd/{self.session.client_secret}"

    def go(self, place: str) -> Response:
        """The next page, by a redirect, so that going back or reloading repeats nothing."""
        return RedirectResponse(f"{self.here}{place}?key={self.key}", status_code=303)


Show = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True)
class Choice:
    """One radio button of QuickBooks' certificate window."""

    value: Permission
    text: str
    recommended: bool = False


CHOICES = (
    Choice(Permission.NO, "No"),
    Choice(Permission.ASK, "Yes, prompt each time"),
    Choice(Permission.WHILE_OPEN, "Yes, whenever this QuickBooks company file is open"),
    Choice(
        Permission.ALWAYS,
        "Yes, always; allow access even if QuickBooks is not running",
        recommended=True,
    ),
)

_ANSWERS = frozenset(str(choice.value) for choice in CHOICES)

_WARNINGS = {
    Permission.ASK: "QuickBooks will ask somebody each time. With nobody there to answer, the "
    "connection stops.",
    Permission.WHILE_OPEN: "The connection stops as soon as the company file is closed. To have it "
    "always, an administrator changes this in QuickBooks under Edit, Preferences, Integrated "
    "Applications.",
}


class AuthPages:
    """The pages under ``/qbd/{clientSecret}?key={publishableKey}``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._people = world.people

    def routes(self) -> list[Route]:
        link = "/qbd/{secret}"
        return [
            Route("/", self._about, methods=["GET"]),
            Route("/qbwc", self._about, methods=["GET"]),
            *asset_routes(),
            Route(link, self._visit(self._start), methods=["GET"]),
            Route(f"{link}/begin", self._submit(self._begin), methods=["POST"]),
            Route(f"{link}/connect", self._visit(self._connect), methods=["GET"]),
            Route(f"{link}/connection-file", self._visit(self._file), methods=["GET"]),
            Route(f"{link}/authorise", self._submit(self._authorise), methods=["POST"]),
            Route(f"{link}/certificate", self._visit(self._certificate), methods=["GET"]),
            Route(f"{link}/certificate", self._submit(self._answer), methods=["POST"]),
            Route(f"{link}/refused", self._visit(self._refused), methods=["GET"]),
            Route(f"{link}/ask-again", self._submit(self._ask_again), methods=["POST"]),
            Route(f"{link}/done", self._visit(self._done, is_finished=True), methods=["GET"]),
        ]

    # Who may see a page at all

    def _visit(
        self, show: Show, *, is_finished: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                return await show(self._enter(request, is_finished))
            except PageProblem as problem:
                return problem_page(problem)

        return endpoint

    def _submit(self, act: Show) -> Callable[[Request], Awaitable[Response]]:
        async def checked(visit: Visit) -> Response:
            if not same((await _form(visit.request)).get("token", ""), visit.session.form_token):
                raise foreign_form()
            return await act(visit)

        return self._visit(checked)

    def _enter(self, request: Request, is_finished: bool) -> Visit:
        session = self._people.session(request.path_params["secret"])
        if session is None:
            raise unknown_link()
        key = request.query_params.get("key", "")
        try:
            self._world.keys.check_publishable(key)
        except ApiError:
            raise wrong_key() from None
        if (session.step is AuthStep.FINISHED) is not is_finished:
            raise used_link() if not is_finished else unfinished()
        if not is_finished and self._people.is_expired(session):
            raise expired_link(_clock_text(session.expires_at, self._world.clock.now()))
        return Visit(request, session, self._people.opened(session), key)

    # The pages

    async def _about(self, _request: Request) -> Response:
        company = self._world.company_name
        return page("about.html", {"title": "About", "company": company})

    async def _start(self, visit: Visit) -> Response:
        company = visit.user.company_name
        return self._page(visit, "start.html", "Connect QuickBooks", 1, company=company)

    async def _begin(self, visit: Visit) -> Response:
        visit.session.step = AuthStep.CONNECTING
        return visit.go("/connect")

    async def _connect(self, visit: Visit) -> Response:
        if visit.session.step is AuthStep.OPENED:
            return visit.go("")
        return self._connect_page(visit)

    def _connect_page(self, visit: Visit, notice: str | None = None) -> Response:
        return self._page(
            visit,
            "connect.html",
            "Add the connection",
            2,
            notice=notice,
            password=visit.session.password,
            has_file=visit.session.has_file,
        )

    async def _file(self, visit: Visit) -> Response:
        visit.session.has_file = True
        return Response(
            connection_file(visit.user, self._world.port, self._world.options.application),
            media_type="text/xml",
            headers={
                "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    async def _authorise(self, visit: Visit) -> Response:
        if not visit.session.has_file:
            return self._connect_page(
                visit, "Download the connection file first: without it QuickBooks asks nothing."
            )
        visit.session.step = AuthStep.ASKED
        return visit.go("/certificate")

    async def _certificate(self, visit: Visit) -> Response:
        if visit.session.step is not AuthStep.ASKED:
            return visit.go("/connect")
        return self._certificate_page(visit)

    def _certificate_page(self, visit: Visit, notice: str | None = None) -> Response:
        return self._page(
            visit,
            "certificate.html",
            "QuickBooks asks",
            3,
            notice=notice,
            choices=CHOICES,
            application=self._world.options.application,
            company_file=self._world.company_name,
        )

    async def _answer(self, visit: Visit) -> Response:
        if visit.session.step is not AuthStep.ASKED:
            return visit.go("/connect")
        choice = (await _form(visit.request)).get("choice", "")
        if choice not in _ANSWERS:
            return self._certificate_page(visit, "Choose one of the four answers first.")
        if choice == Permission.NO:
            visit.session.step = AuthStep.REFUSED
            return visit.go("/refused")
        self._people.finish(visit.session, Permission(choice))
        return visit.go("/done")

    async def _refused(self, visit: Visit) -> Response:
        if visit.session.step is not AuthStep.REFUSED:
            return visit.go("/connect")
        return self._page(visit, "refused.html", "QuickBooks was told no", 3)

    async def _ask_again(self, visit: Visit) -> Response:
        if visit.session.step is AuthStep.REFUSED:
            visit.session.step = AuthStep.ASKED
        return visit.go("/certificate")

    async def _done(self, visit: Visit) -> Response:
        connection = visit.user.connection
        permission = connection.permission if connection else None
        known = {
            "title": "Connected",
            "step": 4,
            "company": self._world.company_name,
            "redirect_url": visit.session.redirect_url,
            "redirect_seconds": REDIRECT_SECONDS,
            "warning": _WARNINGS.get(permission) if permission else None,
        }
        return page("done.html", known)

    def _page(
        self, visit: Visit, template: str, title: str, step: int, **known: object
    ) -> Response:
        common: dict[str, object] = {
            "title": title,
            "step": step,
            "here": visit.here,
            "key": visit.key,
            "token": visit.session.form_token,
            "until": _clock_text(visit.session.expires_at, self._world.clock.now()),
        }
        return page(template, {**common, **known})


async def _form(request: Request) -> dict[str, str]:
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, max_num_fields=_MOST_FORM_FIELDS))
    except ValueError:
        return {}


def _clock_text(moment: dt.datetime, now: dt.datetime) -> str:
    """In the time of this PC, which is also the PC of whoever reads the page."""
    local, today = moment.astimezone(), now.astimezone().date()
    return local.strftime("%H:%M" if local.date() == today else "%H:%M on %d %B")
