"""`debtui serve`: the door from outside, and the dashboard in a real browser."""

from __future__ import annotations

import asyncio
import base64
import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from debtui.serve.door import Door, is_loopback
from tests.browser import CHROMIUM, Page, chromium
from tests.cli.test_watch import wait

KEY = base64.b64encode(b"0123456789abcdef").decode()
UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY}


@dataclass
class Served:
    """A running server."""

    child: subprocess.Popen[str]
    address: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def token(self) -> str:
        return urlsplit(self.address).query

    def get(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body; `Host` may be another than it is."""
        connection = http.client.HTTPConnection(self.host, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            return answer.status, answer.headers, b"" if answer.status == 101 else answer.read()
        finally:
            connection.close()


@contextmanager
def serving(path: Path, *more: str) -> Iterator[Served]:
    command = [sys.executable, "-P", "-m", "debtui", "serve", ".", "--no-collect", *more]
    with subprocess.Popen(command, cwd=path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        assert child.stdout
        try:
            yield Served(child, child.stdout.readline().strip())
        finally:
            child.kill()


@pytest.fixture(scope="module")
def served(one_commit: Path) -> Iterator[Served]:
    with serving(one_commit) as server:
        yield server


@pytest.fixture(scope="module")
def cookie(served: Served) -> str:
    """The browser's cookie, had for the token."""
    status, headers, _ = served.get("/?" + served.token)
    assert status == 200
    given = headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(given.split("; "))
    return given.partition(";")[0]


PATHS = (
    "/",
    "/ws",
    "/page.js",
    "/page.css",
    "/textual.js",
    "/xterm.css",
    "/mono.ttf",
    "/static/js/textual.js",
    "/nothing",
)


@pytest.mark.parametrize("path", PATHS)
def test_without_the_token_nothing_is_served(served: Served, path: str) -> None:
    assert served.get(path)[0] == 403
    assert served.get(path + "?token=")[0] == 403
    assert served.get(path + "?token=" + "x" * 43)[0] == 403
    port = urlsplit(served.address).port
    assert served.get(path, Cookie=f"debtui-{port}=x")[0] == 403
    assert served.get(path, **UPGRADE, Origin=f"http://{served.host}")[0] == 403


def test_the_token_lets_in_once_and_then_the_cookie_does(served: Served, cookie: str) -> None:
    assert served.get("/?" + served.token)[0] == 403
    assert cookie.partition("=")[2] not in served.address
    for path in PATHS:
        status, headers, _ = served.get(path, Cookie=cookie)
        assert status == {"/ws": 403, "/nothing": 404, "/static/js/textual.js": 404}.get(path, 200), path
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "http" not in policy
        assert headers["Referrer-Policy"] == "no-referrer"


def test_the_address_is_of_this_machine_alone(served: Served) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", served.address)
    with pytest.raises(OSError, match=r"refused|reachable|timed out"):
        socket.create_connection((_other_address(), urlsplit(served.address).port or 0), timeout=2).close()


def _other_address() -> str:
    """An address of this machine that is not 127.0.0.1."""
    return "127.0.0.2" if sys.platform == "linux" else socket.gethostbyname(socket.gethostname())


@pytest.mark.parametrize(
    "name", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[", "evil.example@x"]
)
def test_another_name_is_refused_even_with_the_cookie(served: Served, cookie: str, name: str) -> None:
    port = urlsplit(served.address).port
    for path in ("/", "/textual.js"):
        assert served.get(path, Cookie=cookie, Host=f"{name}:{port}")[0] in (403, 400)
        assert served.get(path, Cookie=cookie, Host=f"localhost:{port}")[0] == 200


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://localhost:1", "file://", "http://127.0.0.1"]
)
def test_a_socket_is_opened_to_our_own_page_alone(served: Served, cookie: str, origin: str | None) -> None:
    assert served.get("/ws", **UPGRADE, Cookie=cookie, **({"Origin": origin} if origin else {}))[0] == 403


def test_every_secret_is_another_one_each_time() -> None:
    doors = [Door("127.0.0.1") for _ in range(20)]
    assert len({secret for door in doors for secret in (door.token, door.key)}) == 40
    assert not doors[0].exchange(doors[0].key)
    assert not doors[0].fits(doors[0].token)
    assert not doors[0].exchange("\udcff")
    assert doors[0].exchange(doors[0].token)
    assert not doors[0].exchange(doors[0].token)


SMALL = """
import asyncio, sys
from debtui.serve.server import Server
server = Server("exec head -c 1 >/dev/null", "127.0.0.1", 0)
sys.exit(asyncio.run(server.serve_until_asked(lambda address: print(address, flush=True))))
"""
"""Its command stands for a dashboard: it too ends when it is told to."""


def test_so_many_dashboards_and_no_more_and_the_end_in_order() -> None:
    async def visit(address: str, child: subprocess.Popen[str]) -> int:
        place, own = address.partition("?")[0], {"Origin": address.partition("/?")[0]}
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            await browser.get(address)
            opened = [await browser.ws_connect(place + "ws", headers=own) for _ in range(8)]
            with pytest.raises(aiohttp.WSServerHandshakeError) as error:
                await browser.ws_connect(place + "ws", headers=own)
            await opened[0].close()
            await asyncio.sleep(0.2)
            opened[0] = await browser.ws_connect(place + "ws", headers=own)
            pages = [asyncio.create_task(page.receive()) for page in opened]  # as a browser does, it answers a good-bye
            child.terminate()
            await asyncio.wait(pages, timeout=10)
        return error.value.status

    command = [sys.executable, "-c", SMALL]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        assert child.stdout
        try:
            assert asyncio.run(visit(child.stdout.readline().strip(), child)) == 503
            assert child.wait(10) == 0
        finally:
            child.kill()


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.168.0.9", False),
     ("::", False), ("localhost.evil.example", False), ("box", False)],
)  # fmt: skip
def test_what_counts_as_this_machine_alone(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_another_host_is_warned_of_and_a_port_that_is_taken_is_told(one_commit: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        more = ("--host", "0.0.0.0", "--port", str(taken.getsockname()[1]))
        command = [sys.executable, "-P", "-m", "debtui", "serve", str(one_commit), "--no-collect", *more]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert "warning: 0.0.0.0 can be reached from other machines" in done.stderr
    assert "give another --port" in done.stderr
    assert done.stdout == ""


def test_without_the_extra_the_hint_says_what_to_install(one_commit: Path) -> None:
    code = "import sys; sys.modules['textual_serve'] = None; sys.argv = ['debtui', 'serve', sys.argv[1]]; from debtui.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, one_commit], capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 2
    assert "pip install 'debtui[serve]'" in done.stderr
    assert "Traceback" not in done.stderr


def dashboards(server: Served) -> list[int]:
    """The processes that the server has started."""
    told = Path(f"/proc/{server.child.pid}/task/{server.child.pid}/children").read_text()
    return [int(pid) for pid in told.split()]


def alive(pid: int) -> bool:
    place = Path(f"/proc/{pid}/stat")
    return place.exists() and place.read_text().rpartition(")")[2].split()[0] != "Z"


def until(page: Page, happened: Callable[[], object]) -> None:
    def looked() -> object:
        page.listen()
        return happened()

    wait(looked, most=60)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked up in /proc")
def test_a_browser_shows_the_dashboard_takes_keys_and_asks_nobody_else(one_commit: Path) -> None:
    before = sorted(one_commit.rglob("*"))
    with serving(one_commit) as server, chromium() as page:
        page.visit(server.address)
        until(page, lambda: b"the first" in page.received)
        assert page.ask("location.href") == f"http://{server.host}/"  # the token is not left in the address
        assert page.ask("document.cookie") == ""  # out of reach for scripts
        assert page.ask("document.fonts.check('16px \"Roboto Mono\"')")
        assert b"Hotspots" not in page.received
        page.press("8", 56)
        until(page, lambda: b"Hotspots" in page.received)
        page.press("Enter", 13)
        page.press("r", 82)
        until(page, lambda: b"this dashboard is read-only" in page.received)
        assert {urlsplit(address).netloc for address in page.requests} == {server.host}
        assert any(address.startswith("ws://") for address in page.requests)
        assert not [told for told in page.said if "Content Security" in told or "Error" in told]
        assert b"\x1b]52" not in page.received

        (dashboard,) = dashboards(server)
        page.press("q", 81)
        until(page, lambda: page.ask("document.body.classList.contains('-closed')"))
        wait(lambda: not alive(dashboard))
        page.received = b""
        page.ask("document.getElementById('again').click()")
        until(page, lambda: b"the first" in page.received)
        (dashboard,) = dashboards(server)
        server.child.send_signal(signal.SIGINT)
        assert server.child.wait(15) == 130
        wait(lambda: not alive(dashboard), most=3)
    assert sorted(one_commit.rglob("*")) == before  # nothing was collected, nothing written


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked up in /proc")
def test_a_dashboard_ends_even_where_its_server_was_killed(one_commit: Path) -> None:
    with serving(one_commit) as server:
        _, headers, _ = server.get("/?" + server.token)
        asked = http.client.HTTPConnection(server.host, timeout=10)
        own = {"Origin": f"http://{server.host}", "Cookie": headers["Set-Cookie"].partition(";")[0]}
        asked.request("GET", "/ws", headers={**UPGRADE, **own})
        assert asked.sock.recv(12) == b"HTTP/1.1 101"
        heard = b""
        while b"the first" not in heard:  # it is on the screen
            heard += asked.sock.recv(1 << 16)
        (dashboard,) = dashboards(server)
        server.child.kill()
        wait(lambda: not alive(dashboard))
        asked.close()
