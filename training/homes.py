"""Learn how the signs of `analysis.homes` weigh, from the passages that are not held out.

    python training/homes.py

Writes `data/actors/home_signs.csv`: a conditional logit over the states that a passage names, of which one is the home
of a phrase that names none. Homes given earlier in a passage are those of the annotation in a first round, and in
a second those that the weights of the first give, as when the coder runs. The weights are the same in every run.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize

from analysis.actions import passages
from analysis.actors import gazetteer, tables
from analysis.homes import choice, evidence

PENALTY = 3.0
"""Weight of the squared weights in what is minimised."""


def stories(found):
    """Each passage with what the gazetteer finds in its sentences."""
    names = gazetteer.default()
    for passage in found:
        yield (
            passage,
            [
                choice.Found(one.text, names.find(one.text, on=passage.published, places=True, generic=True), one.title)
                for one in passage.sentences
            ],
        )


def dateline(passage, told):
    """What stands for a dateline, which passages lack: of every second one the state that it plays in.

    As articles are also sent from elsewhere, every eighth has another state that it names.
    """
    others = sorted({one.state for sentence in told for one in sentence.namings} - {passage.state})
    if passage.line % 8 == 0 and others:
        return others[passage.line % len(others)]
    return passage.state if passage.line % 2 else None


def author(passage):
    """What stands for a statement's author: of every second readout and agency's text the state that it plays in."""
    return passage.state if passage.voice in {"readout", "agency"} and passage.line // 2 % 2 else None


def home_of_side(sentence, phrase):
    """The home that the annotation gives a phrase, `NOBODY` where it is open; None: no side there, or of several."""
    sides = [side for side in sentence.sides if side.start < phrase.end and phrase.start < side.end]
    actors = {tables.home_of(actor) or actor for side in sides for actor in side.actors}
    if not actors:
        return choice.NOBODY if sides else None
    return actors.pop() if len(actors) == 1 else None


def alone(read):
    """Each sentence of some passages as a passage of its own, as bare sentences are coded."""
    for passage, found in read:
        for number, sentence in enumerate(passage.sentences):
            yield replace(passage, state=None, sentences=(sentence,)), [found[number]]


def examples(read, weights) -> Iterator[tuple[dict, str, str]]:
    """Signs by candidate, form and home of every phrase; `weights` give earlier phrases their homes, None the gold."""
    for passage, found in read:
        told = [choice.told(one) for one in found]
        story = evidence.Story(told, dateline(passage, told), author(passage))
        for number, sentence in enumerate(passage.sentences):
            for phrase in choice.phrases(found[number]):
                if phrase.person is not None and story.person(phrase, number) is not None:
                    continue
                home = home_of_side(sentence, phrase)
                signs = choice.signs(phrase, story, number)
                form = evidence.form(phrase, sentence.text)
                if home is not None and signs:
                    yield signs, form, home if home in signs else choice.NOBODY
                if weights is None and home in signs and home != choice.NOBODY:
                    story.note(phrase, home, number)
                elif weights is not None and signs:
                    likely = tables.probabilities(signs, form, weights)
                    best = max(likely, key=likely.get)
                    if best != choice.NOBODY and likely[best] >= choice.LEAST:
                        story.note(phrase, best, number)


def fit(learnt):
    """The weights by sign and form that make the homes likeliest."""
    features = sorted({(sign, kind) for signs, form, _ in learnt for one in signs.values() for sign in one
                       for kind in ("all", form)})  # fmt: skip
    column = {one: number for number, one in enumerate(features)}
    rows = [(signs[state], form, state == home) for signs, form, home in learnt for state in signs]
    matrix = np.zeros((len(rows), len(features)))
    for number, (values, form, _) in enumerate(rows):
        for sign, value in values.items():
            matrix[number, [column[sign, "all"], column[sign, form]]] = value
    right = np.array([one for _, _, one in rows])
    sizes = np.array([len(signs) for signs, _, _ in learnt])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights):
        scores = matrix @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        likely = odds / np.add.reduceat(odds, starts)[group]
        value = -np.log(likely[right]).sum() + PENALTY / 2 * (weights @ weights)
        return value, matrix.T @ (likely - right) + PENALTY * weights

    found = minimize(loss, np.zeros(len(features)), jac=True, method="L-BFGS-B")
    return dict(zip(features, found.x, strict=True))


def share_right(learnt, weights):
    """The share of phrases whose likeliest candidate is their home, and that of those likely enough; how many those."""
    likely = [(tables.probabilities(signs, form, weights), home) for signs, form, home in learnt]
    best = [(max(one, key=one.get), max(one.values()), home) for one, home in likely]
    taken = [state == home for state, chance, home in best if state != choice.NOBODY and chance >= choice.LEAST]
    return np.mean([state == home for state, _, home in best]), np.mean(taken), len(taken) / len(best)


def write(weights, file, forms):
    """Write the weights by sign and form, as `tables.weights` reads them."""
    with (tables.FOLDER / file).open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(["sign", "all", *forms])
        for sign in sorted({sign for sign, _ in weights}):
            out.writerow([sign, *(f"{weights.get((sign, form), 0.0):.2f}" for form in ("all", *forms))])


def main():
    worked_on, rest = (list(stories(part)) for part in passages.held_out(passages.load()))
    learnt = [*worked_on, *alone(worked_on)]
    weights = fit(list(examples(learnt, None)))
    weights = fit(list(examples(learnt, weights)))
    write(weights, "home_signs.csv", choice.FORMS)
    for name, part in (("worked on", worked_on), ("held out", rest), ("sentences alone", list(alone(rest)))):
        right, taken, share = share_right(list(examples(part, weights)), weights)
        print(f"{name}: {right:.3f} right; of the {share:.3f} likely enough {taken:.3f}")


if __name__ == "__main__":
    main()
