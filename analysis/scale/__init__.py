"""Corpora that are larger than the memory: coded from disk to disk, asked and counted where they lie.

`coding` codes articles piece by piece into a folder of frames, sorting by DuckDB (`sorting`). `datasets` opens such
folders, many at once, for SQL, and counts their acts for the measures of relations and tension.
"""

from analysis.scale.coding import Written, code_to_folder
from analysis.scale.datasets import Dataset, connect, count_dataset, find_dataset, is_dataset

__all__ = ["Dataset", "Written", "code_to_folder", "connect", "count_dataset", "find_dataset", "is_dataset"]
