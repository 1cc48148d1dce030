"""Learn how far the lexicon and the model are to be believed, and write `data/actions/model/blend.json`.

    make train

Runs after `training/train.py`, in the project's own environment. The lexicon
was not made from the exemplars, so all of them tell how it errs. How much the
model counts beside it is chosen by likelihood on sentences that it has not
seen: the exemplars that were held out, and the pairs of the project's own gold
in equal parts, since the gold is nearer to news. Prints accuracy and expected
calibration error.
"""

import datetime as dt
import itertools
import json

import numpy as np

from analysis import _paths
from analysis.actions import ensemble, exemplars, model
from analysis.actors import gazetteer
from analysis.coding import marked_pairs
from analysis.text import straighten
from analysis.validation import gold, systems

SMOOTHING = 4.0
"""Exemplars' worth of belief that a class is told like any other."""
WEIGHTS = np.round(np.arange(0.2, 1.65, 0.05), 2)


def readings(found):
    items = [one.item for one in found]
    return [
        marked_pairs.read_pair(tree, source, target)
        for tree, (_, source, target) in zip(marked_pairs.trees(items), items, strict=True)
    ]


def witness(found, read):
    """Log-likelihood of what the lexicon said, by class: a row for each thing that it may say."""
    place = {name: k for k, name in enumerate(ensemble.CLASSES)}
    keys = [ensemble.SILENT, *(f"{root} {tier}" for root in ensemble.CLASSES[:-1] for tier in ensemble.TIERS)]
    counts = {key: np.zeros(len(ensemble.CLASSES)) for key in keys}
    total = np.zeros(len(ensemble.CLASSES))
    for one, said in zip(found, read, strict=True):
        counts[ensemble.key((said.root, said.fit, said.rule))][place[one.root]] += 1
        total[place[one.root]] += 1
    table = {}
    for key, row in counts.items():
        share = (row.sum() + 1) / (len(found) + len(keys))
        table[key] = np.log((row + SMOOTHING * share) / (total + SMOOTHING))
    return table


def gold_pairs():
    """The pairs of `data/gold/sentences.jsonl` whose two actors the sentence names, with their roots."""
    found = []
    for item in gold.entente(_paths.DATA / "gold" / "sentences.jsonl"):
        first = {}
        for mention in gazetteer.default().find(straighten(item.sentence), on=item.published or dt.date(2024, 1, 1)):
            first.setdefault(systems.party(mention.actor), (mention.start, mention.end))
        for event in item.events:
            sides = systems.party(event.source), systems.party(event.target)
            if event.root and None not in sides and set(sides) <= set(first) and sides[0] != sides[1]:
                found.append(((item.sentence, first[sides[0]], first[sides[1]]), event.root))
    return found


class Part:
    """Sentences to choose the weight on: what lexicon and model say, and the truth."""

    def __init__(self, items, roots):
        read = [
            marked_pairs.read_pair(tree, source, target)
            for tree, (_, source, target) in zip(marked_pairs.trees(items), items, strict=True)
        ]
        self.said = [(one.root, one.fit, one.rule) for one in read]
        self.model = marked_pairs.scores(items)
        self.truth = np.array([ensemble.CLASSES.index(root) for root in roots])

    def surprise(self, mixed):
        rows = mixed.probabilities(self.model, self.said)
        return -np.log(np.clip(rows[np.arange(len(self.truth)), self.truth], 1e-9, 1)).mean()

    def report(self, mixed):
        rows = mixed.probabilities(self.model, self.said)
        right = lambda found: round(float((found.argmax(1) == self.truth).mean()), 3)  # noqa: E731
        return {"n": len(self.truth), "accuracy_both": right(rows), "accuracy_model": right(self.model),
                "ece_both": round(calibration_error(rows, self.truth), 3),
                "ece_model": round(calibration_error(self.model, self.truth), 3)}  # fmt: skip


def calibration_error(rows, truth, bins=10):
    """Expected calibration error (Naeini et al., AAAI 2015): confidence against accuracy, by bins of confidence."""
    sure, right = rows.max(axis=1), rows.argmax(axis=1) == truth
    edges = np.linspace(0, 1, bins + 1)
    error = 0.0
    for low, high in itertools.pairwise(edges):
        inside = (sure > low) & (sure <= high)
        if inside.any():
            error += inside.mean() * abs(sure[inside].mean() - right[inside].mean())
    return float(error)


def main():
    train, rest = exemplars.held_out(exemplars.load())
    table = witness(train, readings(train))
    parts = {"held_out": Part([one.item for one in rest], [one.root for one in rest])}
    pairs = gold_pairs()
    parts["gold"] = Part([item for item, _ in pairs], [root for _, root in pairs])
    choices = [ensemble.Blend(weight=float(weight), witness=table) for weight in WEIGHTS]
    mixed = min(choices, key=lambda one: sum(part.surprise(one) for part in parts.values()))
    report = {"weight": mixed.weight, **{name: part.report(mixed) for name, part in parts.items()}}
    stored = {
        "classes": list(ensemble.CLASSES),
        **report,
        "witness": {key: [round(float(x), 4) for x in row] for key, row in table.items()},
    }
    (model.FOLDER / "blend.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report))


if __name__ == "__main__":
    main()
