"""The pair model as torch sees it: the network, and batches of training items as tensors."""

from dataclasses import dataclass

import numpy as np
import torch
from items import TrainingItem

from analysis import schemas
from analysis.actions.pair_model import CLASSES, SOURCE, TARGET, encode

WIDTH = 256
NOT_KNOWN = -100
MAX_TOKENS = 128


class Network(torch.nn.Module):
    """An encoder, and a scorer of ordered pairs of marked sides.

    A side is the two marks around it; a source and a target are projections of it of their own. From the two a
    query over all tokens finds the words that tell of the act; these, the two sides, their product and the first
    token give root, modality and status.
    """

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.source = torch.nn.Linear(2 * width, WIDTH)
        self.target = torch.nn.Linear(2 * width, WIDTH)
        self.query = torch.nn.Linear(2 * WIDTH, width)
        self.hidden = torch.nn.Linear(3 * WIDTH + 2 * width, width)
        self.drop = torch.nn.Dropout(0.1)
        self.root = torch.nn.Linear(width, len(CLASSES))
        self.modality = torch.nn.Linear(width, len(schemas.MODALITIES))
        self.status = torch.nn.Linear(width, len(schemas.STATUSES))

    def forward(self, input_ids, attention_mask, token_type_ids, opens, closes, sources, targets):
        """Logits by sentence and pair: roots, modality, status, and a score for each token.

        `opens` and `closes` are positions of tokens by sentence and side, `sources` and
        `targets` numbers of sides by sentence and pair.
        """
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        sides = self.drop(torch.cat([_rows(states, opens), _rows(states, closes)], dim=-1))
        bend = torch.nn.functional.gelu
        source = _rows(bend(self.source(sides)), sources)
        target = _rows(bend(self.target(sides)), targets)
        query = self.query(torch.cat([source, target], dim=-1))
        scores = torch.matmul(query, states.transpose(1, 2)) / states.shape[-1] ** 0.5
        scores = scores + (1.0 - attention_mask.unsqueeze(1).to(scores.dtype)) * -1e4
        words = torch.matmul(torch.softmax(scores, dim=-1), states)
        first = states[:, :1].expand(-1, source.shape[1], -1)
        pair = torch.cat([source, target, source * target, words, first], dim=-1)
        hidden = self.drop(bend(self.hidden(self.drop(pair))))
        return self.root(hidden), self.modality(hidden), self.status(hidden), scores


def _rows(values, numbers):
    """Of each sentence the rows with the given numbers."""
    return torch.gather(values, 1, numbers.unsqueeze(-1).expand(-1, -1, values.shape[-1]))


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs of the network, and what is true of each pair that is `real`, no padding, and of an `annotated` item."""

    feed: dict[str, torch.Tensor]
    real: torch.Tensor
    annotated: torch.Tensor
    roots: torch.Tensor
    modality: torch.Tensor
    status: torch.Tensor
    trigger: torch.Tensor
    directed: torch.Tensor


def batch_of(tokenizer, items: list[TrainingItem], keep=lambda _: True) -> Batch:
    """The items as tensors; of the pairs without an act those that `keep` chooses."""
    encoded = [
        encode(tokenizer, one.text, one.sides, one.context, marks=_marks(one), max_tokens=MAX_TOKENS) for one in items
    ]
    chosen = [[pair for pair in one.pairs if pair in one.labels or keep(pair)] for one in items]
    n, longest = len(items), max(len(one.ids) for one in encoded)
    n_sides, n_pairs = 1 + max(len(one.sides) for one in items), max(1, *map(len, chosen), 1)
    whole = {name: np.zeros((n, longest), np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
    sides = {name: np.zeros((n, n_sides), np.int64) for name in ("opens", "closes")}
    pairs = {name: np.zeros((n, n_pairs), np.int64) for name in ("sources", "targets")}
    real, annotated, directed = (np.zeros((n, n_pairs), bool) for _ in range(3))
    roots = np.zeros((n, n_pairs, len(CLASSES)), np.float32)
    modality, status = (np.full((n, n_pairs), NOT_KNOWN, np.int64) for _ in range(2))
    trigger = np.zeros((n, n_pairs, longest), np.float32)
    for row, (item, code, own) in enumerate(zip(items, encoded, chosen, strict=True)):
        length = len(code.ids)
        whole["input_ids"][row, :length] = code.ids
        whole["attention_mask"][row, :length] = 1
        whole["token_type_ids"][row, :length] = code.types
        sides["opens"][row, 1 : 1 + len(code.opens)] = code.opens
        sides["closes"][row, 1 : 1 + len(code.closes)] = code.closes
        for column, (source, target) in enumerate(own):
            pairs["sources"][row, column] = 0 if source is None else source + 1
            pairs["targets"][row, column] = 0 if target is None else target + 1
            real[row, column], annotated[row, column], directed[row, column] = True, item.annotated, item.directed
            label = item.labels.get((source, target))
            if label is None:
                roots[row, column, -1] = 1
                continue
            for root, weight in label.roots.items():
                roots[row, column, CLASSES.index(root)] = weight / sum(label.roots.values())
            if label.modality is not None:
                modality[row, column] = schemas.MODALITIES.index(label.modality)
            if label.status is not None:
                status[row, column] = schemas.STATUSES.index(label.status)
            if label.trigger is not None:
                hit = [k for k, span in enumerate(code.offsets) if span and _meet(span, label.trigger)]
                trigger[row, column, hit] = 1 / max(1, len(hit))
    as_tensor = torch.from_numpy
    feed = {name: as_tensor(value) for name, value in {**whole, **sides, **pairs}.items()}
    return Batch(feed, *map(as_tensor, (real, annotated, roots, modality, status, trigger, directed)))


def _marks(item: TrainingItem):
    """The marks of the sides of a directed item; None for all others."""
    if not item.directed:
        return None
    source, target = item.pairs[0]
    return [*([SOURCE] if source is not None else []), *([TARGET] if target is not None else [])]


def _meet(one, other):
    return one[0] < other[1] and other[0] < one[1]
