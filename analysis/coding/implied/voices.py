"""Voices: what a sentence says of others in the words of somebody whom it does not name.

A ministry's statement that "the regime shows disregard for civilians" blames the regime, and names nobody who
blames. Whose words they are is known from the document: its author, or who is quoted. The model is asked of the
sentence with its speaker before it, as reports have it: "The ministry said: the regime shows disregard".
"""

from collections.abc import Sequence
from dataclasses import replace

from analysis.actions import pair_model
from analysis.actions.pair_model import PairJudgement, Span
from analysis.actors import Mention

SPOKEN = frozenset({"ACCUSE", "REQUEST", "SUPPORT"})
"""Roots of what is done by saying a sentence that is not about its speaker: he blames, asks, praises."""
MIN_SAID = 0.5
"""Probability of such a root from which it is what the speaker does."""
_SAID = " said: "


def unnamed(voice: Mention) -> Mention:
    """The speaker as a side of a sentence that has no words for him: a mention of no length at its beginning."""
    return replace(voice, start=0, end=0, how="coreference")


def said_of_others(text: str, sides: Sequence[Span], voice: Mention) -> list[PairJudgement]:
    """What the model says of the speaker and each of the sides, the words of the act in offsets of the sentence.

    Where it takes the words put before the sentence for those of the act, the act is told by the sentence as a
    whole, and the span is empty, at its beginning.
    """
    lead = voice.text + _SAID
    spans = [(0, len(voice.text)), *((start + len(lead), end + len(lead)) for start, end in sides)]
    pairs = [(0, number) for number in range(1, len(spans))]
    judged = pair_model.default().judge(lead + text, spans, pairs)
    return [
        replace(one, trigger=(max(0, one.trigger[0] - len(lead)), max(0, one.trigger[1] - len(lead)))) for one in judged
    ]
