"""Environment files: `.env.production` over `.env`, each with its `.local`, as dotenv-flow, Vite and Next read them."""

from __future__ import annotations

from collections.abc import Sequence

from debtui.resolve.base import Composition, Files, System
from debtui.resolve.layers import Layers

_SAMPLES = frozenset({"example", "sample", "template", "dist", "default", "defaults"})


def is_root(files: Files, path: str) -> bool:
    """`.env.<name>` beside a `.env`; samples are for people, not for programs."""
    folder, _, name = path.rpartition("/")
    return name.startswith(".env.") and not set(name.split(".")) & _SAMPLES and _beside(folder, ".env") in files


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """`.env`, `.env.local`, `.env.<name>`, `.env.<name>.local`: the later one wins."""
    folder, _, name = root.rpartition("/")
    wanted = name.removeprefix(".env.").removesuffix("local").strip(".")
    layers = Layers()
    for ending in (".env", ".env.local", f".env.{wanted}", f".env.{wanted}.local"):
        path = _beside(folder, ending)
        too_local = ending.endswith(".local") and not name.endswith(".local")
        if path in files and not too_local and (settings := files.get(path)) is not None:
            layers.lay(settings.leaves, path, ending)
    return Composition(root, "dotenv", tuple(layers.resolved()))


def _beside(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


SYSTEM = System("dotenv", ".env files laid over each other", is_root, resolve)
