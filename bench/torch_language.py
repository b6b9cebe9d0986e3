"""A forward pass of a Qwen3 model as people write it in PyTorch: float32, batches by length, log-probabilities at every position.
   python bench/torch_language.py make FOLDER      writes a random model of the shape of Qwen3-0.6B, bf16
   python bench/torch_language.py run FOLDER       64 sequences of 64 tokens; prints seconds and peak memory"""
import ctypes, json, math, os, resource, struct, sys, time
import torch

SHAPE = dict(layers=28, width=1024, heads=16, kv=8, head=128, inner=3072, vocab=151936)


def names(s):
    yield "model.embed_tokens.weight", (s["vocab"], s["width"])
    yield "model.norm.weight", (s["width"],)
    for i in range(s["layers"]):
        p = f"model.layers.{i}."
        yield p + "input_layernorm.weight", (s["width"],)
        yield p + "post_attention_layernorm.weight", (s["width"],)
        yield p + "self_attn.q_proj.weight", (s["heads"] * s["head"], s["width"])
        yield p + "self_attn.k_proj.weight", (s["kv"] * s["head"], s["width"])
        yield p + "self_attn.v_proj.weight", (s["kv"] * s["head"], s["width"])
        yield p + "self_attn.o_proj.weight", (s["width"], s["heads"] * s["head"])
        yield p + "self_attn.q_norm.weight", (s["head"],)
        yield p + "self_attn.k_norm.weight", (s["head"],)
        yield p + "mlp.gate_proj.weight", (s["inner"], s["width"])
        yield p + "mlp.up_proj.weight", (s["inner"], s["width"])
        yield p + "mlp.down_proj.weight", (s["width"], s["inner"])


def make(folder):
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(0)
    header, at = {}, 0
    for name, shape in names(SHAPE):
        size = 2 * math.prod(shape)
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(f"{folder}/model.safetensors", "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        for name, shape in names(SHAPE):
            x = torch.ones(shape) if len(shape) == 1 else 0.02 * torch.randn(shape)
            half = x.to(torch.bfloat16).contiguous()
            f.write(ctypes.string_at(half.data_ptr(), 2 * half.numel()))
    config = dict(model_type="qwen3", num_hidden_layers=28, hidden_size=1024, num_attention_heads=16, num_key_value_heads=8, head_dim=128,
                  intermediate_size=3072, vocab_size=151936, max_position_embeddings=4096, rms_norm_eps=1e-6, rope_theta=1000000.0,
                  tie_word_embeddings=True, hidden_act="silu")
    json.dump(config, open(f"{folder}/config.json", "w"))


def load(folder):
    with open(f"{folder}/model.safetensors", "rb") as f:
        (length,) = struct.unpack("<Q", f.read(8))
        header = json.loads(f.read(length))
        weights = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            f.seek(8 + length + begin)
            raw = torch.frombuffer(bytearray(f.read(end - begin)), dtype=torch.bfloat16)
            weights[name] = raw.reshape(entry["shape"]).float()
    return weights


def rms(x, w):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * w


def turn(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


@torch.no_grad()
def forward(w, ids, s=SHAPE):
    n, t = ids.shape
    x = w["model.embed_tokens.weight"][ids]
    angle = torch.outer(torch.arange(t).float(), 1e6 ** (-torch.arange(0, s["head"], 2).float() / s["head"]))
    cos, sin = torch.cat([angle, angle], -1).cos(), torch.cat([angle, angle], -1).sin()
    for i in range(s["layers"]):
        p = f"model.layers.{i}."
        h = rms(x, w[p + "input_layernorm.weight"])
        split = lambda y, k: y.view(n, t, k, s["head"]).transpose(1, 2)
        q = turn(rms(split(h @ w[p + "self_attn.q_proj.weight"].T, s["heads"]), w[p + "self_attn.q_norm.weight"]), cos, sin)
        k = turn(rms(split(h @ w[p + "self_attn.k_proj.weight"].T, s["kv"]), w[p + "self_attn.k_norm.weight"]), cos, sin)
        v = split(h @ w[p + "self_attn.v_proj.weight"].T, s["kv"])
        k, v = (y.repeat_interleave(s["heads"] // s["kv"], 1) for y in (k, v))
        a = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + a.transpose(1, 2).reshape(n, t, -1) @ w[p + "self_attn.o_proj.weight"].T
        h = rms(x, w[p + "post_attention_layernorm.weight"])
        up = torch.nn.functional.silu(h @ w[p + "mlp.gate_proj.weight"].T) * (h @ w[p + "mlp.up_proj.weight"].T)
        x = x + up @ w[p + "mlp.down_proj.weight"].T
    return rms(x, w["model.norm.weight"])


def run(folder):
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    start = time.time()
    w = load(folder)
    loaded = time.time()
    ids = (torch.arange(64 * 64).reshape(64, 64) * 37) % 151936
    with torch.no_grad():
        h = forward(w, ids)
        body = time.time()
        rows = h[:, -4:].reshape(-1, 1024)  # the answer's last four positions
        logits = rows @ w["model.embed_tokens.weight"].T
        logp = torch.log_softmax(logits, -1)
    end = time.time()
    print(json.dumps(dict(load=loaded - start, body=body - loaded, logits=end - body, total=end - start,
                          peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, first=[float(v) for v in h[0, 0, :4]], top=float(logp.max()))))


if __name__ == "__main__":
    {"make": make, "run": run}[sys.argv[1]](sys.argv[2])
