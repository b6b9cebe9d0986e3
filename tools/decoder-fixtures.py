"""Writes test/fixtures/decoders.npz: what PyTorch computes for small 2-layer decoders, for each norm and
kind of position and for gates, grouped heads, tied embeddings and biases: weights, logits of all pairs at "=",
and the weights after one step of torch.optim.AdamW on the mean cross entropy of the answers a + b.

    GROKSCOPE_PYTHON=…/python; $GROKSCOPE_PYTHON tools/decoder-fixtures.py
"""
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

P, D, HEADS, DHEAD, MLP, LAYERS, EPS = 5, 8, 2, 4, 12, 2, 1e-5

CASES = {
    f"{norm}_{position}": dict(norm=norm, position=position)
    for norm in ("none", "layer", "rms")
    for position in ("learned", "rotary")
}
CASES["gelu_biased"] = dict(norm="layer", position="learned", act="gelu", biased=True)
CASES["silu_gated"] = dict(norm="rms", position="rotary", act="silu", gated=True)
CASES["grouped"] = dict(norm="rms", position="rotary", kv=1)
CASES["tied"] = dict(norm="none", position="learned", tied=True)


def weights_of(norm, position, act="relu", biased=False, gated=False, kv=HEADS, tied=False):
    w = {"embed.W_E": (P + 1, D)}
    if position == "learned":
        w["pos_embed.W_pos"] = (3, D)
    shared = "_" if kv < HEADS else ""
    for i in range(LAYERS):
        b = f"blocks.{i}."
        for name in ("ln1", "ln2"):
            if norm != "none":
                w[f"{b}{name}.w"] = (D,)
            if norm == "layer":
                w[f"{b}{name}.b"] = (D,)
        w |= {b + "attn.W_Q": (HEADS, D, DHEAD), b + "attn.W_O": (HEADS, DHEAD, D)}
        w |= {b + f"attn.{shared}W_K": (kv, D, DHEAD), b + f"attn.{shared}W_V": (kv, D, DHEAD)}
        w |= {b + "mlp.W_in": (D, MLP), b + "mlp.W_out": (MLP, D)}
        if gated:
            w[b + "mlp.W_gate"] = (D, MLP)
        if biased:
            w |= {b + "attn.b_Q": (HEADS, DHEAD), b + "attn.b_K": (HEADS, DHEAD), b + "attn.b_V": (HEADS, DHEAD)}
            w |= {b + "attn.b_O": (D,), b + "mlp.b_in": (MLP,), b + "mlp.b_out": (D,)}
    if norm != "none":
        w["ln_final.w"] = (D,)
    if norm == "layer":
        w["ln_final.b"] = (D,)
    if not tied:
        w["unembed.W_U"] = (D, P)
    if biased:
        w["unembed.b_U"] = (P,)
    return w


def rotate(x):  # [n, head, position, d_head]
    half = x.shape[-1] // 2
    angle = torch.arange(x.shape[2])[:, None] * 10000.0 ** (-2 * torch.arange(half) / x.shape[-1])
    cos, sin = torch.cos(angle).repeat(1, 2), torch.sin(angle).repeat(1, 2)
    turned = torch.cat((-x[..., half:], x[..., :half]), -1)
    return x * cos.to(x) + turned * sin.to(x)


def logits_of(w, tokens, norm, position, act="relu", biased=False, gated=False, kv=HEADS, tied=False):
    def normed(x, name):
        if norm == "none":
            return x
        if norm == "layer":
            return F.layer_norm(x, (D,), w[name + ".w"], w[name + ".b"], EPS)
        return F.rms_norm(x, (D,), w[name + ".w"], EPS)

    def bias(name, shape):
        return w[name].reshape(shape) if name in w else 0

    x = w["embed.W_E"][tokens]
    if position == "learned":
        x = x + w["pos_embed.W_pos"]
    n = len(tokens)
    shared = "_" if kv < HEADS else ""
    for i in range(LAYERS):
        b = f"blocks.{i}."
        h = normed(x, b + "ln1")
        q, k, v = (
            torch.einsum("npd,hde->nhpe", h, w[b + "attn." + s + "W_" + c])
            + bias(b + "attn.b_" + c, (1, -1, 1, DHEAD))
            for c, s in (("Q", ""), ("K", shared), ("V", shared))
        )
        if position == "rotary":
            q, k = rotate(q), rotate(k)
        k, v = (y.repeat_interleave(HEADS // kv, 1) for y in (k, v))
        z = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + torch.einsum("nhpe,hed->npd", z, w[b + "attn.W_O"]) + bias(b + "attn.b_O", (D,))
        h = normed(x, b + "ln2")
        into = h @ w[b + "mlp.W_in"] + bias(b + "mlp.b_in", (MLP,))
        f = {"relu": F.relu, "gelu": F.gelu, "silu": F.silu}[act]
        post = f(h @ w[b + "mlp.W_gate"]) * into if gated else f(into)
        x = x + post @ w[b + "mlp.W_out"] + bias(b + "mlp.b_out", (D,))
    x = normed(x, "ln_final")[:, -1]
    u = w["embed.W_E"][:P].T if tied else w["unembed.W_U"]
    return x @ u + bias("unembed.b_U", (P,))


def main():
    a, b = torch.meshgrid(torch.arange(P), torch.arange(P), indexing="ij")
    tokens = torch.stack((a.flatten(), b.flatten(), torch.full((P * P,), P)), 1)
    labels = (a + b).flatten() % P
    out = {}
    for case, facts in CASES.items():
        generator = torch.Generator().manual_seed(7)
        w = {
            name: (torch.randn(shape, generator=generator) * 0.5 + (1 if name.endswith(".w") else 0)).requires_grad_()
            for name, shape in weights_of(**facts).items()
        }
        out |= {f"{case}/before/{name}": x.detach().numpy().copy() for name, x in w.items()}
        optimizer = torch.optim.AdamW(w.values(), lr=1e-2, weight_decay=1.0, betas=(0.9, 0.98), eps=1e-8)
        logits = logits_of(w, tokens, **facts)
        out[f"{case}/logits"] = logits.detach().numpy()
        loss = F.cross_entropy(logits.double(), labels)
        out[f"{case}/loss"] = np.float64(loss.item())
        loss.backward()
        optimizer.step()
        out |= {f"{case}/after/{name}": x.detach().numpy() for name, x in w.items()}
    path = pathlib.Path(__file__).parent.parent / "test/fixtures/decoders.npz"
    np.savez_compressed(path, **out)
    print(path, path.stat().st_size, "bytes")


main()
