"""Near-duplicates by MinHash: which articles repeat an earlier one.

Two articles are near-duplicates if the estimated Jaccard similarity of their
sets of 5-word shingles is at least 0.8 (Broder 1997, "On the resemblance and
containment of documents"). Locality-sensitive hashing finds the candidates
(Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3), so that
not every pair of articles is compared; rensa does both.
"""

from collections.abc import Iterable, Iterator

import rensa

_SHINGLE_WORDS = 5
_MIN_SIMILARITY = 0.8
_PERMUTATIONS = 128
_BANDS = 32
_SEED = 1


def first_of_kind(bodies: Iterable[str]) -> Iterator[int | None]:
    """Yield for each text the index of the first text that it nearly repeats, or None.

    A text that is a near-duplicate itself is never the first of others.
    """
    lsh = rensa.RMinHashLSH(threshold=_MIN_SIMILARITY, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    kept: dict[int, rensa.RMinHash] = {}
    for index, body in enumerate(bodies):
        signature = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        signature.update(_shingles(body))
        similar = (other for other in sorted(lsh.query(signature)) if _similar(kept[other], signature))
        original = next(similar, None)
        if original is None:
            lsh.insert(index, signature)
            kept[index] = signature
        yield original


def _similar(one: rensa.RMinHash, other: rensa.RMinHash) -> bool:
    return bool(one.jaccard(other) >= _MIN_SIMILARITY)


def _shingles(body: str) -> list[str]:
    words = body.lower().split()
    return [" ".join(words[i : i + _SHINGLE_WORDS]) for i in range(max(1, len(words) - _SHINGLE_WORDS + 1))]
