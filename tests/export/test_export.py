"""A corpus goes out as tables and networks that other programs open, with a codebook for every column."""

import dataclasses

import coded_cases
import networkx as nx
import openpyxl
import pandas as pd
import pytest

from analysis import errors, eventdata, export, schemas
from analysis.export import spreadsheets, tables
from analysis.export.codebook import meanings
from analysis.relations import graphs

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1")


@pytest.fixture(scope="module")
def corpus():
    rows = [
        *coded_cases.many("RUS", "UKR", "ASSAULT", "2023-03-01", 12, title='=HYPERLINK("http://x.example")'),
        *coded_cases.many("USA", "UKR", "AID", "2023-04-02", 3, text="USA gave aid to UKR; =cmd|' /C calc'!A0."),
        ("CHN", None, "ACCUSE", "2023-04-03"),
        ("RUS", "USA", "ACCUSE", "2023-05-04", {"modality": "planned"}),
    ]
    made = coded_cases.coded(*rows)
    places = ["Ky\x0biv", *FORMULAS, "-12.5", *[None] * 9]
    return dataclasses.replace(made, events=made.events.assign(place=places), run={"note": "x"})


@pytest.fixture(scope="module")
def folder(corpus, tmp_path_factory):
    out = tmp_path_factory.mktemp("export") / "data"
    export.export(corpus, out)
    return out


def test_all_files_are_there_and_said(corpus, folder):
    assert sorted(one.name for one in folder.iterdir()) == sorted(export.file_names())
    contents = (folder / "README.txt").read_text()
    listed = [line.split(":")[0] for line in contents.splitlines() if ": " in line]
    assert sorted(listed) == sorted(set(export.file_names()) - {"README.txt"})
    assert (
        "gdelt.tsv: the asserted and dated events in the form of GDELT 2.0 (15 rows); left out: 1 without" in contents
    )


def test_the_same_corpus_gives_the_same_bytes(corpus, folder, tmp_path, monkeypatch):
    again = tmp_path / "again"
    monkeypatch.setattr(spreadsheets.zipfile.time, "time", lambda: 2_000_000_000.0)
    export.export(corpus, again)
    for file in folder.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes(), file.name


@pytest.mark.parametrize("name", ["events", "reports", "articles"])
def test_no_cell_is_a_formula(corpus, folder, name):
    table = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    sheet = openpyxl.load_workbook(folder / "entente.xlsx")[name]
    cells = [value for row in sheet.iter_rows(values_only=True) for value in row] + table.to_numpy().ravel().tolist()
    texts = [value for value in cells if isinstance(value, str)]
    assert [text for text in texts if text[:1] in "=+@\t\r-" and text and text != "-12.5"] == []
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    if name == "events":
        assert "'=1+1" in texts
        assert "-12.5" in texts
        assert "Kyiv" in [row[list(table).index("place")] for row in sheet.iter_rows(values_only=True)]


def test_event_data_files_hold_no_formula_and_are_read_back(corpus, folder):
    for file, form in (("icews.tab", "icews"), ("gdelt.tsv", "gdelt2"), ("events.csv", "entente")):
        found = eventdata.read(folder / file, form)
        text = (folder / file).read_bytes().decode("utf-8-sig")
        cells = [cell for line in text.split("\n") for cell in line.split("," if form == "entente" else "\t")]
        assert not any(cell.lstrip('"')[:1] in ("=", "@") for cell in cells)
        acts = corpus.events[corpus.events["target"].notna() & (corpus.events["modality"] == "asserted")]
        assert len(found.events[found.events["target"].notna() & (found.events["modality"] == "asserted")]) == len(acts)


def test_tables_agree_with_the_frames(corpus, folder):
    events = pd.read_csv(folder / "events.csv")
    assert events["event_id"].tolist() == corpus.events["event_id"].tolist()
    assert events["source_name"].head(12).tolist() == ["Russia"] * 12
    reports = pd.read_csv(folder / "reports.csv")
    assert reports["trigger"].tolist() == [text[4:8] for text in reports["sentence"]]
    assert reports["source_words"].tolist() == [text[:3] for text in reports["sentence"]]
    assert "body" not in pd.read_csv(folder / "articles.csv")
    whole = pd.read_csv(folder / "relations.csv")
    pair = whole[~whole["directed"] & (whole["a"] == "RUS") & (whole["b"] == "UKR")]
    assert pair["n_mf"].tolist() == [12]
    parquet = pd.read_parquet(folder / "events.parquet")
    assert parquet["place"].iloc[1] == "=1+1", "Parquet holds what was said"


def test_the_workbook_has_days_as_days_and_numbers_as_numbers(folder):
    book = openpyxl.load_workbook(folder / "entente.xlsx")
    assert book.sheetnames == [*tables.FRAMES, "codebook"]
    header, first = list(book["events"].iter_rows(max_row=2, values_only=True))
    row = dict(zip(header, first, strict=True))
    assert row["when_first"].year == 2023
    assert row["quad"] == 4
    assert row["mutual"] is False
    assert book["events"].freeze_panes == "A2"


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks_open_with_names(corpus, folder, form):
    signed = graphs.read(folder / f"relations.{form}")
    assert signed.nodes["RUS"]["label"] == "Russia"
    assert signed.edges["RUS", "UKR"]["sign"] == -1
    assert graphs.read(folder / f"events.{form}").number_of_edges() == 16
    assert "lastmodified" not in (folder / f"relations.{form}").read_text()


def test_every_column_is_in_the_codebook(folder):
    book = pd.read_csv(folder / "codebook.csv")
    for name in tables.FRAMES:
        rows = book[book["table"] == name]
        assert rows["column"].tolist() == pd.read_csv(folder / f"{name}.csv").columns.tolist()
        assert rows["meaning"].notna().all()
    quad = book[(book["table"] == "events") & (book["column"] == "quad")].iloc[0]
    assert quad[["type", "may_be_empty", "values"]].tolist() == ["whole number", "no", "0, 1, 2, 3, 4"]
    goldstein = book[(book["table"] == "events") & (book["column"] == "goldstein")].iloc[0]
    assert goldstein["values"] == "from -10 to 10"


def test_meanings_are_those_of_columns_that_exist():
    listed = {(frame, column) for frame, schema in schemas.SCHEMAS.items() for column in schema.columns}
    listed |= {("reports", column) for column in tables.REPORTS}
    assert set(meanings()) == listed | {("events", "source_name"), ("events", "target_name")}
    assert all(meanings().values())


def test_a_choice_of_formats_and_a_table_too_long_for_a_sheet(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MAX_ROWS", 8)
    files = export.export(corpus, tmp_path / "a", formats="xlsx, csv").set_index("file")
    assert sorted(one.name for one in (tmp_path / "a").iterdir()) == sorted(export.file_names(("xlsx", "csv")))
    assert "events: 17 rows are more than the 8 of a sheet" in files.loc["entente.xlsx", "left_out"]
    assert files.loc["events.csv", "rows"] == 17
    with pytest.raises(errors.InputError, match="'xls'; the nearest is 'xlsx'"):
        export.export(corpus, tmp_path / "b", formats=["xls"])


def test_a_folder_with_other_files_is_left_alone(corpus, tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(errors.InputError, match="holds mine.txt"):
        export.export(corpus, tmp_path)
    with pytest.raises(errors.InputError, match="is a file"):
        export.export(corpus, tmp_path / "mine.txt")
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_corpus_without_acts_is_exported(tmp_path):
    quiet = coded_cases.coded(named=("RUS",))
    files = export.export(quiet, tmp_path / "a").set_index("file")
    assert files.loc["relations.csv", "rows"] == 0
    assert files.loc["articles.csv", "rows"] == 1
    assert nx.read_gexf(tmp_path / "a" / "relations.gexf").number_of_nodes() == 0


def test_an_attribute_of_a_network_has_one_type(tmp_path):
    graph = nx.Graph()
    graph.add_edge("A", "B", n=1, kind="x")
    graph.add_edge("B", "C", n=2.5, kind=3)
    for form in ("graphml", "gexf"):
        found = graphs.read(graphs.write(graph, tmp_path / f"g.{form}"))
        assert sorted(str(data["n"]) for *_, data in found.edges(data=True)) == ["1.0", "2.5"]
        assert sorted(data["kind"] for *_, data in found.edges(data=True)) == ["3", "x"]
        text = (tmp_path / f"g.{form}").read_text()
        assert text.count('attr.name="n"') + text.count('title="n"') == 1
