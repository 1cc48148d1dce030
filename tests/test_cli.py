"""Each command, as a user types it."""

import json

import nbformat
import pandas as pd
import pytest
from coded_cases import coded
from support import ROOT
from typer.testing import CliRunner

from analysis import __version__, cli
from analysis.events.coded import FRAMES, read_frames, write_frames
from analysis.report import making, runner

RUN = CliRunner()


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    """The seed article's frames, as `entente code` writes them."""
    folder = tmp_path_factory.mktemp("frames")
    done = RUN.invoke(cli.app, ["code", str(ROOT / "seeds"), "--out", str(folder)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("1 article read, 0 rejected; 15 sentences; ")
    return folder


def main(monkeypatch, capsys, *words):
    """What `entente WORDS` says on stderr, and its exit code."""
    monkeypatch.setattr("sys.argv", ["entente", *map(str, words)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return stopped.value.code, capsys.readouterr().err


def test_code_writes_a_file_a_frame_and_the_record(frames):
    names = sorted(file.name for file in frames.iterdir())
    assert names == sorted([*(f"{name}.parquet" for name in (*FRAMES, "corrections")), "run.json"])
    run = json.loads((frames / "run.json").read_text())
    assert run["counts"]["documents"] == 1
    assert run["counts"]["words"] > 300
    assert run["parameters"]["workers"] == 2


def test_code_takes_aliases(tmp_path):
    (tmp_path / "mine.csv").write_text("alias,actor\nLiu,CHN\n")
    options = ["--out", str(tmp_path / "out"), "--aliases", str(tmp_path / "mine.csv"), "--workers", "1"]
    assert RUN.invoke(cli.app, ["code", str(ROOT / "seeds"), *options]).exit_code == 0
    coded = read_frames(tmp_path / "out")
    assert set(coded.mentions.loc[coded.mentions["text"] == "Liu", "actor"]) == {"CHN"}
    assert coded.run["parameters"]["aliases"] == "mine.csv"


def test_explain_names_rule_path_and_actors(frames):
    events = read_frames(frames).events
    threat = events[(events["root"] == "THREATEN") & (events["target"] == "KOR")].iloc[0]
    done = RUN.invoke(cli.app, ["explain", threat["event_id"], "--frames", str(frames)])
    assert done.exit_code == 0
    for part in ("North Korea -> South Korea: THREATEN", str(threat["decided_by"]), "annihilate", "Earlier this month"):
        assert part in done.output


def test_export_takes_a_pair_and_corrections(frames, tmp_path):
    event = read_frames(frames).between("PRK", "KOR")["event_id"].iloc[0]
    (tmp_path / "mine.csv").write_text(f"event,field\n{event},reject\n")
    words = ["export", str(frames), "--out", str(tmp_path / "out"), "--format", "csv", "--pair", "PRK,South Korea"]
    done = RUN.invoke(cli.app, [*words, "--corrections", str(tmp_path / "mine.csv")])
    assert done.exit_code == 0, done.output
    made = pd.read_csv(tmp_path / "out" / "events.csv")
    assert {frozenset(two) for two in made[["source", "target"]].itertuples(index=False)} == {frozenset({"PRK", "KOR"})}
    assert event not in set(made["event_id"])
    assert f"events.csv{len(made):>26}" in done.output


def test_explain_of_no_event(frames, monkeypatch, capsys):
    code, said = main(monkeypatch, capsys, "explain", "nonsense", "--frames", frames)
    assert code == 2
    assert said.startswith("entente: no event 'nonsense' among the ")


def test_run_gives_a_notebook_its_parameters(tmp_path):
    source = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                'state: str = ""  # a state\nn: int = 1  # a number', metadata={"tags": ["parameters"]}
            ),
            nbformat.v4.new_code_cell("print(repr(state), n + 1)"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(source, tmp_path / "a.ipynb")
    output = tmp_path / "deep" / "out.ipynb"
    words = ["run", str(tmp_path / "a.ipynb"), str(output), "-p", "state=NO", "-p", "n=41"]
    assert RUN.invoke(cli.app, words).exit_code == 0
    assert nbformat.read(output, as_version=4).cells[-1].outputs[0].text == "'NO' 42\n", "NO stays a state"


@pytest.mark.parametrize(("typed", "removed"), [("false", 0), ("True", 1)])
def test_one_a_day_of_the_page_on_event_data_is_what_was_typed(tmp_path, typed, removed):
    shipped = nbformat.read(ROOT / "notebooks" / "07-external-events.ipynb", as_version=4)
    last = next(n for n, cell in enumerate(shipped.cells) if "tables.rows_read(got)" in cell.source)
    shipped.cells = shipped.cells[: last + 1]
    nbformat.write(shipped, tmp_path / "reading.ipynb")
    row = "2024-01-02,RUS,UKR,ASSAULT\n"
    (tmp_path / "mine.csv").write_text(f"when_first,source,target,root\n{row}{row}2024-01-03,USA,CHN,CONSULT\n")
    output = tmp_path / "out.ipynb"
    given = {"events": tmp_path / "mine.csv", "one_a_day": typed}
    options = [word for name, value in given.items() for word in ("-p", f"{name}={value}")]
    done = RUN.invoke(cli.app, ["run", str(tmp_path / "reading.ipynb"), str(output), *options])
    assert done.exit_code == 0, done.output
    said = nbformat.read(output, as_version=4).cells[-1].outputs[-1].data["text/plain"].splitlines()
    assert f"removed by one_a_day | {removed}" in said
    assert f"counted | {3 - removed}" in said


def test_run_refuses_what_is_no_parameter(tmp_path, monkeypatch, capsys):
    notebook = ROOT / "notebooks" / "01-corpus.ipynb"
    code, said = main(monkeypatch, capsys, "run", notebook, tmp_path / "o.ipynb", "-p", "corpos=seed")
    assert (code, said.count("\n")) == (2, 1)
    assert "01-corpus.ipynb has no parameter corpos" in said
    code, said = main(monkeypatch, capsys, "run", notebook, tmp_path / "o.ipynb", "-p", "corpus")
    assert (code, said) == (2, "entente: parameter 'corpus' is not NAME=VALUE\n")


@pytest.fixture
def typed(tmp_path):
    """A notebook with a parameter of each type, which prints them."""
    cell = 'place: str = ""\nn: int = 1\nshare: float = 0.5\nonce: bool = False\nfree = 1'
    source = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(cell, metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell("print(repr((place, n, share, once, free)))"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(source, tmp_path / "typed.ipynb")
    return tmp_path / "typed.ipynb"


def test_text_of_parameters_is_read_by_their_types(typed):
    parse = runner.parse_parameters
    assert parse(typed, {"place": "2024", "n": "7", "share": "3", "once": "false", "free": "x"}) == {
        "place": "2024", "n": 7, "share": 3.0, "once": False, "free": "x",
    }  # fmt: skip
    for text in ("False", "no", "0", "off", " FALSE "):
        assert parse(typed, {"once": text}) == {"once": False}
    for text in ("true", "True", "yes", "1", "on"):
        assert parse(typed, {"once": text}) == {"once": True}
    assert parse(typed, {"place": ""}) == {"place": ""}


@pytest.mark.parametrize(
    "given", ["n=abc", "n=1.5", "n=", "share=x", "share=nan", "share=1e999", "once=perhaps", "once=", "n=" + "1" * 5000]
)
def test_a_parameter_of_another_type_is_one_line(typed, tmp_path, monkeypatch, capsys, given):
    code, said = main(monkeypatch, capsys, "run", typed, tmp_path / "o.ipynb", "-p", given)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(f"entente: typed.ipynb: parameter {given.partition('=')[0]} is ")
    assert not (tmp_path / "o.ipynb").exists()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("corpus=2024", "no such file or folder: 2024"),
        ("corpus=", "no corpus is named"),
        ("half_life=abc", "whole number"),
    ],
)
def test_mistakes_in_the_parameters_of_a_notebook_are_one_line(tmp_path, monkeypatch, capsys, given, reason):
    notebook = ROOT / "notebooks" / "03-relationships.ipynb"
    code, said = main(monkeypatch, capsys, "run", notebook, tmp_path / "o.ipynb", "-p", given)
    assert (code, said.count("\n")) == (2, 1)
    assert reason in said


def test_an_absent_file_is_one_line(tmp_path, frames, monkeypatch, capsys):
    for words in (
        ["code", ROOT / "seeds", "--out", tmp_path / "o", "--aliases", tmp_path / "no.csv"],
        ["report", frames, "--out", tmp_path / "o", "--aliases", tmp_path / "no.csv"],
        ["run", tmp_path / "no.ipynb", tmp_path / "o.ipynb"],
    ):
        code, said = main(monkeypatch, capsys, *words)
        assert (code, said.count("\n")) == (2, 1)
        assert "no such " in said


def test_what_cannot_be_written_is_one_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    code, said = main(monkeypatch, capsys, "code", ROOT / "seeds", "--out", tmp_path / "file" / "deep")
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("entente: ")


def test_index_needs_reports(tmp_path, frames, monkeypatch, capsys):
    code, said = main(monkeypatch, capsys, "index", tmp_path)
    assert (code, said) == (2, f"entente: no report in {tmp_path}: none of its folders has frames/\n")
    write_frames(read_frames(frames), tmp_path / "one" / "frames")
    (tmp_path / "one" / "index.html").write_text("<h1>A &amp; B &lt;x&gt;</h1>")
    assert RUN.invoke(cli.app, ["index", str(tmp_path)]).exit_code == 0
    assert '<a href="one/index.html">A &amp; B &lt;x&gt;</a>' in (tmp_path / "index.html").read_text()


def test_validate_prints_measures(tmp_path):
    gold = ROOT / "data" / "gold" / "seed.jsonl"
    done = RUN.invoke(cli.app, ["validate", str(gold), "--format", "entente", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)
    table = RUN.invoke(cli.app, ["validate", str(gold), "--format", "entente"])
    assert "triple" in table.output or "root" in table.output


def test_validate_names_the_formats(monkeypatch, capsys):
    code, said = main(monkeypatch, capsys, "validate", ROOT / "data" / "gold" / "seed.jsonl", "--format", "other")
    assert (code, said.count("\n")) == (2, 1)
    assert "other" in said
    assert "Traceback" not in said


def test_version():
    assert RUN.invoke(cli.app, ["version"]).output == f"{__version__}\n"


def test_the_store_is_counted_and_emptied(tmp_path, monkeypatch):
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cache"))
    code = ["code", str(ROOT / "seeds"), "--workers", "1", "--out"]
    assert "\n0 coded articles in 0 files\n" in RUN.invoke(cli.app, ["store", "info"]).output
    assert RUN.invoke(cli.app, [*code, str(tmp_path / "out")]).exit_code == 0
    assert f"{tmp_path / 'cache'}\n1 coded article in 1 file\n" in RUN.invoke(cli.app, ["store", "info"]).output
    assert RUN.invoke(cli.app, [*code, str(tmp_path / "again")]).exit_code == 0
    assert json.loads((tmp_path / "again" / "run.json").read_text())["counts"]["coded_documents"] == 0
    assert RUN.invoke(cli.app, ["store", "prune"]).output.startswith("0 coded articles removed")
    assert RUN.invoke(cli.app, ["store", "prune", "--gb", "0"]).output.startswith("1 coded article removed")
    assert "\n0 coded articles in 0 files\n" in RUN.invoke(cli.app, ["store", "info"]).output


@pytest.mark.parametrize(
    "command", [command.name or command.callback.__name__ for command in cli.app.registered_commands]
)
def test_every_command_has_help(command):
    done = RUN.invoke(cli.app, [command, "--help"])
    assert done.exit_code == 0
    assert "Usage" in done.output


def test_report_refuses_a_folder_that_is_no_report(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    code, said = main(monkeypatch, capsys, "report", ROOT / "seeds", "--out", tmp_path)
    assert code == 2
    assert "is not the folder of a report" in said
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_report_may_be_about_the_inside_of_one_state(tmp_path, monkeypatch, capsys):
    inside = {"role": "COP"}
    corpus = coded(("EGY", "EGY", "ASSAULT", "2024-01-03", inside), ("EGY", "USA", "AID", "2024-01-03"))
    write_frames(corpus, tmp_path / "frames")
    made = []
    monkeypatch.setattr(making, "make", lambda corpus, *_, **options: made.append((corpus, options)) or [])
    asked = ("report", tmp_path / "frames", "--out", tmp_path / "out", "--domestic")
    code, said = main(monkeypatch, capsys, *asked, "Egypt", "--pair", "police,government", "--quiet")
    assert (code, said) == (0, "")
    ((home, options),) = made
    assert home.events[["source", "target"]].to_numpy().tolist() == [["police", "government"]]
    assert options["pairs"] == (("government", "police"),)
    assert home.run["note"].startswith("Acts inside Egypt alone; the actors are its roles")
    code, said = main(monkeypatch, capsys, *asked, "Peru")
    assert (code, "no act inside Peru; most acts inside: Egypt (1)" in said) == (2, True)
    assert main(monkeypatch, capsys, *asked, "Nowhere")[0] == 2


def test_export_writes_tables_with_a_codebook(frames, tmp_path, monkeypatch, capsys):
    done = RUN.invoke(cli.app, ["export", str(frames), "--out", str(tmp_path / "out"), "--format", "csv,gexf"])
    assert done.exit_code == 0, done.output
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert {"events.csv", "reports.csv", "relations.gexf", "codebook.csv", "README.txt"} <= names
    assert "entente.xlsx" not in names
    assert "events.csv" in done.output
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    assert main(monkeypatch, capsys, "export", frames, "--out", tmp_path / "mine") == (
        2, f"entente: {tmp_path / 'mine'} holds notes.txt and is no folder of an export; name another folder\n"
    )  # fmt: skip
    code, said = main(monkeypatch, capsys, "export", frames, "--out", tmp_path / "x", "--format", "xls")
    assert (code, "the nearest is 'xlsx'" in said) == (2, True)
