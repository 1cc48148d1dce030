"""What news services and archives export is read as it comes."""

import datetime as dt
import gzip
import io
import json
import zipfile

import docx
import export_cases as cases
import pandas as pd
import pytest
from export_cases import BODY, SECOND, TITLE

from analysis import corpus, errors
from analysis.corpus import _archives, _columns, _markup, _services

BOTH = [
    ["2024-01-17", TITLE, "Some Wire", f"{BODY}\n\n{SECOND}"],
    ["2024-01-18", "Peru recalls envoy", None, SECOND],
]


def read(folder, name, data, **options):
    """The articles of one file as (day, title, source, text), and the reasons of its rejects."""
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    try:
        found = corpus.read(folder / name, **options)
    except errors.InputError as error:
        return [], [str(error)]
    rows = found.documents.assign(published=found.documents["published"].dt.strftime("%Y-%m-%d"))
    rows = rows[["published", "title", "source", "body"]].astype("object")
    return rows.where(rows.notna(), None).values.tolist(), found.rejects["reason"].tolist()


FULL = [["2024-01-17", TITLE, "Some Wire", BODY]]
HEADLINE = "Peru recalls its ambassador from Chile"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("newsapi.jsonl", cases.lines(cases.NEWSAPI), [["2024-01-17", TITLE, "Some Wire", BODY[:60]]]),
        (
            "newsapi.json",
            json.dumps({"status": "ok", "totalResults": 1, "articles": [cases.NEWSAPI]}),
            [["2024-01-17", TITLE, "Some Wire", BODY[:60]]],
        ),
        (
            "gdelt.json",
            json.dumps({"articles": [cases.GDELT]}, indent=1),
            [["2024-01-17", HEADLINE, "daily.example", ""]],
        ),
        ("one.json", json.dumps(cases.NEWSPLEASE, indent=2), [["2024-01-17", TITLE, "wire.example", BODY]]),
        ("list.json", json.dumps([cases.NEWSPLEASE]), [["2024-01-17", TITLE, "wire.example", BODY]]),
        (
            "lines.json",
            cases.lines(cases.NEWSPLEASE, cases.NEWSPLEASE | {"maintext": SECOND}),
            [["2024-01-17", TITLE, "wire.example", BODY], ["2024-01-17", TITLE, "wire.example", SECOND]],
        ),
        ("list.jsonl", json.dumps([cases.NEWSPLEASE], indent=1), [["2024-01-17", TITLE, "wire.example", BODY]]),
        (
            "guardian.json",
            json.dumps({"response": {"results": [cases.GUARDIAN]}}),
            [["2024-01-17", TITLE, "paper.example", BODY]],
        ),
        (
            "nyt.json",
            json.dumps({"response": {"docs": [cases.NEW_YORK_TIMES]}}),
            [["2024-01-17", TITLE, "The Paper", BODY]],
        ),
        ("mediacloud.csv", cases.MEDIACLOUD, [["2024-01-17", HEADLINE, "wire.example", ""]]),
        (
            "nexis.csv",
            f'Publication,Headline,Publication Day,Full Text\nSome Wire,{TITLE},"January 17, 2024",{BODY}\n',
            FULL,
        ),
        ("excel.csv", f'sep=;\nDatum;Date;Title;Text;Source\n1;17.01.2024;{TITLE};"{BODY}";Some Wire\n', FULL),
        ("pipe.csv", f"date|title|text|source\n17-Jan-24|{TITLE}|{BODY}|Some Wire\n", FULL),
        ("tabs.tab", f"date\ttitle\ttext\tsource\n1705485600\t{TITLE}\t{BODY}\tSome Wire\n", FULL),
        ("page.html", cases.PAGE, BOTH[:1]),
        (
            "list.xlsx",
            cases.workbook(
                {
                    "Articles": [
                        ["Date", "Headline", "Full Text", "Publication"],
                        [pd.Timestamp("2024-01-17 23:30").to_pydatetime(), TITLE, BODY, "Some Wire"],
                    ]
                }
            ),
            FULL,
        ),
    ],
)
def test_exports_of_services(tmp_path, name, data, expected):
    found, rejects = read(tmp_path, name, data)
    assert sorted(found) == sorted(expected)
    assert rejects == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nexis.docx", cases.word(cases.NEXIS_UNI)),
        ("nexis.rtf", cases.rtf(cases.NEXIS_UNI)),
        ("nexis.txt", "\n".join(cases.NEXIS_UNI)),
        ("nexis.html", "".join(f"<p>{one}</p>" for one in cases.NEXIS_UNI)),
        ("factiva.html", cases.FACTIVA_HTML),
        ("codes.html", cases.FACTIVA_CODES),
        ("factiva.rtf", cases.rtf(_markup.lines(cases.FACTIVA_HTML))),
        ("codes.txt", "\n".join(_markup.lines(cases.FACTIVA_CODES))),
    ],
)
def test_exports_of_archives(tmp_path, name, data):
    found, rejects = read(tmp_path, name, data)
    assert rejects == []
    assert [row[:2] + row[3:] for row in found] == [row[:2] + row[3:] for row in BOTH]
    assert [row[2] for row in found] == ["Some Wire", found[1][2]]
    assert found[1][2] in {"The Daily", "The Daily (London)"}


def test_the_older_lexis_nexis_has_lines_cut_at_a_width(tmp_path):
    found, rejects = read(tmp_path, "lexis.txt", cases.LEXIS_NEXIS)
    assert rejects == []
    assert found == [
        ["2024-01-17", f"{TITLE} in a capital far away", "Some Wire", f"{BODY}\n\n{SECOND}"],
        ["2024-01-18", "Peru recalls envoy", "The Daily", SECOND],
    ]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["Title", "Body", "x", "End of Document"], "Nexis Uni: no line with a day"),
        (["1 of 1 DOCUMENTS", "x", "LENGTH: 9 words", "y"], "LexisNexis: no line with a day"),
        (
            ["1 of 1 DOCUMENTS", "17 January 2024", "x", "1 of 1 DOCUMENTS", "x", "LENGTH: 9 words"],
            "LexisNexis: no line w",
        ),
        (["T", "9 words", "Copyright", "x", "Document SWIRE00020240117ek1h0001x"], "Factiva: no line with the number"),
        (["T", "9 words", "17 January 2024", "Document SWIRE00020240117ek1h0001x"], "Factiva: no line of copyright"),
    ],
)
def test_articles_of_an_archive_without_their_parts_are_rejects(lines, reason):
    assert str(_services.split(lines)[0]["reason"]).startswith(reason)


def test_what_is_no_export_is_not_taken_for_one(tmp_path):
    assert (
        _services.split(["In the end of document talks", BODY, "Body of a text", "Document of 17 January 2024"]) is None
    )
    found, _ = read(tmp_path, "a.txt", f" date 2024-01-17 {TITLE}\n{BODY}\n\nEnd of Document\n")
    assert found[0][1] == TITLE


def test_documents_and_plain_texts_with_the_day_in_their_name(tmp_path):
    assert read(tmp_path, "2024-01-17_a.txt", f"{TITLE}\n\n{BODY}")[0] == [["2024-01-17", TITLE, None, BODY]]
    assert read(tmp_path, "20240117.docx", cases.word([TITLE, BODY]))[0] == [["2024-01-17", TITLE, None, BODY]]
    (tmp_path / "2024" / "01" / "17").mkdir(parents=True)
    (tmp_path / "2024" / "01" / "17" / "a.txt").write_text(f"{TITLE}\n{BODY}")
    assert corpus.read(tmp_path).documents["path"].tolist() == ["2024-01-17_a.txt", "2024/01/17/a.txt", "20240117.docx"]
    assert "nor is there a day" in read(tmp_path, "b1234567890.txt", BODY)[1][0]


def test_tables_in_word_documents_are_read(tmp_path):
    made, sink = docx.Document(), io.BytesIO()
    rows = [line.split("\t", 1) for line in _markup.lines(cases.factiva_fields(TITLE, "17 January 2024", "Wire", BODY))]
    table = made.add_table(rows=0, cols=2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    made.save(sink)
    assert read(tmp_path, "a.docx", sink.getvalue())[0] == [["2024-01-17", TITLE, "Wire", BODY]]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-01-17T23:30:00+09:00", "2024-01-17"),
        ("2024-01-17 23:30:00Z", "2024-01-17"),
        ("20240117T233000Z", "2024-01-17"),
        (20240117, "2024-01-17"),
        ("20240117233000", "2024-01-17"),
        ("17 January 2024", "2024-01-17"),
        ("January 17, 2024 Wednesday", "2024-01-17"),
        ("Wednesday, Jan. 17th, 2024", "2024-01-17"),
        ("Wed, 17 Jan 2024 23:30:00 -0800", "2024-01-17"),
        ("Wed Jan 17 23:30:00 +0000 2024", "2024-01-17"),
        ("19-Nov-12", "2012-11-19"),
        ("19-Nov-72", "1972-11-19"),
        ("1 Sept 2023", "2023-09-01"),
        ("17/01/2024", "2024-01-17"),
        ("1/17/2024 11:30 PM", "2024-01-17"),
        ("17.1.2024", "2024-01-17"),
        ("03.02.2024", "2024-02-03"),
        ("05/05/24", "2024-05-05"),
        (1705485600, "2024-01-17"),
        (1705485600000, "2024-01-17"),
        ("1705485600.5", "2024-01-17"),
        ({"$date": "2024-01-17T10:00:00Z"}, "2024-01-17"),
        ("2024/1/7", "2024-01-07"),
        (946684800000, "2000-01-01"),
    ],
)
def test_days_in_usual_forms(tmp_path, written, day):
    found, rejects = read(tmp_path, "a.jsonl", cases.lines({"date": written, "text": BODY}))
    assert ([row[0] for row in found], rejects) == ([day], [])


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("01/02/2024", "does not tell day from month"),
        ("January 2024", "in no form that is known"),
        ("", "no date"),
        ("yesterday", "in no form that is known"),
        ("31/02/2024", "impossible date"),
        ("17 January 10:30", "in no form"),
        (10**17, "in no form"),
        ("24-01-17", "in no form"),
        ("99999999999999", "no form"),
    ],
)
def test_days_that_are_none(tmp_path, written, reason):
    found, (said,) = read(tmp_path, "a.jsonl", cases.lines({"date": written, "text": BODY}))
    assert found == []
    assert reason in said


def test_other_rows_tell_day_from_month(tmp_path):
    def days(*written):
        rows = [{"date": day, "text": f"{BODY} Number {number}."} for number, day in enumerate(written)]
        found, rejects = read(tmp_path, "a.jsonl", cases.lines(*rows))
        return [row[0] for row in found], len(rejects)

    assert days("01/02/2024", "31/01/2024", "05/05/2024") == (["2024-01-31", "2024-02-01", "2024-05-05"], 0)
    assert days("01/02/2024", "1/31/2024") == (["2024-01-02", "2024-01-31"], 0)
    assert days("01/02/2024", "31/01/2024", "1/31/2024") == (["2024-01-31", "2024-01-31"], 1)


@pytest.mark.parametrize(
    "columns", ["date=Tag,text=Inhalt", {"published": "tag", "body": "inhalt"}, "Date = TAG, text=Inhalt"]
)
def test_columns_that_the_user_names(tmp_path, columns):
    table = f"date,Tag,Inhalt,title\nnever,2024-01-17,{BODY},{TITLE}\n"
    assert read(tmp_path, "a.csv", table, columns=columns)[0] == [["2024-01-17", TITLE, None, BODY]]
    frame = pd.DataFrame({"Tag": [dt.date(2024, 1, 17)], "Inhalt": [BODY]})
    assert len(corpus.read(frame, columns=columns).documents) == 1
    nested = cases.lines({"meta": {"Tag": "2024-01-17"}, "Inhalt": BODY})
    assert read(tmp_path, "a.jsonl", nested, columns={"date": "meta.tag", "text": "Inhalt"})[0][0][0] == "2024-01-17"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("date", "not FIELD=COLUMN"),
        ("date=", "not FIELD=COLUMN"),
        ("dat=x", "the nearest is 'date'"),
        ("date=a,published=b", "two columns for the date"),
        ("date=Tagg", "there is no 'Tagg'; there are Tag, Inhalt"),
    ],
)
def test_columns_that_are_mistyped(tmp_path, columns, said):
    _, (message,) = read(tmp_path, "a.csv", f"Tag,Inhalt\n2024-01-17,{BODY}\n", columns=columns)
    assert said in message


def test_the_error_says_what_was_found_and_what_is_accepted(tmp_path):
    _, (message,) = read(tmp_path, "a.csv", f"Tag,Inhalt\n2024-01-17,{BODY}\n")
    for part in (
        "there are Tag, Inhalt",
        "the date is looked for under published, date, publishedAt",
        "date=NAME,text=NAME",
    ):
        assert part in message
    _, (message,) = read(tmp_path, "a.xyz", "x")
    assert "format" in message
    assert ".docx" in message
    assert "no reader for .xls; save it as .xlsx" in read(tmp_path, "a.xls", "x")[1][0]
    _, (message,) = read(tmp_path, "a.json", json.dumps({"meta": {}, "rows": []}))
    assert "no article and no list of articles; there are meta, rows" in message


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (f"<p>{BODY}</p><p>A &amp; B met.</p>", f"{BODY}\n\nA & B met."),
        (f"{BODY}<br/>The &quot;end&quot;.", f'{BODY}\n\nThe "end".'),
        (f"{BODY}\n\nIt was <b>bold</b>.", f"{BODY}\n\nIt was bold."),
        (f"&lt;p&gt;{BODY}&lt;/p&gt;", BODY),
        (f"{BODY} 3 < 4 and 5 > 2 & more", f"{BODY} 3 < 4 and 5 > 2 & more"),
        (f"{BODY} AT&T; so", f"{BODY} AT&T; so"),
        (f"<div><script>x('<p>no</p>')</script><!-- no -->{BODY}</div>", BODY),
        (f"<ul><li>{BODY}</li><li>Two</li></ul>", f"{BODY}\n\nTwo"),
        (f"{BODY}\n<a href='x'>Two</a>\nThree", f"{BODY}\n\nTwo\n\nThree"),
    ],
)
def test_tags_and_entities_are_cleaned_out(tmp_path, written, text):
    found, _ = read(
        tmp_path, "a.jsonl", cases.lines({"date": "2024-01-17", "text": written, "title": "A &amp; <i>B</i>"})
    )
    assert [row[1::2] for row in found] == [["A & B", text]]


@pytest.mark.parametrize(
    "text", ["<div>" * 50_000, "<a " * 100_000, "<!--" * 100_000, "<p>x</p>" * 50_000, "&amp" * 100_000]
)
def test_markup_without_end_takes_no_time(text):
    assert isinstance(_markup.plain(text + BODY), str)


def test_a_page_without_meta_data_takes_what_it_has(tmp_path):
    linked = {
        "@graph": [
            {"@type": "WebSite"},
            {"datePublished": "2024-01-17T10:00:00Z", "headline": TITLE, "publisher": {"name": "Some Wire"}},
        ]
    }
    page = f'<script type="application/ld+json">{json.dumps(linked)}</script><main><p>{BODY}</p></main>'
    assert read(tmp_path, "a.html", page)[0] == FULL
    page = f"<h1>{TITLE}</h1><time datetime='2024-01-17'>Wed</time><div>{BODY}</div>"
    assert read(tmp_path, "a.htm", page)[0][0][:2] == ["2024-01-17", TITLE]
    assert read(tmp_path, "2024-01-17.html", f"<p>{BODY}</p>")[0][0][3] == BODY
    assert "no date" in read(tmp_path, "b.html", f"<p>{BODY}</p>")[1][0]


def test_a_page_is_decoded_as_it_declares(tmp_path):
    page = f'<meta charset="windows-1252"><meta name="date" content="2024-01-17"><p>{BODY} “Café”</p>'
    assert read(tmp_path, "a.html", page.encode("windows-1252"))[0][0][3] == f'{BODY} "Café"'
    assert "encoding" in read(tmp_path, "b.html", page.replace("windows-1252", "utf-8").encode("windows-1252"))[1][0]
    assert "encoding" in read(tmp_path, "c.html", f"<p>{BODY} é</p>".encode("latin-1"))[1][0]


def zipped(members):
    """A zip of the members, all of one day: tests are named after some of these bytes."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def test_gzip_and_zip(tmp_path):
    lines = cases.lines(cases.NEWSPLEASE)
    assert read(tmp_path, "a.jsonl.gz", gzip.compress(lines.encode()))[0] == [
        ["2024-01-17", TITLE, "wire.example", BODY]
    ]
    (tmp_path / "folder").mkdir()
    members = {
        "b/a.jsonl": lines,
        "__MACOSX/b/._a.jsonl": b"\0\5",
        ".hidden.jsonl": lines,
        "README.md": "no",
        "c.zip": b"PK",
        "../2024-01-18.txt": f"Peru\n{SECOND}",
        "d.docx": cases.word([f" date 2024-01-19 {TITLE}", f"{SECOND} {BODY}"]),
    }
    (tmp_path / "folder" / "a.zip").write_bytes(zipped(members))
    found = corpus.read(tmp_path / "folder")
    assert found.documents["path"].tolist() == ["a.zip/b/a.jsonl", "a.zip/2024-01-18.txt", "a.zip/d.docx"]
    assert found.rejects[["path", "reason"]].values.tolist() == [["a.zip/c.zip", "archive in an archive, not opened"]]
    assert not (tmp_path / "2024-01-18.txt").exists()


@pytest.mark.parametrize("name", ["a.zip", "a.jsonl.gz", "a.docx", "a.xlsx"])
def test_archives_that_unpack_to_too_much_are_not_unpacked(tmp_path, name, monkeypatch):
    monkeypatch.setattr(_archives, "_ALWAYS_READ", 100_000)
    zeros = b" " * 1_000_000
    data = {"a.zip": zipped({"a.jsonl": zeros}), "a.jsonl.gz": gzip.compress(zeros)}
    document = zipped({"x.xml": zeros})
    _, (reason,) = read(tmp_path, name, data.get(name, document))
    assert "unpacks to more than 200 times its size" in reason
    monkeypatch.setattr(_archives, "MAX_BYTES", 500_000)
    _, (reason,) = read(tmp_path, name, data.get(name, document))
    assert "too long: unpacks to more than" in reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", b"PK\3\4broken"),
        ("a.jsonl.gz", b"\x1f\x8bbroken"),
        ("a.docx", b"PK"),
        ("a.docx", zipped({"x": "y"})),
        ("a.xlsx", b"PK"),
        ("a.xlsx", zipped({"x": "y"})),
        ("a.xlsx", cases.workbook({"Empty": []})),
        ("a.xlsx", cases.workbook({"Other": [["Tag", "Inhalt"], ["2024-01-17", "x"]]})),
        ("a.rtf", b"no rtf"),
        ("a.json", b"{"),
        ("a.json", b"[" * 100_000),
        ("a.json", b"null"),
        ("a.json", b"3"),
        ("a.json", b'"text"'),
        ("a.html", b"<html></html>"),
        ("a.jsonl.gz", gzip.compress(b"x" * 9000, mtime=0)[:40]),
        ("a.rtf", b"{\\rtf1 " + b"{" * 3000),
        ("a.zip", zipped({"a.csv": "date,text\n"})[:60]),
    ],
)
def test_broken_files_are_rejects(tmp_path, name, data, caplog):
    found, (reason,) = read(tmp_path, name, data)
    assert found == []
    assert "nothing readable" in reason
    assert "unforeseen" not in reason


def test_each_sheet_of_a_workbook_that_holds_articles_is_read(tmp_path):
    header = ["date", "title", "text"]
    sheets = {
        "Notes": [["how this was made"], ["by hand"]],
        "First": [None, header, ["2024-01-17", TITLE, BODY], [None, None, None], ["no day", TITLE, BODY]],
        "Second": [header, [dt.date(2024, 1, 18), "=1+1", SECOND]],
    }
    (tmp_path / "a.xlsx").write_bytes(cases.workbook(sheets))
    (tmp_path / "~$a.xlsx").write_bytes(b"that a program has it open")
    found = corpus.read(tmp_path)
    rows = found.documents.sort_values("path")[["path", "published", "body"]].astype("str").values.tolist()
    assert rows == [["a.xlsx/First", "2024-01-17", BODY], ["a.xlsx/Second", "2024-01-18", SECOND]]
    assert found.rejects[["path", "line"]].values.tolist() == [["a.xlsx/First", 5]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"{TITLE} - Some Wire", TITLE),
        (f"{TITLE} | some wire", TITLE),
        (f"{TITLE} - live", f"{TITLE} - live"),
        ("Some Wire", "Some Wire"),
    ],
)
def test_a_headline_does_not_end_with_the_name_of_its_source(tmp_path, written, expected):
    table = f"date,title,text,source\n2024-01-17,{written},{BODY},Some Wire\n"
    ((_, title, source, _),), _ = read(tmp_path, "a.csv", table)
    assert (title, source) == (expected, "Some Wire")


def test_rows_without_text_in_a_table_of_texts_are_rejects(tmp_path):
    found, rejects = read(tmp_path, "a.csv", f"date,title,text\n2024-01-17,{TITLE},\n2024-01-17,{TITLE},{BODY}\n")
    assert (len(found), rejects) == (1, ["no text"])


def test_headlines_that_repeat_each_other_are_near_duplicates(tmp_path):
    table = f"date,title\n2024-01-17,{HEADLINE}\n2024-01-18,{HEADLINE}\n2024-01-18,{TITLE} on Monday\n"
    (tmp_path / "a.csv").write_text(table)
    documents = corpus.read(tmp_path).documents
    assert documents["duplicate_of"].notna().tolist() == [False, True, False]
    assert documents["n_words"].tolist() == [6, 6, 4]


def test_every_name_in_the_table_of_columns_is_of_a_field_that_is_read():
    assert set(_columns.known_names()) == {*_columns.FIELDS, "link", "articles"}
    names = [name for names in _columns.known_names().values() for name in names]
    assert len(names) == len(set(names))
