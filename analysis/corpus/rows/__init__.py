"""The rows of one file of articles, by its format: CSV, JSON, Parquet, XLSX."""

from analysis.corpus.rows import csv_rows, json_rows, parquet_rows, text_lines, xlsx_rows

__all__ = ["csv_rows", "json_rows", "parquet_rows", "text_lines", "xlsx_rows"]
