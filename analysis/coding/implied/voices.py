"""Voices: what a sentence says of others in the words of somebody whom it does not name.

A ministry's statement that "the regime shows disregard for civilians" blames the regime, and names nobody who
blames. Whose words they are is known from the document: its author, or who is quoted. The model is asked of the
sentence with its speaker before it, as reports have it: "The ministry said: the regime shows disregard".
"""

from collections.abc import Sequence
from dataclasses import replace

from analysis.actions.pair_model import PairJudgement, Question, Span
from analysis.actors import Mention

SPOKEN = frozenset({"ACCUSE", "REQUEST", "SUPPORT"})
"""Roots of what is done by saying a sentence that is not about its speaker: he blames, asks, praises."""
MIN_SAID = 0.5
"""Probability of such a root from which it is what the speaker does."""
_SAID = " said: "


def unnamed(voice: Mention) -> Mention:
    """The speaker as a side of a sentence that has no words for him: a mention of no length at its beginning."""
    return replace(voice, start=0, end=0, how="coreference")


def question_of(text: str, sides: Sequence[Span], voice: Mention) -> Question:
    """What is asked of the model: what the speaker, put before the sentence, does to each of its sides."""
    lead = voice.text + _SAID
    spans = [(0, len(voice.text)), *((start + len(lead), end + len(lead)) for start, end in sides)]
    return Question(lead + text, spans, [(0, number) for number in range(1, len(spans))])


def in_sentence(judged: Sequence[PairJudgement], voice: Mention) -> list[PairJudgement]:
    """The model's answers, the words of the act in offsets of the sentence itself.

    Where it takes the words put before the sentence for those of the act, the act is told by the sentence as a
    whole, and the span is empty, at its beginning.
    """
    n = len(voice.text) + len(_SAID)
    return [replace(one, trigger=(max(0, one.trigger[0] - n), max(0, one.trigger[1] - n))) for one in judged]
