"""The server: textual-serve's conversation with the terminal in the page, and nothing else of it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import textual_serve
from aiohttp import web
from textual_serve.server import Server as TextualServer

from collectors.errors import DebtError
from debtui.serve.door import Door

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

_MOST = 8
"""Dashboards at once; each is a process of some 150 MB."""
_PATIENCE = 2.0
"""Seconds that dashboards and their pages have to end; those that do not are left to notice it themselves."""

_OURS, _THEIRS = Path(__file__).parent / "page", Path(textual_serve.__file__).parent / "static"
_FILES = {
    "/": _OURS / "index.html",
    "/page.css": _OURS / "page.css",
    "/page.js": _OURS / "page.js",
    "/xterm.css": _THEIRS / "css/xterm.css",
    "/textual.js": _THEIRS / "js/textual.js",
    "/mono.ttf": _THEIRS / "fonts/RobotoMono-VariableFont_wght.ttf",
    "/mono-italic.ttf": _THEIRS / "fonts/RobotoMono-Italic-VariableFont_wght.ttf",
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""The terminal in the page sets styles of its own; nothing else may come from anywhere but here."""
_ENTER = '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>debtui</title>'
"""Not a redirect: to one that began on another site, such as a mail, a browser would not give the cookie."""


class Server(TextualServer):
    """Serves one command, a dashboard, to each page that comes in by the door."""

    def __init__(self, command: str, host: str, port: int) -> None:
        """`command` is for a shell; port 0 is any that is free."""
        super().__init__(command, host, port)
        self._door = Door(host)
        self._visits: set[asyncio.Task[object]] = set()

    async def serve_until_asked(self, told: Callable[[str], object]) -> int:
        """Listen, say at which address, and go on until a signal; gives the exit status. Raises DebtError where the port is taken."""
        loop = asyncio.get_running_loop()
        asked: asyncio.Future[int] = loop.create_future()

        def ask(status: int) -> None:
            if not asked.done():
                asked.set_result(status)

        loop.add_signal_handler(signal.SIGINT, ask, 130)
        loop.add_signal_handler(signal.SIGTERM, ask, 0)
        runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=_PATIENCE)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, self.host, self.port).start()
            except OSError as error:
                raise DebtError(
                    f"nothing can listen at {self.host}, port {self.port}: {error.strerror}", "give another --port"
                ) from error
            self.port = runner.addresses[0][1]
            told(f"http://{_shown(self.host)}:{self.port}/?token={self._door.token}")
            return await asked
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        for path, file in _FILES.items():
            app.router.add_get(path, _sender(file))
        app.router.add_get("/ws", self.handle_websocket)
        app.on_response_prepare.append(_harden)
        app.on_shutdown.append(self.on_shutdown)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        cookie = f"debtui-{self.port}"
        if why := self._door.stranger(request.headers, socket=request.path == "/ws"):
            return web.Response(status=403, text=f"debtui: {why}\n")
        if request.method == "GET" and request.path == "/" and self._door.exchange(request.query.get("token", "")):
            response = web.Response(text=_ENTER, content_type="text/html")
            response.set_cookie(cookie, self._door.key, httponly=True, samesite="Strict", path="/")
            return response
        if not self._door.fits(request.cookies.get(cookie, "")):
            return web.Response(
                status=403,
                text="debtui: open the address that `debtui serve` printed; it lets in one browser, and only once\n",
            )
        return await handler(request)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One dashboard for as long as its page is open."""
        if len(self._visits) >= _MOST:
            raise web.HTTPServiceUnavailable(text=f"debtui: {_MOST} dashboards are open\n")
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        try:
            return await super().handle_websocket(request)
        finally:
            self._visits.discard(visit)

    async def on_shutdown(self, app: web.Application) -> None:
        """End every dashboard; one that does not do so ends when its input is closed."""
        for visit in self._visits:
            visit.cancel()
        if self._visits:
            await asyncio.wait(set(self._visits), timeout=_PATIENCE)


async def _harden(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _sender(file: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def send(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(file)

    return send


def _shown(host: str) -> str:
    """A host as it stands in an address; one of this machine where all are listened at."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
