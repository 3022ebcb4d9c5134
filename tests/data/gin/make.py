"""Runs a small program under the real gin and writes what it was configured with beside this file.

    python3 -m venv /tmp/gin && /tmp/gin/bin/pip install gin-config==0.5.0
    /tmp/gin/bin/python tests/data/gin/make.py

The statements of the files are as gin's own parser reads them, so that they test the resolver and no reader.
"""

import importlib.metadata
import importlib.util  # gin forgets to import it
import json
import os
import tempfile
from pathlib import Path

import gin
from gin import config_parser

assert importlib.util
FILES = {
    "base.gin": """\
BASE_LR = 0.1
UNUSED = 7
train.lr = %BASE_LR
train.steps = 100
Net.width = 64
Net.act = 'tanh'
""",
    "data/digits.gin": "load.name = 'digits'\nload.batch = %BATCH\nBATCH = 16\n",
    "main.gin": """\
include 'base.gin'
include 'data/digits.gin'

BASE_LR = 0.3
BATCH = 32
train.net = @Net()
Net.width = 128
eval/Net.width = 32
eval/train.steps = 5
eval/deep/train.steps = 6
Net.depth = 3
never.x = 1
never_scope/train.lr = 9.0
names = ['a', "b"]
train.names = %names
other/train.lr = 2.0
other/train.steps = 3
""",
}


@gin.configurable
def load(name="none", batch=1, shuffle=True):
    return name


@gin.configurable
def train(net=gin.REQUIRED, lr=1.0, steps=1, names=(), verbose=False):
    return load()


@gin.configurable
class Net:
    def __init__(self, width=1, depth=1, act="relu"):
        self.width = width


@gin.configurable
def never(x=0):
    return x


def statements(text: str) -> dict[str, list]:
    leaves, directives = [], []
    for said in config_parser.ConfigParser(text, gin.config.ParserDelegate()):
        line = said.location.line_num
        if isinstance(said, config_parser.IncludeStatement):
            directives.append(["include", said.filename, line])
        else:
            key = ".".join(part for part in (said.selector, said.arg_name) if part)
            leaves.append(["/".join(part for part in (said.scope, key) if part), repr(said.value), "string", line, 0])
    return {"leaves": leaves, "directives": directives}


def main() -> None:
    here = Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as place:
        for name, text in FILES.items():
            Path(place, name).parent.mkdir(exist_ok=True)
            Path(place, name).write_text(text)
        os.chdir(place)
        gin.parse_config_file("main.gin")
        train()
        for scope in ("eval", "eval/deep", "other"):
            with gin.config_scope(scope):
                train()
    made = {
        "made_by": {"gin-config": importlib.metadata.version("gin-config")},
        "files": {name: statements(text) for name, text in FILES.items()},
        "operative_text": gin.operative_config_str(),
        "operative": statements(gin.operative_config_str())["leaves"],
    }
    (here / "run.json").write_text(json.dumps(made, indent=1) + "\n")
    print(made["operative_text"])


if __name__ == "__main__":
    main()
