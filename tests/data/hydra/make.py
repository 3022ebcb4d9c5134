"""Composes a configuration tree with the real Hydra and writes what it answers beside this file.

    python3 -m venv /tmp/hydra && /tmp/hydra/bin/pip install hydra-core==1.3.8
    /tmp/hydra/bin/python tests/data/hydra/make.py

The tree is modelled on public training repositories: groups in groups, experiments that override, packages, lists.
"""

import json
import tempfile
import warnings
from pathlib import Path

import hydra
import omegaconf
from hydra import compose, initialize_config_dir
from hydra.errors import HydraException
from omegaconf import OmegaConf

TREE = {
    "train.yaml": """\
# The entry of training
defaults:
  - _self_
  - data: mnist
  - model: small
  - optimizer: adam
  - callbacks: default
  - logger: null
  - trainer: cpu
  - paths
  - experiment: null
  - optional local: here
  - optional debug: none_such
  - override hydra/job_logging: disabled
task_name: train
seed: 42
tags: [dev, "first"]
ckpt_path: null
trainer:
  max_epochs: 1
must_be_given: ???
hydra:
  run:
    dir: outputs/${now:%Y-%m-%d}
""",
    "eval.yaml": """\
defaults:
  - data: mnist
  - model: big
  - paths@dirs: default
  - _self_
seed: 7
model:
  width: 99
ckpt_path: ???
""",
    "legacy.yaml": "defaults:\n  - base_a\n  - base_b\nvalue: last\nonly: here\n",
    "bare.yaml": "defaults: []\nalone: true\nnested: {a: 1, b: [1, 2], c: {}}\n",
    "base_a.yaml": "value: a\nfrom_a: 1\nnothing: null\nkept: {x: 1, y: 2}\nshrinks: {x: 1}\nitems: [{n: 1}, {n: 2}]\n",
    "base_b.yaml": "value: b\nnothing: {now: a map}\nkept: {y: 3, z: 4}\nshrinks: null\nitems: [{n: 3}]\n",
    "names.yaml": "defaults:\n  - _self_\n  - data: mnist\n  - model: small\n  - data_model: ${data}_${model}\nn: 1\n",
    "data_model/mnist_small.yaml": "fits: true\n",
    "data_model/cifar_big.yaml": "fits: false\n",
    "data/mnist.yaml": "name: mnist\nbatch_size: 64\nshape: [28, 28]\nroot: ${paths.data_dir}/mnist\nnormalize: yes\n",
    "data/cifar.yaml": "defaults:\n  - mnist\n  - augment: flip\nname: cifar\nshape: [32, 32, 3]\n",
    "data/augment/flip.yaml": "kind: flip\np: 0.5\n",
    "data/augment/crop.yaml": "kind: crop\nsize: 24\n",
    "model/small.yaml": "defaults:\n  - encoder: conv\n  - _self_\nname: small\nwidth: 16\nencoder:\n  depth: 2\n",
    "model/big.yaml": "defaults:\n  - small\n  - encoder@decoder: attention\n  - override encoder: attention\nname: big\nwidth: 512\n",
    "model/frozen.yaml": "# @package _global_\nfrozen: on\nmodel:\n  name: frozen\n",
    "model/encoder/conv.yaml": "kind: conv\ndepth: 1\nkernels: [3, 3]\n",
    "model/encoder/attention.yaml": "kind: attention\nheads: 8\nscale: 1e-3\n",
    "optimizer/adam.yaml": "_target_: torch.optim.Adam\nlr: 1e-3\nbetas: [0.9, 0.999]\nweight_decay: 0.0\n",
    "optimizer/sgd.yaml": "_target_: torch.optim.SGD\nlr: 0.1\nmomentum: 0.9\n",
    "callbacks/default.yaml": "defaults:\n  - early: short\n  - checkpoint\n  - _self_\nearly:\n  verbose: false\n",
    "callbacks/checkpoint.yaml": "# @package callbacks.checkpoint\nmonitor: val/loss\nsave_top_k: 1\n",
    "callbacks/early/short.yaml": "patience: 3\nmonitor: ${callbacks.checkpoint.monitor}\n",
    "callbacks/early/long.yaml": "patience: 100\n",
    "callbacks/none.yaml": "",
    "logger/csv.yaml": "csv:\n  dir: ${paths.output_dir}\n  steps: [{at: 1, do: write}, {at: 2, do: flush}]\n",
    "logger/wandb.yaml": "wandb:\n  project: digits\n  tags: ${tags}\n",
    "logger/many.yaml": "defaults:\n  - csv\n  - wandb\n",
    "trainer/cpu.yaml": "accelerator: cpu\ndevices: 1\nmax_epochs: 10\n",
    "trainer/gpu.yaml": "defaults:\n  - cpu\naccelerator: gpu\ndevices: 4\nprecision: '16'\n",
    "trainer/ddp.yaml": "defaults:\n  - gpu\n  - _self_\nstrategy: ddp\nnodes: 2\n",
    "paths.yaml": "# @package paths\ndata_dir: ${oc.env:DATA,/data}\noutput_dir: ${hydra:runtime.output_dir}\n",
    "paths/default.yaml": "root: /srv\nlogs: ${.root}/logs\n",
    "local/here.yaml": "# @package _global_\nuser: ada\n",
    "experiment/wide.yaml": """\
# @package _global_
defaults:
  - /data/augment@extra: crop
  - override /model: big
  - override /optimizer: sgd
  - override /callbacks/early: long
tags: [wide]
seed: 1
model:
  width: 1024
trainer: {max_epochs: 50, gradient_clip_val: .5}
""",
    "experiment/logged.yaml": "# @package _global_\ndefaults:\n  - override /logger: [csv, wandb]\n  - override /data: cifar\ntask_name: logged\n",
}

COMPOSITIONS = [
    ("train", []),
    ("train", ["seed=1"]),
    ("train", ["model=big"]),
    ("train", ["model=big", "model.width=1"]),
    ("train", ["model=frozen"]),
    ("train", ["model/encoder=attention"]),
    ("train", ["data=cifar"]),
    ("train", ["data=cifar", "data/augment=crop"]),
    ("train", ["optimizer=sgd", "optimizer.lr=1e-2"]),
    ("train", ["optimizer.betas=[0.5,0.6]"]),
    ("train", ["+optimizer.eps=1e-8"]),
    ("train", ["++optimizer.lr=3"]),
    ("train", ["~optimizer.weight_decay"]),
    ("train", ["~optimizer"]),
    ("train", ["~callbacks", "trainer=gpu"]),
    ("train", ["callbacks=none"]),
    ("train", ["callbacks/early=long"]),
    ("train", ["logger=csv"]),
    ("train", ["logger=many"]),
    ("train", ["logger=[csv,wandb]"]),
    ("train", ["trainer=gpu"]),
    ("train", ["trainer=ddp", "trainer.nodes=8", "trainer.precision=32"]),
    ("train", ["experiment=wide"]),
    ("train", ["experiment=wide", "model=small"]),
    ("train", ["experiment=wide", "optimizer=adam", "callbacks/early=short"]),
    ("train", ["experiment=logged"]),
    ("train", ["experiment=logged", "data/augment=crop", "trainer=ddp"]),
    ("train", ["tags=[a,'b c',3]"]),
    ("train", ["tags=[]"]),
    ("train", ["must_be_given=given"]),
    ("train", ["task_name=null", "ckpt_path=/tmp/x.ckpt"]),
    ("train", ["+data/augment@second=crop"]),
    ("train", ["+extra={a:1,b:{c:text}}"]),
    ("train", ["trainer={devices:3}"]),
    ("train", ["+model/encoder@model.third=conv"]),
    ("train", ["task_name='quoted, text'"]),
    ("train", ["task_name=with\\,comma", "seed=0x10"]),
    ("train", ["hydra.run.dir=elsewhere", "seed=3"]),
    ("train", ["~local"]),
    ("train", ["~data", "+flag=true"]),
    ("eval", []),
    ("eval", ["model=small", "ckpt_path=last.ckpt"]),
    ("eval", ["model/encoder@model.decoder=conv"]),
    ("eval", ["dirs.root=/home"]),
    ("legacy", []),
    ("legacy", ["kept.x=null", "items=[{n:9}]"]),
    ("bare", []),
    ("bare", ["+optimizer=sgd", "nested.b=[3]"]),
    ("names", []),
    ("names", ["data=cifar", "model=big"]),
]
REFUSED = [
    ("train", ["no_such_key=1"]),
    ("train", ["experiment=no_such_file"]),
    ("train", ["~no_such_key"]),
    ("train", ["model/no_such_group@x=y"]),
    ("train", ["data/augment@nowhere=crop"]),
    ("names", ["data=cifar"]),
    ("eval", ["~trainer"]),
    ("train", ["hydrate=1"]),
]


def main() -> None:
    warnings.simplefilter("ignore")
    cases = []
    with tempfile.TemporaryDirectory() as place:
        for name, text in TREE.items():
            path = Path(place, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for entry, overrides in COMPOSITIONS + REFUSED:
            told = {"entry": entry, "overrides": overrides}
            try:
                with initialize_config_dir(version_base=None, config_dir=place):
                    composed = compose(entry, overrides=overrides)
            except (HydraException, ValueError) as error:
                cases.append({**told, "refused": str(error).splitlines()[0].replace(place, "")})
            else:
                cases.append({**told, "answer": OmegaConf.to_container(composed, resolve=False)})
    made = {
        "made_by": {"hydra-core": hydra.__version__, "omegaconf": omegaconf.__version__},
        "tree": TREE,
        "cases": cases,
    }
    Path(__file__).resolve().with_name("compositions.json").write_text(json.dumps(made, indent=1) + "\n")
    refused = [case for case in cases if "refused" in case]
    print(len(TREE), "files,", len(cases) - len(refused), "compositions,", len(refused), "refused")


if __name__ == "__main__":
    main()
