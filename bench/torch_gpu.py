"""One epoch of p=113 in PyTorch on the GPU: a full-batch AdamW step, then the test loss. Prints a line of JSON.

The model is a one-layer transformer as people write it, all three positions; losses are taken in float64.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn

PRIME, WIDTH, NEURONS, HEADS, SHARE = 113, 128, 512, 4, 0.3
EPOCHS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
WARM_UP = 10


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(PRIME + 1, WIDTH)
        self.places = nn.Parameter(torch.randn(3, WIDTH) / WIDTH**0.5)
        self.to_qkv = nn.Linear(WIDTH, 3 * WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, WIDTH, bias=False)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, NEURONS), nn.ReLU(), nn.Linear(NEURONS, WIDTH))
        self.unembed = nn.Linear(WIDTH, PRIME, bias=False)

    def forward(self, inputs):
        stream = self.tokens(inputs) + self.places
        batch = len(inputs)
        split = self.to_qkv(stream).view(batch, 3, 3, HEADS, WIDTH // HEADS)
        q, k, v = (part.transpose(1, 2) for part in split.unbind(2))
        mixed = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        stream = stream + self.out(mixed.transpose(1, 2).reshape(batch, 3, WIDTH))
        stream = stream + self.mlp(stream)
        return self.unembed(stream[:, -1])


torch.manual_seed(0)
numbers = torch.arange(PRIME)
pairs = torch.cartesian_prod(numbers, numbers, torch.tensor([PRIME]))
pairs = pairs[torch.randperm(len(pairs))].cuda()
answers = pairs[:, :2].sum(1) % PRIME
cut = int(SHARE * len(pairs))
model = Block().cuda()
step = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1.0, betas=(0.9, 0.98))


def loss(rows):
    return nn.functional.cross_entropy(model(pairs[rows]).double(), answers[rows])


times = []
for _ in range(EPOCHS + WARM_UP):
    torch.cuda.synchronize()
    started = time.perf_counter()
    step.zero_grad()
    loss(slice(0, cut)).backward()
    step.step()
    with torch.no_grad():
        loss(slice(cut, None)).item()
    torch.cuda.synchronize()
    times.append(time.perf_counter() - started)
print(
    json.dumps(
        {
            "epoch_ms": 1000 * statistics.median(times[WARM_UP:]),
            "gpu": torch.cuda.get_device_name(),
        }
    )
)
