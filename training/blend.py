"""Learn how far the lexicon and the model are to be believed, and write `data/actions/model/blend.json`.

    make train

Runs after `training/train.py`, in the project's own environment. The lexicon
was not made from the exemplars, so all of them tell how it errs; the model's
weight and the final temperature are chosen on the exemplars that it has not
seen, by likelihood. Prints accuracy and expected calibration error on those.
"""

import json

import numpy as np

from analysis import actions, blend, exemplars, model

SMOOTHING = 4.0
"""Exemplars' worth of belief that a class is told like any other."""
WEIGHTS = np.round(np.arange(0.2, 1.65, 0.05), 2)


def readings(found):
    items = [one.item for one in found]
    return [actions.read_pair(tree, source, target) for tree, (_, source, target) in zip(actions.trees(items), items, strict=True)]


def witness(found, read):
    """Log-likelihood of what the lexicon said, by class: a row for each thing that it may say."""
    place = {name: k for k, name in enumerate(blend.CLASSES)}
    keys = [blend.SILENT, *(f"{root} {tier}" for root in blend.CLASSES[:-1] for tier in blend.TIERS)]
    counts = {key: np.zeros(len(blend.CLASSES)) for key in keys}
    total = np.zeros(len(blend.CLASSES))
    for one, said in zip(found, read, strict=True):
        counts[blend.key(said.root, said.fit)][place[one.root]] += 1
        total[place[one.root]] += 1
    table = {}
    for key, row in counts.items():
        share = (row.sum() + 1) / (len(found) + len(keys))
        table[key] = np.log((row + SMOOTHING * share) / (total + SMOOTHING))
    return table


def surprise(mixed, probabilities, said, truth):
    rows = mixed.probabilities(probabilities, said)
    return -np.log(np.clip(rows[np.arange(len(truth)), truth], 1e-9, 1)).mean()


def calibration_error(rows, truth, bins=10):
    """Expected calibration error (Naeini et al., AAAI 2015): confidence against accuracy, by bins of confidence."""
    sure, right = rows.max(axis=1), rows.argmax(axis=1) == truth
    edges = np.linspace(0, 1, bins + 1)
    error = 0.0
    for low, high in zip(edges, edges[1:], strict=False):
        inside = (sure > low) & (sure <= high)
        if inside.any():
            error += inside.mean() * abs(sure[inside].mean() - right[inside].mean())
    return float(error)


def main():
    train, rest = exemplars.held_out(exemplars.load())
    table = witness(train, readings(train))
    said = [(one.root, one.fit) for one in readings(rest)]
    probabilities = actions.scores([one.item for one in rest])
    truth = np.array([blend.CLASSES.index(one.root) for one in rest])
    weight = min(WEIGHTS, key=lambda w: surprise(blend.Blend(weight=float(w), witness=table), probabilities, said, truth))
    mixed = blend.Blend(weight=float(weight), witness=table)
    rows = mixed.probabilities(probabilities, said)
    report = {
        "weight": float(weight), "n": len(rest), "accuracy_both": round(float((rows.argmax(1) == truth).mean()), 3),
        "accuracy_model": round(float((probabilities.argmax(1) == truth).mean()), 3), "ece_both": round(calibration_error(rows, truth), 3),
        "ece_model": round(calibration_error(probabilities, truth), 3),
    }  # fmt: skip
    stored = {"classes": list(blend.CLASSES), **report, "witness": {key: [round(float(x), 4) for x in row] for key, row in table.items()}}
    (model.FOLDER / "blend.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report))


if __name__ == "__main__":
    main()
