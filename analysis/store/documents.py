"""The store of coded documents: what was coded is kept by its key and found again, whoever coded it.

The store lies in the cache: a folder for each version of the coder, with shards of some hundred documents. Each chunk
of a run is written as soon as it is coded, as a small shard; small shards are merged into larger ones as they become
many, so that a million articles are two thousand files. Two runs may use one store at once: a shard is never changed,
it only comes as a whole and goes when all its documents stand in another. No run needs the store: what cannot be read
is coded, and what cannot be written is told once and goes on.
"""

import contextlib
import itertools
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self

from analysis.store import keys, pruning, shards

MERGE_AT = 16
"""Small shards in a folder from which they are merged."""
SHARD_SIZE = 512
"""Documents of a shard; one with less than half of them is small."""
FOLDER = "coded"
"""Below the cache: the folders of all versions."""
_LOG = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Where coded documents are kept: `ENTENTE_CACHE`, else `entente` in the user's cache folder.

    Raises
    ------
    RuntimeError
        If the user has no home.
    """
    given = os.environ.get("ENTENTE_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "entente"


class DocumentStore:
    """The documents that one version of the coder has coded.

    Parameters
    ----------
    cache
        The folder of the cache, which need not be there; None keeps nothing.
    version
        The version of the coder, as `keys.version` gives it.
    max_bytes
        Size of the whole cache from which the files that were not used for longest are removed when the store
        is closed.
    """

    def __init__(self, cache: Path | None, version: str, *, max_bytes: int = pruning.DEFAULT_MAX_BYTES) -> None:
        self.cache = cache
        self.folder = None if cache is None else cache / FOLDER / version
        self.max_bytes = max_bytes
        self._used: set[Path] = set()
        self._written = 0
        self._told = False

    @classmethod
    def of_user(cls) -> Self:
        """The store in the user's cache folder for the coder as it is.

        Raises
        ------
        InputError
            If the size that the user sets for the cache is not a number.
        """
        try:
            cache = cache_folder()
        except RuntimeError as error:
            _LOG.warning("coded documents are not kept: %s", error)
            cache = None
        return cls(cache, keys.version(), max_bytes=pruning.max_bytes())

    def find(self, wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """What is kept under the keys, as pairs of key and content; what is not kept is left out."""
        missing, seen = set(wanted), set[Path]()
        # Looked through again until nothing new is there, since another run may merge shards meanwhile.
        while missing and (new := [one for one in self._shards() if one not in seen]):
            seen.update(new)
            for shard in new:
                if not missing:
                    break
                found = missing.intersection(self._keys(shard))
                content = self._content(shard) if found else {}
                for key in found & content.keys():
                    yield key, content[key]
                missing -= content.keys()

    def add(self, entries: Mapping[str, bytes]) -> None:
        """Keep documents, which are safe on the disk when this returns; a failure is told once."""
        if not entries or self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._used.add(shards.write_shard(self.folder, entries))
            self._written += 1
            if self._written % MERGE_AT == 0:
                self._merge()
        except OSError as error:  # a full disk, a folder that cannot be written
            self._tell(error)

    def close(self) -> None:
        """Merge the small shards and keep the cache within its size, if this run has written anything."""
        if not self._written or self.cache is None:
            return
        try:
            self._merge()
            pruning.prune(self.cache, self.max_bytes, keep=self._used)
        except OSError as error:
            self._tell(error)

    def _tell(self, error: OSError) -> None:
        if not self._told:
            self._told = True
            _LOG.warning("coded documents are not kept: %s", error)

    def _shards(self) -> list[Path]:
        """The shards, those first that were used last: what a run asks for was often asked for before."""
        if self.folder is None:
            return []
        found = []
        with contextlib.suppress(OSError):  # none was kept yet
            for shard in self.folder.iterdir():
                with contextlib.suppress(OSError):  # another run has merged it
                    if shard.name.endswith(shards.SUFFIX):
                        found.append((-shard.stat().st_mtime_ns, shard))
        return [shard for _, shard in sorted(found)]

    def _keys(self, shard: Path) -> list[str]:
        try:
            return shards.read_keys(shard)
        except OSError:
            return []
        except shards.DamagedError as error:
            _remove_damaged(shard, error)
            return []

    def _content(self, shard: Path) -> dict[str, bytes]:
        """The documents of a shard; none if it cannot be read, was merged meanwhile, or is damaged and so removed."""
        try:
            content = shards.read_shard(shard)
        except OSError:
            return {}
        except shards.DamagedError as error:
            _remove_damaged(shard, error)
            return {}
        self._used.add(shard)
        with contextlib.suppress(OSError):  # it was used now, for `prune`
            os.utime(shard)
        return content

    def _merge(self) -> None:
        """Put small shards together; each goes only when its documents are safe in another."""
        small = [one for one in self._shards() if shards.n_documents(one) < SHARD_SIZE // 2]
        starts = itertools.accumulate(map(shards.n_documents, small), initial=0)
        for _, group in itertools.groupby(zip(starts, small, strict=False), key=lambda one: one[0] // SHARD_SIZE):
            self._merge_group([shard for _, shard in group])

    def _merge_group(self, group: list[Path]) -> None:
        if self.folder is None or len(group) < 2:
            return
        by_shard = {shard: self._content(shard) for shard in group}
        entries = {key: content for own in by_shard.values() for key, content in own.items()}
        if not entries:
            return
        merged = shards.write_shard(self.folder, entries)
        self._used.add(merged)
        for shard, content in by_shard.items():
            if shard != merged and content:
                self._used.discard(shard)
                shard.unlink(missing_ok=True)


def _remove_damaged(shard: Path, error: Exception) -> None:
    _LOG.warning("%s: %s; its documents are coded again", shard, error)
    with contextlib.suppress(OSError):
        shard.unlink()
