"""Files that scrapers and spreadsheets leave behind: each a reject or an article, and none costs another."""

import datetime as dt
import gzip
import io
import json
import os
import random
import time
import tracemalloc
import zipfile

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import corpus
from analysis.corpus import formats, reading
from analysis.corpus.rows import parquet_rows, text_lines, xlsx_rows

BODY = "The foreign ministers of the two countries met on Monday and agreed that the talks would go on."


def read(name, data, tmp_path):
    """The articles and the rejects of one file, each as (line, what)."""
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    items = list(formats.read_file(tmp_path / name, name=name))
    articles = [one for one in items if isinstance(one, formats.Article)]
    return articles, [(one.line, one.reason) for one in items if isinstance(one, formats.Reject)]


def day(number):
    return (dt.date(2024, 1, 1) + dt.timedelta(days=number)).isoformat()


def row(number, title="T", body=BODY):
    return f"{day(number)},{title},{body}\n"


HEAD = "date,title,text\n"


@pytest.mark.parametrize(
    "bad",
    [
        f'{day(0)},"Open,{BODY}\n',
        f'{day(0)},T,"{BODY}\n',
        f'"{day(0)},T,{BODY}\n',
        f'{day(0)},"A ""word"" more,{BODY}\n',
    ],
)
@pytest.mark.parametrize("after", [[], [f'{day(40)},"Closed","{BODY}"\n'], [f'{day(40)},T,A "quoted" word.\n']])
def test_an_unclosed_quote_costs_its_own_row_alone(tmp_path, bad, after):
    rows = [row(number) for number in range(1, 29)]
    articles, rejects = read("a.csv", HEAD + row(50) + bad + "".join(rows + after) + row(51), tmp_path)
    days = [one.published.isoformat() for one in articles]
    assert days == [day(50), *(day(number) for number in range(1, 29)), *(day(40) for _ in after), day(51)]
    ((line, reason),) = rejects
    assert line == 3
    assert reason.startswith("unclosed quote: lines 3 to ")


def test_an_unclosed_quote_in_a_text_of_many_lines_is_one_reject(tmp_path):
    text = HEAD + row(1) + f'{day(2)},T,"First.\n\nSecond, and more.\nThird.\n'
    articles, rejects = read("a.csv", text, tmp_path)
    assert len(articles) == 1
    assert rejects == [(3, "unclosed quote: lines 3 to 6")]


def test_an_unclosed_quote_in_the_last_row_and_in_the_header(tmp_path):
    articles, rejects = read("a.csv", HEAD + row(1) + f'{day(2)},T,"{BODY}', tmp_path)
    assert (len(articles), rejects) == (1, [(3, "unclosed quote")])
    articles, ((line, reason),) = read("a.csv", 'date,"title,text\n' + row(1), tmp_path)
    assert (articles, line) == ([], 1)
    assert reason.startswith("bad header")


def test_rows_within_a_quoted_text_are_text(tmp_path):
    quoted = BODY + f"\n{day(3)},T,a row\n{day(4)},T,another"
    articles, rejects = read("a.csv", HEAD + row(1, body=f'"{quoted}"') + row(2), tmp_path)
    assert [one.body for one in articles] == [quoted, BODY]
    assert rejects == []


def test_quotes_within_quotes_are_read_where_each_cell_has_its_place(tmp_path):
    articles, rejects = read("a.csv", HEAD + f'{day(1)},T,"He said "yes" to it."\n' + row(2), tmp_path)
    assert len(articles) == 2
    assert rejects == []


def test_many_unclosed_quotes_take_no_time(tmp_path):
    start = time.process_time()
    _, rejects = read("a.csv", HEAD + f'{day(1)}",y,"z\n' * 50_000, tmp_path)
    assert rejects
    assert time.process_time() - start < 10


@pytest.mark.parametrize("size", [160_000, 999_000])
def test_long_cells_are_read(tmp_path, size):
    body = "word " * (size // 5)
    articles, rejects = read("a.csv", HEAD + row(1, body=body) + row(2, body=f'"{body}"'), tmp_path)
    assert [one.body for one in articles] == [body.strip()] * 2
    assert rejects == []


def test_a_cell_that_is_too_long_costs_its_own_row_alone(tmp_path):
    paragraphs = "\n".join([f"{day(9)},T,{BODY}"] * 20_000)
    articles, rejects = read("a.csv", HEAD + row(1) + row(2, body=f'"{paragraphs}"') + row(3), tmp_path)
    assert [one.published.isoformat() for one in articles] == [day(1), day(3)]
    ((_, reason),) = rejects
    assert reason.startswith("too long: ")


class Rows(io.RawIOBase):
    """A file of rows that are made while they are read."""

    def __init__(self, rows):
        self.rows, self.make, self.rest = rows(), rows, b""

    def readable(self):
        return True

    def seek(self, place, whence=0):
        assert (place, whence) == (0, 0)
        self.rows, self.rest = self.make(), b""
        return 0

    def readinto(self, buffer):
        while not self.rest:
            row = next(self.rows, None)
            if row is None:
                return 0
            self.rest = row.encode()
        part, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def open(self, _):
        return self


def count(rows, name="a.csv"):
    """The number of articles of rows, the rejects, and the most memory that reading took."""
    n_articles, rejects = 0, []
    tracemalloc.start()
    for one in formats.read_file(Rows(rows), name=name):
        if isinstance(one, formats.Article):
            n_articles += 1
        else:
            rejects.append((one.line, one.reason))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return n_articles, rejects, peak


@pytest.mark.parametrize("date", ["2024-01-17", "01/02/2024"])
def test_a_table_is_never_held_whole(date, monkeypatch):
    monkeypatch.setattr(formats, "_MAX_WAITING", 1_000_000)

    def rows():
        yield HEAD
        yield from (f"{date},T{number},{BODY * 80}\n" for number in range(4000))
        yield f"31/12/2023,T,{BODY}\n"

    n_articles, rejects, peak = count(rows)
    assert (n_articles, rejects) == (4001, [])
    assert peak < 8e6 < 4000 * 80 * len(BODY)


def test_a_quote_left_open_costs_one_row_of_a_table_larger_than_what_is_held(monkeypatch):
    monkeypatch.setattr(text_lines, "MAX_RECORD", 200_000)

    def rows():
        yield HEAD
        yield f'{day(0)},"Open,{BODY}\n'
        yield from (row(number % 400) for number in range(20_000))

    n_articles, ((line, reason),), peak = count(rows)
    assert (n_articles, line) == (20_000, 2)
    assert reason.startswith("unclosed quote: lines 2 to ")
    assert peak < 3e6


def test_a_row_without_end_is_passed_over_to_the_next(monkeypatch):
    monkeypatch.setattr(text_lines, "MAX_RECORD", 50_000)

    def of_lines():
        yield HEAD
        yield f'{day(1)},T,"'
        yield from ("No row.\n" for _ in range(40_000))
        yield f'"\n{row(2)}'

    def of_one_line():
        yield HEAD
        yield f"{day(1)},T,"
        yield from ("word " for _ in range(100_000))
        yield f"\n{row(2)}"

    for rows in (of_lines, of_one_line):
        n_articles, ((line, reason),), peak = count(rows)
        assert (n_articles, line) == (1, 2)
        assert reason.startswith("too long: a row of more than ")
        assert peak < 3e6


def test_a_byte_that_is_no_text_costs_its_row(tmp_path):
    bad = row(2).encode().replace(b"agreed", b"agr\xe9ed")
    articles, rejects = read("a.csv", (HEAD + row(1)).encode() + bad + row(3).encode(), tmp_path)
    assert [one.published.isoformat() for one in articles] == [day(1), day(3)]
    assert rejects == [(3, "encoding: not UTF-8")]
    assert read("b.csv", "date,titr\xe9,text\n".encode("latin-1"), tmp_path) == (
        [],
        [(1, "encoding: the header is not UTF-8")],
    )
    half = ("\ufeff" + HEAD + row(1)).encode("utf-16-le") + b"x"
    articles, rejects = read("c.csv", half, tmp_path)
    assert (len(articles), rejects) == (1, [(None, "encoding: not UTF-16, as its first bytes say")])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_packed_and_with_any_end_of_line(tmp_path, end):
    text = (HEAD + row(1) + f'{day(2)},"",{BODY}\n' + row(3)).replace("\n", end)
    for name, data in (("a.csv", text.encode()), ("b.csv.gz", gzip.compress(text.encode()))):
        articles, rejects = read(name, data, tmp_path)
        assert [(one.published.isoformat(), one.line) for one in articles] == [(day(n), n + 1) for n in (1, 2, 3)]
        assert rejects == []
    many = HEAD + "".join(row(number) for number in range(800))
    articles, rejects = read("c.csv.gz", gzip.compress(many.encode())[:-20], tmp_path)
    assert len(articles) > 100, "what comes before the break is read"
    assert [reason.split(":")[0] for _, reason in rejects] == ["gzip"]


def test_a_header_longer_than_128_kib_and_a_blank_line_before_it(tmp_path):
    long = "x" * 200_000
    articles, rejects = read("a.csv", f"\n\ndate,title,text,{long}\n{day(1)},T,{BODY},\n", tmp_path)
    assert len(articles) == 1
    assert rejects == []


def test_nul_is_removed_from_cells_and_a_binary_file_is_refused(tmp_path):
    articles, _ = read("a.csv", HEAD + row(1, title="A\0 title"), tmp_path)
    assert articles[0].title == "A title"
    articles, _ = read("a.jsonl", json.dumps({"date": day(1), "text": BODY})[:-1] + ', "title": "\0x"}', tmp_path)
    assert [one.title for one in articles] in (["x"], [])
    assert read("b.csv", b"\0\1\2" * 50, tmp_path) == ([], [(None, "binary")])


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.md", "a.jsonl"])
def test_titles_have_a_limit(tmp_path, name):
    title = "word " * 20_000
    data = {
        "a.csv": HEAD + row(1, title=title), "a.txt": f" date {day(1)} {title}\n{BODY}",
        "a.md": f"---\ndate: {day(1)}\ntitle: {title[:40_000]}\n---\n{BODY}",
        "a.jsonl": json.dumps({"date": day(1), "title": title, "text": BODY}),
    }  # fmt: skip
    articles, ((_, reason),) = read(name, data[name], tmp_path)
    assert articles == []
    assert reason.startswith("too long: a title of")


NESTED = "[" * 1000 + "]" * 1000
LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (f"deep: {NESTED}", "nested more than 20 deep"),
        ("\n".join("  " * depth + "a:" for depth in range(1000)), ""),
        ("".join("? " for _ in range(1000)), ""),
        (LAUGHS, "anchors and aliases are not read"),
        ("a: &x 1", "anchors and aliases are not read"),
        ("a: *x", ""),
        ("a: !!python/object/apply:os.system [ls]", "could not determine a constructor"),
        ("x: y\n" * 20_000, "characters, at most"),
        (": [", ""),
        ("day: 2024-02-31", ""),
    ],
)
def test_front_matter_that_is_refused(tmp_path, head, reason):
    articles, ((line, said),) = read("a.md", f"---\ndate: {day(1)}\n{head}\n---\n{BODY}", tmp_path)
    assert (articles, line) == ([], 1)
    assert said.startswith("front matter: ")
    assert reason in said


@pytest.mark.parametrize("number", ["0x" + "f" * 5000, "1" * 5000, "1:" * 2500 + "1", "0b" + "1" * 20_000, "1e999999"])
@pytest.mark.parametrize("field", ["other", "source"])
def test_numbers_of_thousands_of_digits_are_text(tmp_path, number, field):
    articles, rejects = read("a.md", f"---\ndate: {day(1)}\n{field}: {number}\n---\n{BODY}", tmp_path)
    assert len(articles) + len(rejects) == 1
    assert all(reason.startswith("too long: a source") for _, reason in rejects)
    articles, rejects = read("a.jsonl", f'{{"date": "{day(1)}", "text": "{BODY}", "n": {number}}}', tmp_path)
    assert len(articles) + len(rejects) == 1


def test_front_matter_keeps_days_text_and_nothing(tmp_path):
    head = "date: 2024-01-05\ntitle: no\nsource: ~"
    ((one,), _) = read("a.md", f"---\n{head}\n---\n{BODY}", tmp_path)
    assert (one.published, one.title, one.source) == (dt.date(2024, 1, 5), "no", None)


@pytest.mark.parametrize("year", ["0001", "0024", "1799", "2204", "9999"])
def test_publication_days_outside_the_press_are_rejects(tmp_path, year):
    articles, ((_, reason),) = read("a.txt", f" date {year}-01-01 T\n{BODY}", tmp_path)
    assert articles == []
    assert reason.startswith(f"impossible date: {year}-01-01 is not between 1800 and ")
    assert len(read("b.txt", f" date {dt.datetime.now(tz=dt.UTC).year + 1}-12-31 T\n{BODY}", tmp_path)[0]) == 1
    assert len(read("b.txt", f" date 1800-01-01 T\n{BODY}", tmp_path)[0]) == 1


def parquet(table, **options):
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([2**50, 0], pa.timestamp("s")), ([-(2**62), 0], pa.timestamp("ms")), ([2**31 - 1, 0], pa.date32()),
        ([-(2**31), 0], pa.date32()), ([86_400_000 * 10**9, 0], pa.date64()), ([2**50, 0], pa.timestamp("s", tz="UTC")),
        ([2**62, 0], pa.timestamp("us", tz="America/New_York")),
    ],
)  # fmt: skip
def test_days_of_parquet_out_of_range_cost_their_row_alone(tmp_path, values, kind):
    table = pa.table({"date": pa.array(values, kind), "text": [BODY, BODY]})
    articles, ((line, reason),) = read("a.parquet", parquet(table), tmp_path)
    assert line == 1
    assert "impossible date" in reason
    assert len(articles) == 1


def test_days_of_parquet_in_a_time_zone(tmp_path):
    late = dt.datetime(2024, 1, 2, 3, tzinfo=dt.UTC)
    for zone, expected in [("UTC", "2024-01-02"), ("America/New_York", "2024-01-01"), ("Nowhere/Land", "2024-01-02")]:
        table = pa.table({"date": pa.array([late, None], pa.timestamp("us", tz=zone)), "text": [BODY, BODY]})
        articles, rejects = read("a.parquet", parquet(table), tmp_path)
        assert [one.published.isoformat() for one in articles] == [expected]
        assert rejects == [(2, "no date")]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary()])
def test_a_small_parquet_file_that_unpacks_to_much_is_read_in_turn(tmp_path, kind):
    huge = pa.array(["x" * 20_000_000], kind)
    text = pa.DictionaryArray.from_arrays(
        pa.array([0] * 400 + [1], pa.int32()), pa.concat_arrays([huge, pa.array([BODY], kind)])
    )
    data = parquet(pa.table({"date": [day(1)] * 401, "text": text, "other": ["y"] * 401}), row_group_size=100)
    assert len(data) < 5_000_000
    before = pa.total_allocated_bytes()
    peak = 0
    found = []
    for item in formats._read_parquet(data, "a.parquet", formats.Columns()):
        peak = max(peak, pa.total_allocated_bytes() - before)
        found.append(item)
    assert [one.line for one in found if isinstance(one, formats.Article)] == [401]
    assert all("too long: 20,000,000 bytes" in one.reason for one in found if isinstance(one, formats.Reject))
    assert peak < 300_000_000, "400 rows would be 8 GB"


def test_a_parquet_file_of_more_rows_than_bytes_is_refused(tmp_path):
    n_rows = 200_000
    once = pa.DictionaryArray.from_arrays(pa.array([0] * n_rows, pa.int32()), pa.array([day(1)]))
    articles, ((_, reason),) = read("a.parquet", parquet(pa.table({"date": once, "text": once})), tmp_path)
    assert articles == []
    assert reason.startswith("too long: 200,000 rows in ")


def test_a_text_of_parquet_that_unpacks_to_too_much_costs_its_group(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_rows, "MAX_GROUP_BYTES", 1_000_000)
    draw = random.Random(1)  # noqa: S311 - no secret
    for text in ("x" * 3_000_000, draw.randbytes(2_500_000).hex()):
        table = pa.table({"date": [day(1), day(2)], "text": [text, BODY]})
        data = parquet(table, row_group_size=1, compression="zstd", use_dictionary=False)
        articles, ((line, reason),) = read("a.parquet", data, tmp_path)
        assert [one.line for one in articles] == [2]
        assert line == 1
        assert reason.startswith("too long: rows 1 to 1 unpack to ")


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    "<sheetData>{}</sheetData></worksheet>"
)


def sheet_row(number, *cells):
    texts = (f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells)
    return f'<row r="{number}">{"".join(texts)}</row>'


def workbook(*rows):
    """A workbook whose one sheet has the rows, whatever they say of themselves."""
    book, sink = openpyxl.Workbook(), io.BytesIO()
    book.save(sink)
    made = io.BytesIO()
    with zipfile.ZipFile(sink) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            is_sheet = info.filename.endswith("sheet1.xml")
            new.writestr(info, SHEET.format("".join(rows)) if is_sheet else old.read(info))
    return made.getvalue()


def test_a_sheet_is_as_wide_as_its_header_and_as_long_as_a_program_makes_it(tmp_path, monkeypatch):
    header = sheet_row(1, ("A", "date"), ("B", "text"))
    rows = [sheet_row(number, ("A", day(1)), ("B", BODY), ("XFD", "far")) for number in (2, 5000)]
    start = time.process_time()
    articles, rejects = read("a.xlsx", workbook(header, *rows), tmp_path)
    assert [one.line for one in articles] == [2, 5000]
    assert rejects == []
    monkeypatch.setattr(xlsx_rows, "MAX_ROWS", 10_000)
    for last in (20_000, 10**15):
        data = workbook(header, rows[0], sheet_row(last, ("A", day(1)), ("B", BODY)))
        articles, rejects = read("a.xlsx", data, tmp_path)
        assert [one.line for one in articles] == [2]
        assert rejects == [(None, "too long: a workbook of more than 10,000 rows")]
    articles, rejects = read("a.xlsx", workbook(sheet_row(10**15, ("A", "date"), ("B", "text"))), tmp_path)
    assert rejects == [(None, "too long: a workbook of more than 10,000 rows")]
    assert time.process_time() - start < 5


@pytest.mark.parametrize("damage", ["<sheetPr><outlinePr oops='1'/></sheetPr>", "<sheetData><row></c>", "\x01"])
def test_a_damaged_sheet_is_one_reject(tmp_path, damage):
    good, bad = workbook(sheet_row(1, ("A", "date"), ("B", "text"))), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(bad, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            is_sheet = info.filename.endswith("sheet1.xml")
            new.writestr(info, data.replace(b"<sheetData>", damage.encode() + b"<sheetData>") if is_sheet else data)
    articles, rejects = read("a.xlsx", bad.getvalue(), tmp_path)
    assert articles == []
    ((_, reason),) = rejects
    assert reason.startswith("xlsx: ")


def test_articles_within_articles_and_paragraphs_within_paragraphs_are_read_once(tmp_path):
    head = f"<html><head><meta name=date content={day(1)}></head><body>"
    nested = "<article>" * 200 + "<p></p>" * 20_000 + f"<div>{BODY}</div>"
    start = time.process_time()
    articles, _ = read("a.html", head + nested, tmp_path)
    assert [one.body for one in articles] == [BODY]
    articles, _ = read("b.html", head + f"<article><p>{BODY}<b><p>{BODY[::-1]}</b></p></article>", tmp_path)
    assert [one.body.count(BODY[::-1]) for one in articles] == [1]
    assert time.process_time() - start < 5


def test_lists_of_very_many_texts_in_parquet_are_measured_before_they_are_read(tmp_path):
    def lists(*sizes):
        """Rows with so many times a text each, which the file holds once."""
        texts = pa.DictionaryArray.from_arrays(pa.array([0] * sum(sizes), pa.int32()), pa.array([BODY * 10]))
        ends = [sum(sizes[:number]) for number in range(len(sizes) + 1)]
        return pa.table({"date": [day(1)] * len(sizes), "text": pa.ListArray.from_arrays(pa.array(ends), texts)})

    articles, rejects = read("a.parquet", parquet(lists(3, 40_000, 2)), tmp_path)
    assert [one.line for one in articles] == [1, 3]
    assert [(line, reason.split(" bytes")[0]) for line, reason in rejects] == [
        (2, f"text: too long: {40_000 * 10 * len(BODY):,}")
    ]
    articles, rejects = read("a.parquet", parquet(lists(1_100_000, 2)), tmp_path)
    assert rejects == [(1, "too long: rows 1 to 2 have 1,100,002 values")]


def test_rejects_of_one_kind_are_counted_where_they_are_many(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_REJECTS_OF_A_KIND", 3)
    rows = "".join(f"{day(number)},T,{BODY}\nnever,T,{BODY}\n{day(1)},T,\n" for number in range(9))
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(HEAD + rows)
    found = corpus.read(tmp_path)
    assert len(found.documents) == 18
    listed = found.rejects[found.rejects["path"] == "b.csv"]
    assert listed["reason"].str.split(":").str[0].value_counts().to_dict() == {"no date": 4, "no text": 4}
    assert set(listed[listed["line"].isna()]["reason"]) == {"no date: 6 further rows", "no text: 6 further rows"}


def test_rows_of_parquet_are_counted_through_its_groups(tmp_path):
    days = [day(number) for number in range(100)]
    days[70] = "never"
    table = pa.table({"date": days, "text": [BODY] * 100, "other": pa.array([{"a": 1}] * 100)})
    articles, rejects = read("a.parquet", parquet(table, row_group_size=40), tmp_path)
    assert len(articles) == 99
    assert [line for line, _ in rejects] == [71]


def test_a_broken_parquet_file_is_a_reject(tmp_path):
    data = parquet(pa.table({"date": [day(1)] * 100, "text": [BODY] * 100}))
    for broken in (data[:-20], data[:100] + b"\xff" * 50 + data[150:], b"PAR1" + b"\0" * 40 + b"PAR1"):
        _, rejects = read("a.parquet", broken, tmp_path)
        assert rejects


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("source", {"id": None, "name": "Radio"}, "Radio"), ("source", {"id": "radio"}, "radio"), ("source", {}, None),
        ("source", ["One", "Two"], "One, Two"), ("source", 7, "7"),
        ("text", ["First.", "", "Second."], "First.\n\nSecond."),
        ("text", [{"text": "First."}, {"text": "Second."}], "First.\n\nSecond."), ("title", ["A", "title"], "A title"),
    ],
)  # fmt: skip
def test_cells_that_are_not_text(tmp_path, field, cell, expected):
    ((one,), rejects) = read("a.jsonl", json.dumps({"date": day(1), "text": BODY, field: cell}), tmp_path)
    assert {"source": one.source, "text": one.body, "title": one.title}[field] == expected
    assert rejects == []


@pytest.mark.parametrize("cell", [{"a": 1}, {"name": {"name": "x"}}, [[[[[[[["x"]]]]]]]]])
def test_cells_that_hold_no_text_are_rejects(tmp_path, cell):
    articles, ((_, reason),) = read("a.jsonl", json.dumps({"date": day(1), "text": cell}), tmp_path)
    assert articles == []
    assert reason.startswith("a cell is")


def test_bytes_are_decoded_or_rejected(tmp_path):
    table = pa.table({"date": [day(1)] * 2, "text": pa.array([BODY.encode(), b"\xe9t\xe9"], pa.binary())})
    articles, rejects = read("a.parquet", parquet(table), tmp_path)
    assert [one.body for one in articles] == [BODY]
    assert rejects == [(2, "encoding: a cell is not UTF-8")]
    found = list(formats.read_table(pd.DataFrame({"date": [day(1)] * 2, "text": [BODY.encode(), [BODY]]}), name="t"))
    assert [one.body for one in found] == [BODY, BODY]


def test_folders_deeper_than_python_can_recurse(tmp_path):
    (tmp_path / "z.txt").write_text(f" date {day(1)} Last\n{BODY}")
    depth = 0
    home = os.getcwd()  # noqa: PTH109 - restored below
    try:
        os.chdir(tmp_path)
        while depth < 1200:
            os.mkdir("d")  # noqa: PTH102 - the whole path is longer than one call takes
            os.chdir("d")
            depth += 1
        with open("a.txt", "w") as file:  # noqa: PTH123
            file.write(f" date {day(1)} Deep\n{BODY} And so on.")
        os.chdir(tmp_path)
        assert corpus.read(tmp_path).documents["title"].tolist() == ["Deep", "Last"]
    finally:
        for _ in range(depth):
            os.chdir("d")
        if depth:
            os.unlink("a.txt")  # noqa: PTH108
        for _ in range(depth):
            os.chdir("..")
            os.rmdir("d")  # noqa: PTH106
        os.chdir(home)


def test_links_that_lead_out_are_not_followed(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.txt").write_text(f" date {day(1)} {folder.name}\n{BODY} In {folder.name}.")
    (inside / "linked.txt").symlink_to(outside / "a.txt")
    (inside / "own.txt").symlink_to(inside / "a.txt")
    (inside / "sub").symlink_to(outside)
    for root in (inside, tmp_path / "link"):
        if root != inside:
            root.symlink_to(inside)
        found = corpus.read(root)
        assert set(found.documents["title"]) == {"in"}
        assert found.rejects[["path", "reason"]].values.tolist() == [
            ["linked.txt", "symbolic link that leads out of the folder, not followed"],
            ["sub", "symbolic link to a folder, not followed"],
        ]
    assert len(corpus.read(inside / "linked.txt").documents) == 1, "a file that the user names is read"


def test_what_nobody_foresaw_costs_one_article(tmp_path, monkeypatch, caplog):
    class Surprise(Exception):  # noqa: N818
        pass

    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f" date {day(1)} {name}\n{BODY} {name}")
    (tmp_path / "d.csv").write_text("{}\n")
    cleaned, checked = reading.clean, formats._checked

    def clean(text, **options):
        if text.endswith(" b"):
            raise Surprise("in cleaning")
        return cleaned(text, **options)

    def check(name, line, fields, **options):
        if name == "c.txt":
            raise Surprise("in checking")
        return checked(name, line, fields, **options)

    def reader(file, name, columns):
        raise Surprise("in reading")
        yield

    monkeypatch.setattr(reading, "clean", clean)
    monkeypatch.setattr(formats, "_checked", check)
    monkeypatch.setattr(formats, "_of_csv", reader)
    found = corpus.read(tmp_path)
    assert found.documents["title"].tolist() == ["a"]
    assert found.rejects[["path", "reason"]].values.tolist() == [
        ["b.txt", "unforeseen: Surprise: in cleaning"],
        ["c.txt", "unforeseen: Surprise: in checking"],
        ["d.csv", "unforeseen: Surprise: in reading"],
    ]
    assert "b.txt" in caplog.text
