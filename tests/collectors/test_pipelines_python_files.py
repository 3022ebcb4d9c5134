"""What a Python program reads and writes under names that it says."""

from __future__ import annotations

import pytest

from collectors.dataflow import Found, Link, Opaque, read

READS: dict[str, tuple[str, list[str]]] = {
    "pandas": ("import pandas as pd\npd.read_csv('a.csv')\npd.read_parquet(path='b.parquet')\n", ["file:a.csv", "file:b.parquet"]),
    "polars": ("import polars as pl\npl.scan_parquet('s3://k/x/*.parquet')\n", ["file:s3://k/x/*.parquet"]),
    "a constant of the module": ("import pandas as pd\nRAW = 'data/raw.csv'\ndef go():\n    return pd.read_csv(RAW)\n", ["file:data/raw.csv"]),
    "a joined path": ("import os, pandas as pd\nD = 'data'\npd.read_csv(os.path.join(D, 'x', 'a.csv'))\n", ["file:data/x/a.csv"]),
    "a path beside the program": ("from pathlib import Path\nHERE = Path(__file__).parent\n(HERE / 'prompt.md').read_text()\n", ["file:./prompt.md"]),
    "open": ("with open('params.yaml') as f:\n    pass\nopen('x.bin', mode='rb')\n", ["file:params.yaml", "file:x.bin"]),
    "a model": ("import joblib, torch\njoblib.load('m.joblib')\ntorch.load('m.pt')\n", ["file:m.joblib", "file:m.pt"]),
    "a registered model": ("import mlflow\nmlflow.sklearn.load_model('models:/churn/3')\n", ["model:churn"]),
    "a model of a hub": ("from transformers import AutoModel\nAutoModel.from_pretrained('gpt2')\n", ["model:gpt2"]),
    "a table of Spark": ("spark.table('shop.orders')\nspark.read.table('shop.users')\nspark.read.parquet('/lake/x')\n",
                         ["table:shop.orders", "table:shop.users", "file:/lake/x"]),
    "an address": ("import requests\nrequests.get('https://api.example/rates?day=1')\n", ["api:https://api.example/rates"]),
    "numpy": ("import numpy as np\nnp.load('x.npy')\n", ["file:x.npy"]),
}  # fmt: skip
WRITES: dict[str, tuple[str, list[str]]] = {
    "a data frame": ("df.to_csv('out.csv')\ndf.write_parquet('o.parquet')\nlazy.sink_parquet('s.parquet')\n",
                     ["file:out.csv", "file:o.parquet", "file:s.parquet"]),
    "open": ("open('log.txt', 'w')\nopen('more.txt', 'ab')\n", ["file:log.txt", "file:more.txt"]),
    "a path": ("from pathlib import Path\nPath('a/b.json').write_text('x')\nPath('c.bin').open('wb')\n", ["file:a/b.json", "file:c.bin"]),
    "a model": ("import joblib, torch\njoblib.dump(m, 'm.joblib')\ntorch.save(m.state_dict(), 'm.pt')\n", ["file:m.joblib", "file:m.pt"]),
    "a model that is registered": ("import mlflow\nmlflow.sklearn.log_model(m, 'model', registered_model_name='churn')\n", ["model:churn"]),
    "a table": ("df.write.saveAsTable('shop.scores')\nframe.to_sql('scores', engine)\n", ["table:shop.scores", "table:scores"]),
    "a folder of Spark": ("df.write.mode('overwrite').parquet('/lake/y')\n", ["file:/lake/y"]),
}  # fmt: skip
OPAQUE: dict[str, tuple[str, list[str]]] = {
    "a parameter": ("import pandas as pd\ndef go(path):\n    return pd.read_csv(path)\n", ["read_csv"]),
    "a frame written somewhere": ("df.to_parquet(settings.out)\n", ["to_parquet"]),
    "open of a variable is no news": ("def go(path):\n    return open(path)\n", []),
}
NOTHING = {
    "a text, not a file": "df.to_csv()\nframe.to_json()\n",
    "somebody else's reader": "import sensors\nsensors.read_csv('a.csv')\n",
    "a dictionary's get": "headers.get('https://x.example')\nrequests = {}\n",
    "a JSON text": "import json\njson.loads('a.json')\njson.dump(x, handle)\n",
    "nowhere": "open('/dev/null', 'w')\nopen('-')\n",
    "the system's own": "open('/proc/meminfo')\nopen('/var/run/secrets/token')\n",
    "a text of several lines": "open('''a\nb''')\n",
}


def found(text: str) -> list[Found]:
    return [each for tool, each in read(text.encode(), "Python").found if tool == "python_files"]


@pytest.mark.parametrize(("text", "names"), READS.values(), ids=READS)
def test_what_is_read_points_to_the_program(text: str, names: list[str]) -> None:
    told = [each for each in found(text) if isinstance(each, Link)]
    assert [":".join(each.source) for each in told] == names
    assert {(each.target.kind, each.target.name, each.how) for each in told} == {("job", "", "reads")}


@pytest.mark.parametrize(("text", "names"), WRITES.values(), ids=WRITES)
def test_the_program_points_to_what_is_written(text: str, names: list[str]) -> None:
    told = [each for each in found(text) if isinstance(each, Link)]
    assert [":".join(each.target) for each in told] == names
    assert {each.how for each in told} == {"writes"}


@pytest.mark.parametrize(("text", "names"), OPAQUE.values(), ids=OPAQUE)
def test_a_name_that_is_computed_is_told_as_opaque_where_it_matters(text: str, names: list[str]) -> None:
    assert [each.what for each in found(text) if isinstance(each, Opaque)] == names


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_reads_nothing_says_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("import mlflow\nmlflow.pyfunc.load_model('models:/churn/3')\n", "3"),
        ("import mlflow\nmlflow.pyfunc.load_model('models:/churn/Production')\n", None),
        ("import pandas as pd\npd.read_parquet('lake/day=2026-01-31/x.parquet')\n", "2026-01-31"),
        ("import pandas as pd\npd.read_parquet('lake/latest/x.parquet')\n", None),
    ],
)
def test_a_version_in_the_name_is_a_pin(text: str, pin: str | None) -> None:
    (link,) = found(text)
    assert isinstance(link, Link)
    assert link.pin == pin
