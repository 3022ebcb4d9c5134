"""An unexpected error in a worker is told on the screen; without this Textual would end the program or say nothing."""

from __future__ import annotations

from textual.widget import Widget
from textual.worker import Worker, WorkerState

from debtui.widgets.safe import safe


class Reporting(Widget):
    """Base of widgets that run workers with `exit_on_error=False`."""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what went wrong; the rest of the screen goes on."""
        error = event.worker.error
        if event.state == WorkerState.ERROR and error is not None:
            told = safe(f"{type(error).__name__}: {error}"[:300])
            self.app.notify(
                f"{told} — a fault of debtui itself, please report it", title="Error", severity="error", markup=False
            )
