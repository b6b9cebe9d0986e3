"""PyTorch side of the benchmark of several layers: ms per epoch on the CPU (one full-batch AdamW step, then the test
loss) of the transformer as people write it, at all three positions. Prints one JSON line.

usage: torch_layers.py [--layers 2] [--prime 113] [--steps 15] [--threads N]
"""
import argparse
import json
import math
import os
import statistics
import time

import torch
import torch.nn.functional as F

arguments = argparse.ArgumentParser()
for name, default in (("layers", 2), ("prime", 113), ("steps", 15), ("threads", os.cpu_count())):
    arguments.add_argument("--" + name, type=int, default=default)
a = arguments.parse_args()
torch.set_num_threads(a.threads)
torch.manual_seed(0)
p, d, m, H = a.prime, 128, 512, 4
dh = d // H
pairs = torch.tensor([(x, y, p) for x in range(p) for y in range(p)])
order = torch.randperm(p * p)
cut = int(0.3 * p * p)
train, test = pairs[order[:cut]], pairs[order[cut:]]


def drawn(*shape):
    return torch.nn.Parameter(torch.randn(*shape) * 0.8 / math.sqrt(d))


def label(x):
    return (x[:, 0] + x[:, 1]) % p


E, P, U = drawn(p + 1, d), drawn(3, d), drawn(d, p)
blocks = [
    dict(Q=drawn(H, d, dh), K=drawn(H, d, dh), V=drawn(H, d, dh), O=drawn(H, dh, d), I=drawn(d, m), B=drawn(m, d))
    for _ in range(a.layers)
]
mask = torch.tril(torch.ones(3, 3)).bool()


def logits(x):
    r = E[x] + P
    for W in blocks:
        q, k, v = (torch.einsum("bpd,hde->bhpe", r, W[n]) for n in "QKV")
        s = (q @ k.transpose(-1, -2) / math.sqrt(dh)).masked_fill(~mask, -1e10).softmax(-1)
        r = r + torch.einsum("bhpe,hed->bpd", s @ v, W["O"])
        r = r + F.relu(r @ W["I"]) @ W["B"]
    return (r @ U)[:, -1]


weights = [E, P, U, *(w for W in blocks for w in W.values())]
optimizer = torch.optim.AdamW(weights, lr=1e-3, weight_decay=1.0, betas=(0.9, 0.98))
times = []
for _ in range(a.steps):
    begun = time.perf_counter()
    optimizer.zero_grad()
    F.cross_entropy(logits(train).double(), label(train)).backward()
    optimizer.step()
    with torch.no_grad():
        F.cross_entropy(logits(test).double(), label(test)).item()
    times.append(time.perf_counter() - begun)
print(json.dumps({"threads": a.threads, "epoch_ms": round(statistics.median(times[3:]) * 1e3, 2)}))
