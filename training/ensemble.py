"""Learn how far the lexicon and the model are to be believed, and write `data/actions/model/ensemble.json`.

    make train

Runs after `training/train.py`, in the project's own environment. The lexicon
was not made from the exemplars, so all of them show how it errs. How much the
model counts beside it is chosen by likelihood on sentences that the model has
not seen: the exemplars that were held out, and the pairs of the project's own
gold in equal parts, since the gold is nearer to news. Prints accuracy and
expected calibration error, also on all pairs of the held-out passages, which
tell how often the two see that a pair has no act.
"""

import datetime as dt
import itertools
import json

import numpy as np

from analysis import _package
from analysis.actions import Ensemble, LexiconVote, ensemble, exemplars, passages
from analysis.actors import gazetteer
from analysis.coding import marked_pairs
from analysis.text import straighten
from analysis.validation import gold, systems

SMOOTHING = 4.0
"""Pseudo-counts in exemplars: the prior belief that a class gets the same votes as any other."""
NO_ACT = len(ensemble.CLASSES) - 1
WEIGHTS = np.round(np.arange(0.2, 1.65, 0.05), 2)


def read_pairs(items):
    """What the lexicon reads between the two marked spans of each item."""
    return [
        marked_pairs.lexicon_reading(tree, source, target)
        for tree, (_, source, target) in zip(marked_pairs.parse(items), items, strict=True)
    ]


def votes_of(readings):
    return [LexiconVote(one.root, one.fit, one.rule) for one in readings]


def log_likelihoods(examples, votes):
    """Log-likelihood of each vote of the lexicon under each class: a row for each key that a vote may have."""
    column = {name: k for k, name in enumerate(ensemble.CLASSES)}
    keys = [ensemble.SILENT, *(f"{root} {tier}" for root in ensemble.CLASSES[:-1] for tier in ensemble.TIERS)]
    counts = {key: np.zeros(len(ensemble.CLASSES)) for key in keys}
    total = np.zeros(len(ensemble.CLASSES))
    for example, vote in zip(examples, votes, strict=True):
        counts[vote.key][column[example.root]] += 1
        total[column[example.root]] += 1
    table = {}
    for key, row in counts.items():
        prior = (row.sum() + 1) / (len(examples) + len(keys))
        table[key] = np.log((row + SMOOTHING * prior) / (total + SMOOTHING))
    return table


def gold_pairs():
    """The pairs of `data/gold/sentences.jsonl` whose two actors the sentence names, with their roots."""
    found = []
    for item in gold.read_entente(_package.DATA / "gold" / "sentences.jsonl"):
        first = {}
        for mention in gazetteer.default().find(straighten(item.sentence), on=item.published or dt.date(2024, 1, 1)):
            first.setdefault(systems.state_or_organisation(mention.actor), (mention.start, mention.end))
        for event in item.events:
            sides = systems.state_or_organisation(event.source), systems.state_or_organisation(event.target)
            if event.root and None not in sides and set(sides) <= set(first) and sides[0] != sides[1]:
                found.append(((item.sentence, first[sides[0]], first[sides[1]]), event.root))
    return found


def unseen_pairs():
    """Every ordered pair of sides of the held-out passages, most of which do nothing to each other."""
    _, rest = passages.held_out(passages.load())
    return [pair for passage in rest for sentence in passage.sentences for pair in passages.pairs_of(sentence)]


class Sample:
    """Sentences on which the weight is chosen: what lexicon and model say of them, and the true class."""

    def __init__(self, items, roots):
        self.votes = votes_of(read_pairs(items))
        self.model = marked_pairs.model_scores(items)
        self.truth = np.array([ensemble.CLASSES.index(root) for root in roots])

    def negative_log_likelihood(self, mixed):
        rows = mixed.probabilities(self.model, self.votes)
        return -np.log(np.clip(rows[np.arange(len(self.truth)), self.truth], 1e-9, 1)).mean()

    def report(self, mixed):
        rows = mixed.probabilities(self.model, self.votes)
        accuracy = lambda found: round(float((found.argmax(1) == self.truth).mean()), 3)  # noqa: E731
        return {"n": len(self.truth), "accuracy_both": accuracy(rows), "accuracy_model": accuracy(self.model),
                "ece_both": round(calibration_error(rows, self.truth), 3),
                "ece_model": round(calibration_error(self.model, self.truth), 3),
                "no_act": int((self.truth == NO_ACT).sum()),
                "no_act_found_both": share_found(rows, self.truth),
                "no_act_found_model": share_found(self.model, self.truth),
                }  # fmt: skip


def share_found(rows, truth):
    """Of the pairs without an act, the share of which the probabilities say so; None where there are none."""
    none = truth == NO_ACT
    return round(float((rows[none].argmax(1) == NO_ACT).mean()), 3) if none.any() else None


def calibration_error(rows, truth, bins=10):
    """Expected calibration error (Naeini et al., AAAI 2015): confidence against accuracy, by bins of confidence."""
    confidence, correct = rows.max(axis=1), rows.argmax(axis=1) == truth
    edges = np.linspace(0, 1, bins + 1)
    error = 0.0
    for lower, upper in itertools.pairwise(edges):
        inside = (confidence > lower) & (confidence <= upper)
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - correct[inside].mean())
    return float(error)


def main():
    train, rest = exemplars.held_out(exemplars.load())
    table = log_likelihoods(train, votes_of(read_pairs([one.item for one in train])))
    samples = {"held_out": Sample([one.item for one in rest], [one.root for one in rest])}
    pairs = gold_pairs()
    samples["gold"] = Sample([item for item, _ in pairs], [root for _, root in pairs])
    choices = [Ensemble(weight=float(weight), log_likelihoods=table) for weight in WEIGHTS]
    best = min(choices, key=lambda one: sum(sample.negative_log_likelihood(one) for sample in samples.values()))
    pairs = unseen_pairs()
    samples["passages"] = Sample([item for item, _ in pairs], [root for _, root in pairs])
    report = {"weight": best.weight, **{name: sample.report(best) for name, sample in samples.items()}}
    stored = {
        "classes": list(ensemble.CLASSES),
        **report,
        "log_likelihoods": {key: [round(float(x), 4) for x in row] for key, row in table.items()},
    }
    ensemble.FILE.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report))


if __name__ == "__main__":
    main()
