"""Writes test/fixtures/interop/: small files by the programs that grokscope reads files of. Which versions wrote
what lies there, and what stood in for packages that could not be had, is in its README.md.

    pip install tensorboard tensorboardX wandb transformers lm-eval
    python tools/interop-fixtures.py tensorboard wandb trainer lm-eval     # or some of them
"""
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

OUT = pathlib.Path(__file__).resolve().parent.parent / "test/fixtures/interop"
TIME = 1_700_000_000.25


def loss(step):
    return math.exp(-step / 3) + 0.125


def fresh(name):
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def tensorboard():
    """PyTorch's way (simple_value, by TensorBoard's own EventFileWriter), TensorFlow 2's way (tensors of the
    scalars plugin, by tensorboard.summary.Writer), tensorboardX with a restart; what TensorBoard reads of each."""
    import tensorboardX
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary import Writer
    from tensorboard.summary.writer.event_file_writer import EventFileWriter
    from tensorboard.util.tensor_util import make_ndarray

    folder = fresh("tensorboard/simple")
    writer = EventFileWriter(str(folder))
    for step in range(0, 50, 10):
        values = [Summary.Value(tag="train/loss", simple_value=loss(step))]
        if step % 20 == 0:
            values.append(Summary.Value(tag="__proto__", simple_value=math.nan if step else 1.5))
        writer.add_event(Event(wall_time=TIME + step, step=step, summary=Summary(value=values)))
    writer.close()

    folder = fresh("tensorboard/tensors")
    writer = Writer(str(folder))
    for step in (1, 2, 2**33):
        writer.add_scalar("loss", loss(step), step, wall_time=TIME + 1, description="a loss")
    writer.close()

    folder = fresh("tensorboard/restarted")
    for first, last, purge in ((0, 6, None), (4, 8, 4)):
        suffix = f".part{first}"
        writer = tensorboardX.SummaryWriter(str(folder), purge_step=purge, filename_suffix=suffix)
        for step in range(first, last):
            writer.add_scalar("acc", step / 8 + (0 if purge is None else 0.5), step, walltime=TIME + step)
        writer.add_histogram("weights", [1.0, 2.0, 2.5], last)
        writer.add_text("note", "not a scalar", last)
        writer.close()
    for i, path in enumerate(sorted(folder.iterdir(), key=lambda path: path.name.split(".part")[1])):
        path.rename(folder / f"events.out.tfevents.{1700000000 + i}.fixture")

    expected = {}
    for name in ("simple", "tensors", "restarted"):
        run = OUT / "tensorboard" / name
        if name != "restarted":
            (path,) = run.iterdir()
            path.rename(run / "events.out.tfevents.1700000000.fixture")
        read = EventAccumulator(str(run), size_guidance={"scalars": 0, "tensors": 0})
        read.Reload()
        tags = read.Tags()
        found = {tag: [[e.step, e.value, e.wall_time] for e in read.Scalars(tag)] for tag in tags["scalars"]}
        for tag in tags["tensors"]:
            if read.SummaryMetadata(tag).plugin_data.plugin_name == "scalars":
                events = read.Tensors(tag)
                found[tag] = [[e.step, float(make_ndarray(e.tensor_proto)), e.wall_time] for e in events]
        expected[name] = found
    (OUT / "tensorboard/expected.json").write_text(json.dumps(expected, indent=1) + "\n")


def wandb():
    """A run that was logged offline: nested values, values that are no numbers, a text over a block's end."""
    import wandb as wb

    folder = fresh("wandb")
    os.environ["WANDB_MODE"] = "offline"
    with tempfile.TemporaryDirectory() as scratch:
        settings = wb.Settings(
            x_disable_stats=True, x_disable_meta=True, disable_code=True, disable_git=True, console="off",
            host="host", run_id="fixture1", program="train.py",
        )
        config = {"lr": 0.001, "model": {"layers": 2, "__proto__": "x"}}
        run = wb.init(project="interop", name="a run", dir=scratch, config=config, settings=settings)
        for step in range(0, 40, 10):
            values = {"train/loss": loss(step), "eval": {"acc": step / 64, "deep": {"x": 1}}, "is_best": step == 0}
            if step == 10:
                values |= {"nothing": math.nan, "least": -math.inf, "note": "long " * 8000}
                values |= {"weights": wb.Histogram([1, 2, 2.5], num_bins=4), "__proto__": 3}
            run.log(values, step=step)
        run.config.update({"late": [1, 2]})
        run.finish()
        (path,) = pathlib.Path(scratch).glob("wandb/offline-run-*/run-*.wandb")
        shutil.copy(path, folder / "run-fixture1.wandb")


def trainer():
    """trainer_state.json by transformers' own TrainerState, with what its Trainer logs."""
    from transformers.trainer_callback import TrainerState

    folder = fresh("trainer")
    state = TrainerState(epoch=2.0, global_step=40, max_steps=40, num_train_epochs=2)
    for step in range(10, 50, 10):
        epoch = step / 20
        logs = {"loss": loss(step), "grad_norm": 1.5 if step > 10 else math.nan, "learning_rate": 1e-3 * (1 - step / 40)}
        state.log_history.append(logs | {"epoch": epoch, "step": step})
        if step % 20 == 0:
            logs = {"eval_loss": loss(step) + 0.5, "eval_accuracy": step / 64, "eval_runtime": 0.25}
            state.log_history.append(logs | {"epoch": epoch, "step": step})
    state.log_history.append({"train_runtime": 3.5, "total_flos": 1e12, "train_loss": 0.25, "epoch": 2.0, "step": 40})
    state.save_to_json(str(folder / "trainer_state.json"))


TASKS = {
    "carry": """
output_type: multiple_choice
doc_to_text: "{{q}}"
doc_to_choice: "{{choices}}"
doc_to_target: gold
metric_list:
  - {metric: acc, aggregation: mean, higher_is_better: true}
  - {metric: acc_norm, aggregation: mean, higher_is_better: true}
""",
    "carry_text": """
output_type: generate_until
doc_to_text: "{{q}}"
doc_to_target: "{{choices[gold]}}"
generation_kwargs: {until: ["\\n"], max_gen_toks: 4}
metric_list:
  - {metric: exact_match, aggregation: mean, higher_is_better: true}
filter_list:
  - name: strict
    filter: [{function: take_first}]
  - name: digits
    filter: [{function: regex, regex_pattern: "([0-9]+)"}, {function: take_first}]
""",
}


def lm_eval():
    """Two tiny tasks of three sums, answered by lm-eval's dummy model (random numbers, no weights)."""
    folder = fresh("lm-eval")
    docs = [
        {"q": "12+9=", "choices": ["21", "11", "20"], "gold": 0},
        {"q": "5+5=", "choices": ["10", "55"], "gold": 0},
        {"q": "7+6=", "choices": ["12", "13"], "gold": 1},
    ]
    with tempfile.TemporaryDirectory() as scratch:
        place = pathlib.Path(scratch)
        data = place / "carry.jsonl"
        data.write_text("".join(json.dumps(doc) + "\n" for doc in docs))
        for name, text in TASKS.items():
            source = f"task: {name}\ndataset_path: json\ndataset_kwargs: {{data_files: {{test: {data}}}}}\n"
            (place / f"{name}.yaml").write_text(source + "test_split: test\nmetadata: {version: 1.0}\n" + text)
        command = [sys.executable, "-m", "lm_eval", "--model", "dummy", "--model_args", "pretrained=our/tiny:v1"]
        command += ["--tasks", ",".join(TASKS), "--include_path", scratch, "--output_path", str(folder)]
        offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": scratch}
        subprocess.run([*command, "--log_samples"], check=True, env=os.environ | offline, cwd=scratch)
        for path in folder.glob("*/results_*.json"):  # no path of the machine that made it
            path.write_text(path.read_text().replace(scratch, "tasks"))


MAKERS = {"tensorboard": tensorboard, "wandb": wandb, "trainer": trainer, "lm-eval": lm_eval}
for name in sys.argv[1:] or MAKERS:
    MAKERS[name]()
