"""A headless Chromium without a network, driven through a pipe by the DevTools protocol: what a page asks for, says and looks like."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-extensions",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--proxy-server=127.0.0.1:9", "--hide-scrollbars",
    "--remote-debugging-pipe",
)  # fmt: skip


class Page:
    """One page. `requests` and `said` grow while it lives; what it is asked to do is done when a method returns."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write, self._rest, self._count, self._session = read, write, b"", 0, ""
        self.requests: list[str] = []
        """Addresses that the page asked for, its own among them."""
        self.said: list[str] = []
        """Messages of the console: refusals of the content policy among them."""
        self.received = b""
        """What came through sockets in binary."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **told: object) -> dict[str, Any]:
        """One command, and its answer."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": told}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        while True:
            heard = self._hear()
            if heard.get("id") == self._count:
                assert "error" not in heard, heard["error"]
                return dict(heard["result"])

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._read, 1 << 20)
            assert more, "the browser has ended"
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(line)
        told = heard.get("params", {})
        if heard.get("method") == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif heard.get("method") == "Network.webSocketCreated":
            self.requests.append(told["url"])
        elif heard.get("method") == "Network.webSocketFrameReceived" and told["response"]["opcode"] == 2:
            self.received += base64.b64decode(told["response"]["payloadData"])
        elif heard.get("method") == "Log.entryAdded":
            self.said.append(told["entry"]["text"])
        elif heard.get("method") in {"Runtime.consoleAPICalled", "Runtime.exceptionThrown"}:
            self.said.append(json.dumps(told)[:500])
        return heard

    def listen(self) -> None:
        """Hear what the browser has said since; it answers this even while a page is being left."""
        self.call("Browser.getVersion")

    def open(self, file: Path) -> None:
        """Load a file, and wait until all of it is there."""
        self.visit(file.as_uri())

    def visit(self, address: str) -> None:
        """Load a page, and wait until all of it is there."""
        self.requests.clear()
        self.said.clear()
        self.call("Page.navigate", url=address)
        while self._hear().get("method") != "Page.loadEventFired":
            pass

    def look(self, *, width: int = 1280, height: int = 900, scheme: str = "light", media: str = "screen") -> None:
        """Set what the page is looked at with."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def ask(self, script: str) -> Any:
        """The value of an expression of JavaScript, which the page's own policy does not bind."""
        told = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """One key, as from a keyboard."""
        text = {"Enter": "\r", "Space": " "}.get(key, key if len(key) == 1 else "")
        name = " " if key == "Space" else key
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=name,
                code=key,
                windowsVirtualKeyCode=code,
                text=text if kind == "keyDown" else "",
            )

    def picture(self, *, whole: bool = False) -> bytes:
        """What is in sight as PNG, or all of the page."""
        return base64.b64decode(
            self.call("Page.captureScreenshot", captureBeyondViewport=whole, **self._clip(whole))["data"]
        )

    def _clip(self, whole: bool) -> dict[str, object]:
        if not whole:
            return {}
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 16_000), "scale": 1}}

    def paper(self) -> bytes:
        """The page as PDF, as a browser prints it."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True)["data"])


@contextmanager
def chromium() -> Iterator[Page]:
    """A browser with one empty page."""
    assert CHROMIUM
    (theirs, write), (read, ours) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        # The protocol's pipe is the descriptors 3 and 4 of the browser.
        script = f'exec 3<&{theirs} 4>&{ours}; exec "$@"'
        child = subprocess.Popen(
            ["/bin/bash", "-c", script, "chromium", CHROMIUM, *OPTIONS, f"--user-data-dir={home}", "about:blank"],
            pass_fds=(theirs, ours), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        os.close(ours)
        try:
            yield Page(read, write)
        finally:
            child.kill()
            child.wait()
            os.close(read)
            os.close(write)
