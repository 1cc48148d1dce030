"""The small model for acts that the lexicon does not know: a marked pair in a sentence to class probabilities.

A MiniLM encoder, fine-tuned by `training/train.py` on the exemplars in
`data/actions/exemplars/` and quantised to 8-bit integers, run by onnxruntime.
The source and the target are marked by entity markers in the token sequence
(Baldini Soares et al., ACL 2019), so that the classes are directed. Its card,
classes and temperature lie beside the weights in `data/actions/model/`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import tokenizers

from analysis import _paths, errors

FOLDER = _paths.DATA / "actions" / "model"
NOTHING = "NONE"
# Tokens of the vocabulary that its makers left unused: source opens, closes, target opens, closes.
MARKERS = (1, 2, 3, 4)
_CLS, _SEP = 101, 102
MAX_TOKENS = 128

Span = tuple[int, int]
Item = tuple[str, Span, Span]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one marked sentence, and where its source's and target's opening markers stand."""

    ids: list[int]
    source_at: int
    target_at: int


def encode(tokenizer: tokenizers.Tokenizer, item: Item, *, most: int = MAX_TOKENS) -> Encoded:
    """Token ids of the sentence with the pair marked, cut to `most` around the pair.

    Raises
    ------
    InputError
        If the spans overlap or lie outside the sentence.
    """
    sentence, source, target = item
    _check(sentence, source, target)
    found = tokenizer.encode(sentence, add_special_tokens=False)
    opens = {source[0]: MARKERS[0], target[0]: MARKERS[2]}
    closes = {source[1]: MARKERS[1], target[1]: MARKERS[3]}
    ids: list[int] = []
    at: dict[int, int] = {}
    waiting = sorted(
        [(place, 1, marker) for place, marker in opens.items()]
        + [(place, 0, marker) for place, marker in closes.items()]
    )
    for token, (start, _) in zip(found.ids, found.offsets, strict=True):
        while waiting and waiting[0][0] <= start:
            _insert(ids, at, waiting.pop(0)[2])
        ids.append(token)
    for _, _, marker in waiting:
        _insert(ids, at, marker)
    low, high = _window(len(ids), min(at.values()), max(at.values()), most - 2)
    return Encoded([_CLS, *ids[low:high], _SEP], _inside(at[MARKERS[0]], low, high), _inside(at[MARKERS[2]], low, high))


def _insert(ids: list[int], at: dict[int, int], marker: int) -> None:
    at[marker] = len(ids)
    ids.append(marker)


def _inside(place: int, low: int, high: int) -> int:
    return min(max(place, low), high - 1) - low + 1


def _check(sentence: str, source: Span, target: Span) -> None:
    for name, (start, end) in (("source", source), ("target", target)):
        if not 0 <= start < end <= len(sentence):
            raise errors.InputError(
                f"{name} span ({start}, {end}) is not inside the sentence of {len(sentence)} characters"
            )
    if source[0] < target[1] and target[0] < source[1]:
        raise errors.InputError(f"source span {source} and target span {target} overlap")


def _window(n: int, first: int, last: int, most: int) -> tuple[int, int]:
    """The `most` tokens that hold the pair, with as much text before as after it."""
    if n <= most:
        return 0, n
    low = max(0, min(first - max(0, most - (last - first)) // 2, n - most))
    return low, low + most


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
        """Calibrated probabilities, one row an item, one column a class.

        Each item is run by itself: the 8-bit scales depend on all that is in a
        batch, and an answer must not depend on its neighbours.
        """
        rows = [self._run([encode(self._tokenizer, item)])[0] for item in items]
        return np.array(rows).reshape(len(items), len(self.classes))

    def _run(self, batch: Sequence[Encoded]) -> npt.NDArray[np.float64]:
        logits = self._session.run(None, feed(batch))[0].astype(np.float64) / self._temperature
        grown = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(grown / grown.sum(axis=1, keepdims=True))


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
