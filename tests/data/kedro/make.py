"""Writes kedro.json with kedro 1.x (pip install kedro): PYTHONPATH=. python make.py. Of each node its name, inputs and outputs, as Kedro has
them; of a node without a name, what Kedro prints. Of the catalogue the entries that Kedro's own loader makes."""

import json
from pathlib import Path

import kedro
from kedro.config import OmegaConfigLoader
from pipeline import register_pipelines

HERE = Path(__file__).parent


def main() -> None:
    """Write it."""
    nodes = []
    for each in register_pipelines().values():
        for node in each.nodes:
            unnamed = f"{node.namespace}.{node}" if node.namespace else str(node)
            nodes.append([node.name if node._name else unnamed, node.inputs, node.outputs])
    loader = OmegaConfigLoader(str(HERE), base_env="", default_run_env="", config_patterns={"catalog": ["catalog.yml"]})
    catalog = {name: entry.get("filepath") for name, entry in loader["catalog"].items()}
    told = {"kedro": kedro.__version__, "nodes": sorted(nodes), "catalog": catalog}
    (HERE / "kedro.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
