"""Coded documents, kept by what their coding rests on, so that no document is coded twice.

`keys` says when two codings must be equal; `documents` keeps and finds what was coded, in the files of `shards`;
`pruning` counts them and removes the oldest.
"""

from analysis.store.documents import DocumentStore, cache_folder
from analysis.store.keys import DocumentKeys, version
from analysis.store.pruning import GB, Usage, max_bytes, prune, usage

__all__ = ["GB", "DocumentKeys", "DocumentStore", "Usage", "cache_folder", "max_bytes", "prune", "usage", "version"]
