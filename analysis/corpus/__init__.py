"""A folder of articles as two frames: documents that can be coded, and rejects with the reason.

`formats` takes the articles out of one file, `reading` walks a folder, cleans
each article and marks near-duplicates (`_duplicates`).
"""

from analysis.corpus._columns import Columns
from analysis.corpus.reading import Corpus, Source, read

__all__ = ["Columns", "Corpus", "Source", "read"]
