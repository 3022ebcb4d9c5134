"""Asks the tools that own these formats what the files beside this one say, and writes their answers to answers.json.

    python -m venv /tmp/formats
    /tmp/formats/bin/pip install gin-config==0.5.0 rjsonnet==0.5.6 python-dotenv==1.2.4 javaproperties==0.8.2 json5==0.17.3
    /tmp/formats/bin/python tests/data/formats/make.py

It also lets gin write operative_config-0.gin. All files but that one are written for these tests.
"""

from __future__ import annotations

import io
import json
from importlib.metadata import version
from pathlib import Path

import gin
import javaproperties
import json5
import rjsonnet
from dotenv.parser import parse_stream
from gin import config_parser

HERE = Path(__file__).parent


class AsText(config_parser.ParserDelegate):
    """References and macros as they are written."""

    def configurable_reference(self, scoped_configurable_name: str, evaluate: bool) -> str:
        return f"@{scoped_configurable_name}{'()' if evaluate else ''}"

    def macro(self, macro_name: str) -> str:
        return f"%{macro_name}"


def ask_gin(text: str) -> list[dict[str, object]]:
    found = []
    for statement in config_parser.ConfigParser(text, AsText()):
        line = statement.location.line_num
        if isinstance(statement, config_parser.BindingStatement):
            key = ".".join(part for part in (statement.selector, statement.arg_name) if part)
            key = f"{statement.scope}/{key}" if statement.scope else key
            found.append({"kind": "binding", "key": key, "value": statement.value, "line": line})
        elif isinstance(statement, config_parser.ImportStatement):
            found.append({"kind": "import", "key": statement.module, "line": line})
        elif isinstance(statement, config_parser.IncludeStatement):
            found.append({"kind": "include", "key": statement.filename, "line": line})
    return found


def operative() -> str:
    """What gin itself writes after a function has run with a binding, a macro and a scope."""

    @gin.configurable
    def train(rate: float = 0.1, layers: tuple[int, ...] = (1, 2), optimizer: object = None, name: str = "x") -> None:
        pass

    @gin.configurable
    def adam(beta: float = 0.9) -> str:
        return "adam"

    gin.parse_config(
        "RATE = 0.01\ntrain.rate = %RATE\neval/train.rate = 2\ntrain.optimizer = @adam()\n"
        f"train.layers = {list(range(1000, 1040))}\ntrain.name = '{'long ' * 30}'\n"
    )
    train()
    with gin.config_scope("eval"):
        train()
    return str(gin.operative_config_str())


def ask_dotenv(text: str) -> list[tuple[str, str, int]]:
    return [(b.key, b.value, b.original.line) for b in parse_stream(io.StringIO(text)) if b.key]


def main() -> None:
    (HERE / "operative_config-0.gin").write_text(operative(), "utf-8")
    text = {path.name: path.read_text("utf-8") for path in HERE.iterdir() if path.suffix not in {".py", ".json"}}
    answers = {
        "versions": {n: version(n) for n in ("gin-config", "rjsonnet", "python-dotenv", "javaproperties", "json5")},
        "train.gin": ask_gin(text["train.gin"]),
        "operative_config-0.gin": ask_gin(text["operative_config-0.gin"]),
        "app.properties": javaproperties.loads(text["app.properties"]),
        "settings.json5": json5.loads(text["settings.json5"]),
        "base.libsonnet": json.loads(rjsonnet.evaluate_snippet("base.libsonnet", text["base.libsonnet"])),
        "train.jsonnet": json.loads(rjsonnet.evaluate_file(str(HERE / "train.jsonnet"))),
        "service.env": ask_dotenv(text["service.env"]),
    }
    (HERE / "answers.json").write_text(json.dumps(answers, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
