"""Writes the event files beside it and answers.json, with tensorboard 2.21.0 alone (`pip install tensorboard==2.21.0 setuptools`).

`first`: values as older writers have them (simple_value), a restart in a second file whose steps go back. `second`: tensors, as the
writers of TensorFlow 2 have them, with a picture and a histogram between them. The answers are what TensorBoard's own reader says.
"""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import HistogramProto, Summary
from tensorboard.plugins.scalar.metadata import create_summary_metadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util.tensor_util import make_tensor_proto

HERE = Path(__file__).parent
BEGIN = 1_735_732_800.25


def write(run: str, suffix: str, events: list[tuple[float, int, Summary]]) -> None:
    """One file of events; the writer's own header is dated like the first of them."""
    writer = EventFileWriter(str(HERE / run), filename_suffix=suffix)
    for when, step, summary in events:
        writer.add_event(Event(wall_time=when, step=step, summary=summary))
    writer.close()
    (made,) = (HERE / run).glob(f"*.{socket.gethostname()}.*")  # the name of this machine is nobody's business
    made.rename(HERE / run / f"events.out.tfevents.1735732800.host.1.0{suffix}")


def simple(tag: str, value: float) -> Summary:
    return Summary(value=[Summary.Value(tag=tag, simple_value=value)])


def tensor(tag: str, value: object, *, first: bool) -> Summary:
    metadata = create_summary_metadata(display_name="", description="") if first else None
    return Summary(value=[Summary.Value(tag=tag, tensor=make_tensor_proto(value), metadata=metadata)])


def main() -> None:
    for run in ("first", "second"):
        shutil.rmtree(HERE / run, ignore_errors=True)
    write(
        "first",
        ".a",
        [(BEGIN + n, n, simple("train/loss", 1 / (n + 1))) for n in range(5)]
        + [(BEGIN + 5, 5, simple("val/auc", float("nan")))],
    )
    write("first", ".b", [(BEGIN + 60 + n, 3 + n, simple("train/loss", 0.125 + n)) for n in range(3)])
    picture = Summary(
        value=[
            Summary.Value(
                tag="sample", image=Summary.Image(height=1, width=1, encoded_image_string=b"\x89PNG" + bytes(9000))
            )
        ]
    )
    shape = Summary(value=[Summary.Value(tag="weights", histo=HistogramProto(min=0, max=1, num=2))])
    several = [
        (BEGIN + 1, 0, tensor("epoch_loss", np.float32(0.7), first=True)),
        (BEGIN + 1, 0, picture),
        (BEGIN + 2, 1, shape),
    ]
    several += [
        (BEGIN + 3, 1, tensor("epoch_loss", np.float32(0.5), first=False)),
        (BEGIN + 4, 1, tensor("epoch_auc", np.float64(0.875), first=True)),
    ]
    several += [(BEGIN + 5, 2, tensor("rows", np.int64(12), first=True))]
    write("second", "", several)
    answers: dict[str, dict[str, list[list[object]]]] = {}
    for run in ("first", "second"):
        seen = EventAccumulator(
            str(HERE / run), size_guidance={"scalars": 0, "tensors": 0}, purge_orphaned_data=False
        ).Reload()
        told = {
            tag: [[event.wall_time, event.step, str(event.value)] for event in seen.Scalars(tag)]
            for tag in seen.Tags()["scalars"]
        }
        for tag in seen.Tags()["tensors"]:
            told[tag] = [
                [
                    event.wall_time,
                    event.step,
                    str(
                        float(
                            np.frombuffer(
                                event.tensor_proto.tensor_content,
                                dtype=np.dtype({1: "f4", 2: "f8", 9: "i8"}[event.tensor_proto.dtype]),
                            )[0]
                            if event.tensor_proto.tensor_content
                            else [
                                *event.tensor_proto.float_val,
                                *event.tensor_proto.double_val,
                                *event.tensor_proto.int64_val,
                            ][0]
                        )
                    ),
                ]
                for event in seen.Tensors(tag)
            ]
        answers[run] = told
    (HERE / "answers.json").write_text(json.dumps(answers, indent=1) + "\n")


if __name__ == "__main__":
    main()
