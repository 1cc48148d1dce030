"""A folder of articles as two frames: documents that can be coded, and rejects with the reason.

`formats` takes the articles out of one file, `reading` goes through the files that `_places` finds,
cleans each article and marks near-duplicates (`_duplicates`).
"""

from analysis.corpus._columns import Columns
from analysis.corpus._places import fixed_folder, is_address, locate, may_find_in
from analysis.corpus.formats import Reject
from analysis.corpus.reading import Corpus, Source, marked, nothing_read, place_of, read, read_each, reject_frame

__all__ = [
    "Columns", "Corpus", "Reject", "Source", "fixed_folder", "is_address", "locate", "marked", "may_find_in",
    "nothing_read", "place_of", "read", "read_each", "reject_frame",
]  # fmt: skip
