"""Learn which proposals stand, and how surely, and write `data/actions/model/acceptance.json`.

    make train

Runs after `training/train.py` and `training/ensemble.py`, in the project's own environment, on the held-out
passages, which the pair model has not seen. Each is coded as an article. A proposal is right where its source,
root and target are those of an annotated act of its sentence. Prints precision, recall and F1 by threshold and the
expected calibration error, all by cross-validation over passages.
"""

import itertools
import json

import numpy as np
from mentions import annotate, as_article

from analysis.actions import passages
from analysis.coding import adjudication
from analysis.coding import document as documents
from analysis.coding.adjudication import FEATURES, FILE

RIDGE = 1.0
"""Strength of the pull of all weights but the constant towards zero."""
FOLDS = 5
THRESHOLDS = np.round(np.arange(0.25, 0.75, 0.05), 2)


def truth_of(sentence):
    """The acts of a sentence as (source, root, target) of actor ids, None where nobody known is named."""
    found = set()
    for act in sentence.acts:
        ends = [
            (None,) if side is None or not sentence.sides[side].actors else sentence.sides[side].actors
            for side in (act.source, act.target)
        ]
        for source, target in itertools.product(*ends):
            found.add((source, act.root, target))
            if act.mutual:
                found.add((target, act.root, source))
    return found


def is_right(one, truth, named):
    """Whether a proposal is an annotated act; an open side may be an actor that the coder did not find."""
    source, target = (side.actor if side else None for side in one.sides)
    fits = lambda mine, other: mine == other or (mine is None and other not in named)  # noqa: E731
    return any(one.root == root and fits(source, a) and fits(target, b) for a, root, b in truth)


def examples():
    """Features and truth of every proposal of the held-out passages, the passage of each, and acts by passage."""
    _, rest = passages.held_out(passages.load())
    rows, right, owner, n_acts = [], [], [], []
    for number, (passage, (document, sentences, gazetteer)) in enumerate(
        zip(rest, annotate(map(as_article, rest)), strict=True)
    ):
        coded = documents.code_document(document, sentences, gazetteer)
        proposed = adjudication.proposals_of(coded)
        for told, one, own in zip(passage.sentences, coded, proposed, strict=True):
            truth = truth_of(told)
            named = {mention.actor for mention in one.mentions}
            n_acts.append((number, sum(1 for a, _, b in truth if a and b)))
            for proposal, values in own:
                rows.append(values)
                right.append(is_right(proposal, truth, named))
                owner.append(number)
    return np.array(rows), np.array(right), np.array(owner), np.array(n_acts)


def fit(rows, right):
    """Weights of a ridge logistic regression, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    pull = np.full(rows.shape[1], RIDGE)
    pull[0] = 0.0
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (p - right) + pull * weights
        curvature = (rows * (p * (1 - p))[:, None]).T @ rows + np.diag(pull + 1e-9)
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def calibration_error(p, right, bins=10):
    """Expected calibration error (Naeini et al., AAAI 2015)."""
    edges = np.linspace(0, 1, bins + 1)
    inside = [(p > lower) & (p <= upper) for lower, upper in itertools.pairwise(edges)]
    return float(sum(own.mean() * abs(p[own].mean() - right[own].mean()) for own in inside if own.any()))


def main():
    rows, right, owner, n_acts = examples()
    p = np.zeros(len(rows))
    for fold in range(FOLDS):
        test = owner % FOLDS == fold
        p[test] = 1 / (1 + np.exp(-rows[test] @ fit(rows[~test], right[~test])))
    between = rows[:, FEATURES.index("open side")] == 0
    total = int(n_acts[:, 1].sum())
    by_threshold = {}
    for threshold in THRESHOLDS:
        said = between & (p >= threshold)
        hits = int((said & right).sum())
        precision, recall = hits / max(1, said.sum()), hits / total
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        by_threshold[str(threshold)] = [round(float(x), 3) for x in (precision, recall, f1)]
    standing = p >= adjudication.MIN_CONFIDENCE
    report = {
        "proposals": len(rows), "right": int(right.sum()), "acts": total,
        "precision_recall_f1_by_threshold": by_threshold,
        "ece_all": round(calibration_error(p, right), 3),
        "ece_standing": round(calibration_error(p[standing], right[standing]), 3),
    }  # fmt: skip
    weights = {name: round(float(value), 4) for name, value in zip(FEATURES, fit(rows, right), strict=True)}
    FILE.write_text(json.dumps({"weights": weights, **report}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({**report, "weights": weights}, indent=1))


if __name__ == "__main__":
    main()
