"""Textual's driver of a dashboard in a browser, which ends when there is nobody left to listen."""

from __future__ import annotations

import asyncio

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class Driver(WebDriver):
    """A server that is killed closes the input: without this its dashboards would stay behind for ever."""

    def start_application_mode(self) -> None:
        """See WebDriver."""
        self._running = asyncio.get_running_loop()
        super().start_application_mode()

    def run_input_thread(self) -> None:
        """See WebDriver; it returns at the end of the input."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            asyncio.run_coroutine_threadsafe(self._app._post_message(ExitApp()), self._running)
