"""setup.cfg."""

from __future__ import annotations

import configparser
from collections.abc import Iterator

from collectors.package_format import Lines, PackageFormat, needed
from collectors.spec import Row, Unreadable


def read(text: str) -> Iterator[Row]:
    """Requirements to run and to build, then the extras."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise Unreadable(f"not INI: {' '.join(str(error).split())}"[:200]) from error
    groups = [("runtime", parser.get("options", "install_requires", fallback=""))]
    groups += [("build", parser.get("options", "setup_requires", fallback=""))]
    groups += [("dev:tests", parser.get("options", "tests_require", fallback=""))]
    if parser.has_section("options.extras_require"):
        groups += [(f"optional:{name}", value) for name, value in parser.items("options.extras_require")]
    for section, value in groups:
        lines = Lines(text)
        for item in (line.strip() for line in (value or "").split("\n")):
            if item and not item.startswith("#"):
                yield from needed(item, lines.of(item), section, "setup.cfg")


FORMAT = PackageFormat("requirement", frozenset({"INI"}), (b"_require",), read)
