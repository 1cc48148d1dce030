"""The pair model: in one pass over a sentence, what each side does to each other side.

A MiniLM encoder reads the sentence once, with every candidate side marked
(entity markers as in Baldini Soares et al., ACL 2019). Each ordered pair of sides is then
scored by itself: what the first does to the second, with which modality, as an
event of its time or not, and which word says so. One side of a pair may be open
(nobody named). `training/train.py` trains it on our exemplars and passages;
`data/actions/model/` holds 8-bit weights, run by onnxruntime, and its card.
"""

import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import tokenizers

from analysis import _package, errors, ontology, schemas

FOLDER = _package.DATA / "actions" / "model"
NO_ACT = "NONE"
"""The class of pairs that do nothing to each other."""
CLASSES = (*ontology.ROOTS, NO_ACT)
SIDE, SOURCE, TARGET = (1, 2), (3, 4), (5, 6)
"""Unused tokens that mark where a side begins and ends: any side, or the source or the target of one pair."""
Marks = tuple[int, int]
_CLS, _SEP = 101, 102
MAX_TOKENS = 192
"""Tokens of a sentence, marks included; a longer one is cut around its sides."""
BATCH, SLACK = 8, 1.3
"""Sentences that are read together at most, and how many times as long as the shortest the longest may be."""
MAX_CONTEXT = 40
"""Tokens of title and earlier sentences, in training; of more, the last are taken."""

Span = tuple[int, int]
Item = tuple[str, Span, Span]
"""A sentence with the spans of a source and a target."""
Pair = tuple[int | None, int | None]
"""Source and target as positions in the sides of a sentence; None for an open side."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence, the spans of its sides, and the pairs of them that are asked about."""

    sentence: str
    sides: Sequence[Span]
    pairs: Sequence[Pair]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids and types of one sentence, the spans of its tokens (None for marks and context), and its marks."""

    ids: list[int]
    types: list[int]
    offsets: list[Span | None]
    opens: list[int]
    closes: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class PairJudgement:
    """What the model says of one ordered pair.

    `roots` are the calibrated probabilities of `CLASSES`; `modalities` those of
    `schemas.MODALITIES` and `statuses` those of `schemas.STATUSES`, given that there
    is an act; `trigger` is the span of the token that most shows the act.
    """

    roots: Floats
    modalities: Floats
    statuses: Floats
    trigger: Span

    @property
    def act(self) -> float:
        """The probability that there is an act."""
        return float(1 - self.roots[-1])

    @property
    def root(self) -> str:
        """The most probable root."""
        return CLASSES[int(self.roots[:-1].argmax())]

    @property
    def modality(self) -> str:
        """The most probable modality."""
        return schemas.MODALITIES[int(self.modalities.argmax())]

    @property
    def status(self) -> str:
        """The most probable status."""
        return schemas.STATUSES[int(self.statuses.argmax())]


def encode(
    tokenizer: tokenizers.Tokenizer, sentence: str, sides: Sequence[Span], context: str = "",
    *, marks: Sequence[Marks] | None = None, max_tokens: int = MAX_TOKENS,
) -> Encoded:  # fmt: skip
    """Tokens of a sentence with its sides marked, and of its context.

    Parameters
    ----------
    marks
        The marks of each side; all bear those of any side where it is None.

    Raises
    ------
    InputError
        If a side is empty or lies outside the sentence.
    """
    for start, end in sides:
        if not 0 <= start < end <= len(sentence):
            raise errors.InputError(f"span ({start}, {end}) is not inside the sentence of {len(sentence)} characters")
    encoding = tokenizer.encode(sentence, add_special_tokens=False)
    # Closing marks come before opening ones at the same offset.
    tokens = marks if marks is not None else [SIDE] * len(sides)
    waiting = sorted(
        [(start, 1, number) for number, (start, _) in enumerate(sides)]
        + [(end, 0, number) for number, (_, end) in enumerate(sides)]
    )
    ids: list[int] = []
    offsets: list[Span | None] = []
    places: dict[tuple[int, int], int] = {}

    def mark(opening: int, number: int) -> None:
        places[opening, number] = len(ids)
        ids.append(tokens[number][0 if opening else 1])
        offsets.append(None)

    for token, span in zip(encoding.ids, encoding.offsets, strict=True):
        while waiting and waiting[0][0] <= span[0]:
            mark(*waiting.pop(0)[1:])
        ids.append(token)
        offsets.append(span)
    for _, opening, number in waiting:
        mark(opening, number)
    first, last = _window(len(ids), min(places.values(), default=0), max(places.values(), default=0), max_tokens - 2)
    opens, closes = (
        [min(max(places[opening, number], first), last - 1) - first + 1 for number in range(len(sides))]
        for opening in (1, 0)
    )
    all_ids = [_CLS, *ids[first:last], _SEP]
    all_offsets = [None, *offsets[first:last], None]
    types = [0] * len(all_ids)
    if context:
        further = tokenizer.encode(context, add_special_tokens=False).ids[-MAX_CONTEXT:]
        all_ids += [*further, _SEP]
        types += [1] * (len(further) + 1)
        all_offsets += [None] * (len(further) + 1)
    return Encoded(all_ids, types, all_offsets, opens, closes)


def _window(n: int, first: int, last: int, size: int) -> tuple[int, int]:
    """The `size` tokens that hold the sides, with as much text before them as after them."""
    if n <= size:
        return 0, n
    begin = max(0, min(first - max(0, size - (last - first)) // 2, n - size))
    return begin, begin + size


class PairModel:
    """The loaded network."""

    def __init__(self, folder: Path = FOLDER, *, threads: int = 1) -> None:
        """Load weights, tokenizer and temperatures from `folder`.

        Raises
        ------
        InputError
            If the weights are of other classes than this version has.
        """
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if card["classes"] != list(CLASSES):
            raise errors.InputError(f"{folder}: its classes are not those of this version; run make train")
        self._temperatures = {name: float(card["temperature"][name]) for name in ("roots", "modality", "status")}
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def judge(self, sentence: str, sides: Sequence[Span], pairs: Sequence[Pair]) -> list[PairJudgement]:
        """What the model says of some ordered pairs of a sentence's sides, read by itself.

        Parameters
        ----------
        sides
            Character spans of the candidate sides in the sentence.
        pairs
            Positions in `sides` of source and target; None for a side that nobody named fills.

        Raises
        ------
        InputError
            If a side is empty or lies outside the sentence.
        """
        return self.judge_all([Question(sentence, sides, pairs)])[0]

    def judge_all(self, questions: Sequence[Question]) -> list[list[PairJudgement]]:
        """What the model says of each question's pairs.

        Sentences of like length are read together, which saves a sixth of the time. The 8-bit scales depend on all
        that is read together, so that a probability may differ by a tenth from that of `judge`. Ask together
        what belongs together, as the sentences of one document do, and an answer depends on nothing else.

        Raises
        ------
        InputError
            If a side is empty or lies outside its sentence.
        """
        encoded = [encode(self._tokenizer, one.sentence, one.sides) if one.pairs else None for one in questions]
        found: list[list[PairJudgement]] = [[] for _ in questions]
        for batch in _batches([len(one.ids) if one else 0 for one in encoded]):
            read = [(questions[number], known) for number in batch if (known := encoded[number]) is not None]
            for number, answers in zip(batch, self._run(read), strict=True):
                found[number] = answers
        return found

    def judge_pair(self, sentence: str, source: Span | None, target: Span | None) -> PairJudgement:
        """What the model says of one ordered pair, read twice: with source and target marked as such, and as any sides.

        The probabilities are the means of the two readings. It costs two runs and is more exact
        than `judge`, which reads all pairs at once.

        Raises
        ------
        InputError
            If a side is empty or lies outside the sentence.
        """
        sides = [(span, marks) for span, marks in ((source, SOURCE), (target, TARGET)) if span is not None]
        spans = [span for span, _ in sides]
        pair = (0 if source is not None else None, len(sides) - 1 if target is not None else None)
        question = Question(sentence, spans, [pair])
        own, any_side = (
            self._run([(question, encode(self._tokenizer, sentence, spans, marks=marks))])[0][0]
            for marks in ([marks for _, marks in sides], None)
        )
        return PairJudgement(
            (own.roots + any_side.roots) / 2,
            (own.modalities + any_side.modalities) / 2,
            (own.statuses + any_side.statuses) / 2,
            own.trigger,
        )

    def _run(self, read: Sequence[tuple[Question, Encoded]]) -> list[list[PairJudgement]]:
        """The answers to questions that are read together."""
        outputs = self._session.run(None, feed([(known, one.pairs) for one, known in read]))
        return [
            self._answers(one, known, [rows[number, : len(one.pairs)] for rows in outputs])
            for number, (one, known) in enumerate(read)
        ]

    def _answers(
        self, question: Question, encoded: Encoded, rows: Sequence[npt.NDArray[np.float32]]
    ) -> list[PairJudgement]:
        roots, modalities, statuses, scores = rows
        own = np.array([span is not None for span in encoded.offsets])
        places = np.where(own, scores[:, : len(own)].astype(np.float64), -np.inf).argmax(axis=1)
        whole = (0, len(question.sentence))
        return [
            PairJudgement(root, modality, status, encoded.offsets[place] or whole)
            for root, modality, status, place in zip(
                _softmax(roots, self._temperatures["roots"]),
                _softmax(modalities, self._temperatures["modality"]),
                _softmax(statuses, self._temperatures["status"]),
                places,
                strict=True,
            )
        ]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of the questions that are read together: few of them, none much longer than the others."""
    batch: list[int] = []
    for number in sorted((one for one, length in enumerate(lengths) if length), key=lambda one: lengths[one]):
        if batch and (len(batch) == BATCH or lengths[number] > SLACK * lengths[batch[0]]):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _softmax(logits: npt.NDArray[np.float32], temperature: float) -> Floats:
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def feed(read: Sequence[tuple[Encoded, Sequence[Pair]]]) -> dict[str, npt.NDArray[np.int64]]:
    """The network's inputs for some sentences: side 0 is the open side, which stands at the first token.

    What is shorter than others is filled up with tokens that are not attended to, and with pairs of the open side.
    """
    rows = [
        {
            "input_ids": encoded.ids,
            "attention_mask": [1] * len(encoded.ids),
            "token_type_ids": encoded.types,
            "opens": [0, *encoded.opens],
            "closes": [0, *encoded.closes],
            "sources": [0 if source is None else source + 1 for source, _ in pairs],
            "targets": [0 if target is None else target + 1 for _, target in pairs],
        }
        for encoded, pairs in read
    ]
    found = {name: np.zeros((len(rows), max(len(row[name]) for row in rows)), np.int64) for name in rows[0]}
    for number, row in enumerate(rows):
        for name, values in row.items():
            found[name][number, : len(values)] = values
    return found


@functools.cache
def default() -> PairModel:
    """The model that comes with the package, loaded once."""
    return PairModel()
