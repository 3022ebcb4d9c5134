#! 2025-08-19 elif How long do couriers wait at the door?
#? quiet
"""How long do couriers wait at the door? Run by hand, one model and one split at a time."""

from __future__ import annotations

import hydra
from omegaconf import DictConfig


@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(cfg: DictConfig) -> None:
    """Print what would be fitted."""
    size = {"linear": "penalty", "forest": "trees", "boosted": "trees"}[cfg.model.kind]
    print(cfg.model.kind, cfg.model[size], cfg.split.by, cfg.split.get("share"), cfg.seed)


if __name__ == "__main__":
    main()
