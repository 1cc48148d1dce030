"""Learn which two actors "the two sides" and its like take up, from the passages that are not held out.

    python training/pairs.py

Writes `data/actors/pair_signs.csv`: a conditional logit over the pairs of actors that a passage named before, and
nobody. Expressions that the passages mark as one actor, or not at all, take up nobody. The weights are the same in
every run.
"""

import numpy as np
from homes import fit, write

from analysis.actions import passages
from analysis.actors import _anaphors, coreference, gazetteer, tables
from analysis.coding import document
from analysis.text import Sentence, parsing


class Teacher(coreference.Discourse):
    """Takes up the pair that a passage marks, and notes the signs of all."""

    def __init__(self, passage, names):
        super().__init__(passage.published, names, None)
        self.passage, self.found = passage, []

    def _two(self, sentence, start, end, form):
        marked = [one for one in self.passage.sentences[len(self.before)].sides if one.start < end and start < one.end]
        actors = {frozenset(tables.home_of(one) or one for one in side.actors) for side in marked}
        pair = actors.pop() if len(actors) == 1 else _anaphors.NOBODY
        signs = _anaphors.pair_signs(self._scene(sentence, start, end))
        homes = {one: frozenset(tables.home_of(actor) or actor for actor in one) for one in signs}
        right = next((one for one, own in homes.items() if len(pair) == 2 and own == pair), _anaphors.NOBODY)
        if signs:
            self.found.append((signs, form, right))
        if right:
            self.pair = right
        known = [one for _, own in self._scene(sentence, start, end).spans for one in own if one.actor in right]
        return _anaphors.distinct(known), 0.75


def read(found):
    """Signs by pair, form and the pair that is right, of each expression for two."""
    names, learnt = gazetteer.default(), []
    for passage in found:
        article = document.Document("", passage.published, home=passage.state if passage.line % 2 else None)
        sentences = document.find_mentions(article, [
            Sentence(number, 0, len(one.text), one.text, "title" if one.title else "body")
            for number, one in enumerate(passage.sentences)
        ], names)  # fmt: skip
        teacher = Teacher(passage, names)
        for one, doc in zip(sentences, parsing.parse([one.text for one in sentences]), strict=True):
            teacher.read(coreference.ReadSentence(doc, list(one.mentions), one.text))
        learnt += teacher.found
    return learnt


def share_right(learnt, weights):
    """The share of expressions with the right pair or rightly nobody; of those taken up, of those to take up."""
    best = []
    for signs, form, right in learnt:
        likely = tables.probabilities(signs, form, weights)
        pair = max(likely, key=likely.get)
        best.append((pair if likely[pair] >= coreference.LEAST_PAIR else _anaphors.NOBODY, right))
    taken = [pair == right for pair, right in best if pair]
    meant = [pair == right for pair, right in best if right]
    return np.mean([pair == right for pair, right in best]), np.mean(taken), np.mean(meant), len(meant)


def main():
    worked_on, rest = (read(part) for part in passages.held_out(passages.load()))
    weights = fit(worked_on)
    write(weights, "pair_signs.csv", _anaphors.FORMS)
    for name, part in (("worked on", worked_on), ("held out", rest)):
        right, taken, meant, many = share_right(part, weights)
        print(f"{name}: {right:.3f} right of {len(part)}; taken up {taken:.3f} right, {meant:.3f} of {many} found")


if __name__ == "__main__":
    main()
