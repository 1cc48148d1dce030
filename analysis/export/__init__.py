"""A coded corpus for other programs: spreadsheets, statistics, network and event-data tools, with a codebook.

`tables` makes the tables, `spreadsheets` writes them as CSV and XLSX, `codebook` says what their columns
mean, and `folder` writes all of it.
"""

from analysis.export.codebook import codebook
from analysis.export.folder import FORMATS, check_free, export, file_names, parse_formats

__all__ = ["FORMATS", "check_free", "codebook", "export", "file_names", "parse_formats"]
