"""Writes test/fixtures/addition.npz: what PyTorch gives for 20 steps of a small GPT-2 that learns two-digit
addition, from the initial weights and batches of tools/addition-inputs.ts: losses, norms of gradients and the
weights in the end. The model is transformers' GPT2LMHeadModel, its loss in float64 over the tokens of answers and
their ends, the optimizer torch.optim.AdamW with the learning rate of each step by the formula of the recipe.

    GROKSCOPE_PYTHON=…/python; $GROKSCOPE_PYTHON tools/addition-fixtures.py
"""
import json
import math
import pathlib
import subprocess

import numpy as np
import torch
from transformers import GPT2Config, GPT2LMHeadModel

torch.manual_seed(0)
torch.set_num_threads(1)
root = pathlib.Path(__file__).parent.parent
given = json.loads(subprocess.check_output(["node", "tools/addition-inputs.ts"], cwd=root))
recipe, prompt = given["recipe"], given["prompt"]
model = GPT2LMHeadModel(GPT2Config(**given["config"], attn_implementation="eager"))
initial = {
    name: torch.tensor(w["data"], dtype=torch.float32).reshape(w["shape"]) for name, w in given["weights"].items()
}
missing = model.load_state_dict(initial, strict=True)
optimizer = torch.optim.AdamW(
    model.parameters(), lr=recipe["lr"], betas=(recipe["beta1"], recipe["beta2"]), eps=recipe["eps"],
    weight_decay=recipe["weightDecay"],
)


def rate(step):  # the first step is 0
    warm, total = recipe["warmup"], recipe["epochs"]
    if step + 1 < warm:
        return recipe["lr"] * (step + 1) / warm
    if step <= warm:
        return recipe["lr"]
    return recipe["lr"] / 2 * (1 + math.cos(math.pi * (step - warm) / (total - warm)))


losses, norms = [], []
for step, batch in enumerate(given["tokens"]):
    tokens = torch.tensor(batch)
    for group in optimizer.param_groups:
        group["lr"] = rate(step)
    optimizer.zero_grad()
    logits = model(tokens[:, :-1]).logits[:, prompt - 1 :]
    labels = tokens[:, prompt:]
    loss = torch.nn.functional.cross_entropy(logits.double().flatten(0, 1), labels.flatten())
    loss.backward()
    norms.append(torch.sqrt(sum((p.grad.double() ** 2).sum() for p in model.parameters())).item())
    losses.append(loss.item())
    optimizer.step()

np.savez_compressed(
    root / "test/fixtures/addition.npz",
    losses=np.array(losses),
    grad_norms=np.array(norms),
    rows=np.array(given["rows"], dtype=np.int32),
    **{f"first.{name}": w.numpy() for name, w in initial.items()},
    **{f"last.{name}": w.detach().numpy() for name, w in model.state_dict().items()},
)
print(losses)
