"""The small model for pairs that the lexicon does not know: a marked pair in a sentence to class probabilities.

A MiniLM encoder, fine-tuned by `training/train.py` on the exemplars in
`data/actions/exemplars/` and quantised to 8-bit integers, run by onnxruntime.
Source and target are marked by entity markers in the token sequence (Baldini
Soares et al., ACL 2019), so that the classes are directed. Its card, classes
and temperature lie beside the weights in `data/actions/model/`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import tokenizers

from analysis import _package, errors

FOLDER = _package.DATA / "actions" / "model"
NO_ACT = "NONE"
"""The class of pairs that do nothing to each other."""
MARKERS = (1, 2, 3, 4)
"""Unused tokens of the vocabulary that mark where the source begins and ends, where the target begins and ends."""
_CLS, _SEP = 101, 102
MAX_TOKENS = 128

Span = tuple[int, int]
Item = tuple[str, Span, Span]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one marked sentence, and the positions of its source's and target's opening markers."""

    ids: list[int]
    source_at: int
    target_at: int


def encode(tokenizer: tokenizers.Tokenizer, item: Item, *, max_tokens: int = MAX_TOKENS) -> Encoded:
    """Token ids of the sentence with its pair marked, cut to `max_tokens` around the pair.

    Raises
    ------
    InputError
        If the spans overlap or lie outside the sentence.
    """
    sentence, source, target = item
    _check(sentence, source, target)
    encoding = tokenizer.encode(sentence, add_special_tokens=False)
    # Closing markers (0) come before opening ones (1) at the same offset.
    pending = sorted(
        [
            (source[0], 1, MARKERS[0]),
            (source[1], 0, MARKERS[1]),
            (target[0], 1, MARKERS[2]),
            (target[1], 0, MARKERS[3]),
        ]
    )
    ids: list[int] = []
    marker_at: dict[int, int] = {}
    for token, (start, _) in zip(encoding.ids, encoding.offsets, strict=True):
        while pending and pending[0][0] <= start:
            _insert(ids, marker_at, pending.pop(0)[2])
        ids.append(token)
    for _, _, marker in pending:
        _insert(ids, marker_at, marker)
    first, last = _window(len(ids), min(marker_at.values()), max(marker_at.values()), max_tokens - 2)
    source_at, target_at = (_position(marker_at[marker], first, last) for marker in (MARKERS[0], MARKERS[2]))
    return Encoded([_CLS, *ids[first:last], _SEP], source_at, target_at)


def _insert(ids: list[int], marker_at: dict[int, int], marker: int) -> None:
    marker_at[marker] = len(ids)
    ids.append(marker)


def _position(index: int, first: int, last: int) -> int:
    """Where a token stands after the cut; the first position is the classifier's own token."""
    return min(max(index, first), last - 1) - first + 1


def _check(sentence: str, source: Span, target: Span) -> None:
    for name, (start, end) in (("source", source), ("target", target)):
        if not 0 <= start < end <= len(sentence):
            raise errors.InputError(
                f"{name} span ({start}, {end}) is not inside the sentence of {len(sentence)} characters"
            )
    if source[0] < target[1] and target[0] < source[1]:
        raise errors.InputError(f"source span {source} and target span {target} overlap")


def _window(n: int, first: int, last: int, size: int) -> tuple[int, int]:
    """The `size` tokens that hold the pair, with as much text before it as after it."""
    if n <= size:
        return 0, n
    begin = max(0, min(first - max(0, size - (last - first)) // 2, n - size))
    return begin, begin + size


class Model:
    """The loaded model; `classes` are the PLOVER roots and `NONE`."""

    def __init__(self, folder: Path = FOLDER, *, threads: int = 1) -> None:
        """Load weights, tokenizer, classes and temperature from `folder`."""
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.classes: tuple[str, ...] = tuple(card["classes"])
        self._temperature = float(card["temperature"])
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def predict(self, items: Sequence[Item]) -> npt.NDArray[np.float64]:
        """Calibrated probabilities: a row for each item, a column for each class.

        Each item is run by itself: the 8-bit scales depend on everything in a
        batch, and an answer must not depend on its neighbours.
        """
        rows = [self._run([encode(self._tokenizer, item)])[0] for item in items]
        return np.array(rows).reshape(len(items), len(self.classes))

    def _run(self, batch: Sequence[Encoded]) -> npt.NDArray[np.float64]:
        logits = self._session.run(None, feed(batch))[0].astype(np.float64) / self._temperature
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def feed(batch: Sequence[Encoded]) -> dict[str, npt.NDArray[np.int64]]:
    """The network's inputs for a batch, padded to its longest sentence."""
    longest = max(len(one.ids) for one in batch)
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "source_at": np.array([one.source_at for one in batch], dtype=np.int64),
        "target_at": np.array([one.target_at for one in batch], dtype=np.int64),
    }
