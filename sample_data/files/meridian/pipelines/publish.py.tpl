#! 2026-03-17 mina Publish models in one step
"""Takes a model to the service."""

from __future__ import annotations

import shutil
from pathlib import Path

from meridian.training import train

KEEP_MODELS = 10
CANARY_MINUTES = 30


def publish(model: Path, live: Path) -> Path:
    """Copy a model and switch the link to it."""
    target = live / model.name
    shutil.copy2(model, target)
    link = live / "current"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    return target


def retire(live: Path) -> list[Path]:
    """Delete the oldest models; returns which."""
    old = sorted(live.glob("*.txt"))[:-KEEP_MODELS]
    for path in old:
        path.unlink()
    return old


def may_publish(minutes, predicted) -> bool:
    """Whether the model passed its checks."""
    return train.is_good_enough(minutes, predicted)


def rollback(live: Path) -> Path | None:
    """Point the service to the model before."""
    models = sorted(live.glob("*.txt"))
    return models[-2] if len(models) > 1 else None
