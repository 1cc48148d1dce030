"""What the sentence tables share: a sentence in, its tree, acts or coded rows out."""

import datetime as dt

from analysis.actions import read_acts
from analysis.actors import gazetteer
from analysis.coding import linking, pipeline
from analysis.text import parsing

ON = dt.date(2023, 6, 15)
"""The day of publication of sentences that name no other: a Thursday."""


def read(sentence, on=ON):
    """The tree of a sentence and the acts that the lexicon reads in it."""
    tree = parsing.Tree.from_doc(next(iter(parsing.parse([sentence]))))
    linker = linking.ArgumentLinker(tree, gazetteer.default().find(sentence, on=on))
    return tree, read_acts(tree, linker.entity_type)


def act(sentence, rule_or_code=None):
    """The tree and the one act whose code or rule is named, or the first."""
    tree, acts = read(sentence)
    wanted = [one for one in acts if rule_or_code is None or rule_or_code in {one.code, one.rule}]
    return tree, wanted[0]


def found(sentence, on=ON):
    """The coded rows of a sentence."""
    (rows,) = pipeline.code_sentences([(sentence, on)])
    return rows


def rows(sentence, on=ON):
    """Source, root, target, modality of a sentence's acts: statements left out, in order of the alphabet."""
    reported = {(one.source, one.root, one.target, one.modality) for one in found(sentence, on) if one.root is not None}
    return sorted(reported, key=str)
