"""The measures of a checkpoint of a language model as people write them with transformers and NumPy: log-probabilities of expected
answers, greedy answers, skills, calibration with 100 resamples, entropy, mean hidden states, drift and norms of the weights.
   python bench/torch_learning.py RUN PROBES.json        prints seconds per checkpoint, of all and of all but the first"""
import json, os, re, sys, time
import numpy as np
import torch
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

torch.set_num_threads(int(os.environ.get("THREADS", "2")))
run, asked = sys.argv[1:3]
probes = json.load(open(asked))["probes"]
folders = sorted((int(re.search(r"-(\d+)$", name)[1]), os.path.join(run, name)) for name in os.listdir(run) if name.startswith("checkpoint-"))
LIMIT = 12


def calibration(confidence, correct, bins=10):
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    difference = correct - confidence
    error = lambda d, p: np.abs(np.bincount(p, weights=d, minlength=bins)).sum() / len(d)
    rng = np.random.default_rng(0)
    draws = [error(difference[i], place[i]) for i in (rng.integers(0, len(place), len(place)) for _ in range(100))]
    return error(difference, place), np.percentile(draws, [5, 95])


def measured(folder, first, before):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=f"{folder}/tokenizer.json")
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    end = model.generation_config.eos_token_id
    prompts = [tokenizer(p["prompt"], add_special_tokens=False)["input_ids"] for p in probes]
    answers = [tokenizer(p["expected_answer"], add_special_tokens=False)["input_ids"] + [end] for p in probes]
    with torch.no_grad():
        width = max(len(a) + len(b) for a, b in zip(prompts, answers))
        ids = torch.zeros(len(probes), width, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for i, (a, b) in enumerate(zip(prompts, answers)):
            ids[i, : len(a) + len(b)] = torch.tensor(a + b)
            mask[i, : len(a) + len(b)] = 1
        out = model(ids, attention_mask=mask, output_hidden_states=True)
        logs = out.logits.double().log_softmax(-1)
        rows = [(i, len(a) + k - 1, t) for i, (a, b) in enumerate(zip(prompts, answers)) for k, t in enumerate(b)]
        at = logs[[r[0] for r in rows], [r[1] for r in rows]]
        logprob = at[range(len(rows)), [r[2] for r in rows]].numpy()
        confidence, predicted = at.exp().max(-1)
        entropy = -(at.exp() * at).sum(-1).numpy()
        hidden = [torch.stack([h[i, : len(a)].mean(0) for i, a in enumerate(prompts)]).numpy() for h in (out.hidden_states[-1], out.hidden_states[len(out.hidden_states) // 2])]
        longest = max(map(len, prompts))
        left = torch.zeros(len(probes), longest, dtype=torch.long)
        seen = torch.zeros_like(left)
        for i, a in enumerate(prompts):
            left[i, longest - len(a) :] = torch.tensor(a)
            seen[i, longest - len(a) :] = 1
        greedy = model.generate(left, attention_mask=seen, max_new_tokens=LIMIT, do_sample=False, pad_token_id=0)[:, longest:]
    texts = [tokenizer.decode([t for t in row.tolist() if t not in (end, 0)]).replace(" ", "") for row in greedy]
    right = np.array([text == p["expected_answer"].replace(" ", "") for text, p in zip(texts, probes)])
    skills = {}
    for p, ok in zip(probes, right):
        for key in (p["metadata"]["level"], p["category"], p["difficulty"]):
            skills.setdefault(key, []).append(ok)
    skills = {key: np.mean(value) for key, value in skills.items()}
    tokens = calibration(confidence.numpy(), (predicted.numpy() == np.array([r[2] for r in rows])).astype(float))
    weights = {name: tensor.detach().numpy() for name, tensor in model.state_dict().items()}
    norms = {name: (np.linalg.norm(w), np.abs(w).max(), np.abs(w).min()) for name, w in weights.items()}
    drift = [{n: np.linalg.norm(w - other[n]) / np.linalg.norm(other[n]) for n, w in weights.items()} for other in (first, before) if other]
    return weights, right.mean(), logprob.mean(), entropy.mean(), tokens, skills, norms, drift, hidden


first = before = None
times = []
for step, folder in folders:
    start = time.perf_counter()
    weights, right, logprob, *_ = measured(folder, first, before)
    times.append(time.perf_counter() - start)
    first, before = first or weights, weights
print(json.dumps({"all": float(np.mean(times)), "further": float(np.mean(times[1:])), "right": float(right), "logProbability": float(logprob)}))
