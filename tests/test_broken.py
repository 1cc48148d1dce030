"""A folder of broken files gives rejects and a report, never a traceback; markup in it stays text."""

import json

import nbformat
import page_checks
import pytest
from support import entente

from analysis import cli
from analysis.events.coded import read_frames

STORY = "Russia's foreign minister met his Chinese counterpart in Beijing on Monday. Japan condemned Russia on Tuesday."
MARKUP = '<script>alert(1)</script><img src=x onerror=alert(2)> Russia condemned Japan & the "US" on Monday.'
NAMES = ('a "quoted"\nname\n<b>.txt', "percent %2e%2e & #place?.txt", "umlaut_\u00fc.txt")


def head(title, day="2023-05-02"):
    return f" date {day} {title}\n\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("broken")
    texts = {
        "good.txt": head("Ministers meet") + STORY,
        "markup.txt": head("<h1>Title</h1> {{ 7*7 }} <!--") + MARKUP,
        "no_date.txt": "Ministers meet\n\n" + STORY,
        "impossible.txt": head("Ministers meet", "2023-02-30") + STORY,
        "no_body.txt": head("Only a title"),
        "long_line.txt": head("Long") + "Russia met China. " * 600_000,
        "long_sentence.txt": head("Wide")
        + "The foreign minister of Russia met the president of China and then " * 2_500,
        "no_space.txt": head("Dense") + "Russia" * 60_000,
        "deep.jsonl": "[" * 100_000 + "\n" + json.dumps({"date": "2023-05-04", "text": STORY}) + "\n",
        "yaml.md": "---\ndate: [unclosed\n---\n" + STORY,
        "columns.csv": "a,b\n1,2\n",
        "quotes.csv": 'date,text\n2023-05-03,"Russia condemned Japan\n',
        "table.xyz": "no reader",
        "deutsch.txt": head("Treffen")
        + "Der russische Minister traf am Montag seinen chinesischen Kollegen in Peking. " * 3,
        **{name: head(name.replace("\n", " ")) + STORY.replace("Monday", f"Monday, {name[:3]}") for name in NAMES},
    }
    for name, text in texts.items():
        (made / name).write_text(text, encoding="utf-8")
    (made / "empty.txt").write_bytes(b"")
    (made / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (made / "latin.txt").write_bytes((head("Café") + "Le café de Russie.").encode("latin-1"))
    (made / "broken.parquet").write_bytes(b"PAR1 no more")
    (made / "loop").mkdir()
    (made / "loop" / "back").symlink_to(made)
    (made / "round.txt").symlink_to("round.txt")
    (made / "gone.txt").symlink_to("nowhere")
    return made


@pytest.fixture(scope="module")
def report(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "report"
    done = entente("report", folder, "--out", out, where=out.parent)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert "rejected, empty: 1" in done.stdout
    return out


def test_each_bad_file_is_a_reject_with_its_reason(report):
    rejects = read_frames(report / "frames").rejects
    reasons = {path: reason.split(":")[0] for path, reason in zip(rejects["path"], rejects["reason"], strict=True)}
    expected = {
        "no_date.txt": "no date", "impossible.txt": "impossible date", "no_body.txt": "no text", "empty.txt": "empty",
        "binary.txt": "binary", "latin.txt": "encoding", "long_line.txt": "too long", "deep.jsonl": "bad row",
        "yaml.md": "front matter", "columns.csv": "columns", "table.xyz": "format", "deutsch.txt": "language",
        "no_space.txt": "language",
        "broken.parquet": "parquet", "loop/back": "symbolic link to a folder, not followed",
        "round.txt": "not a regular file, or a broken or circular link",
        "gone.txt": "not a regular file, or a broken or circular link",
    }  # fmt: skip
    assert {path: reasons.get(path) for path in expected} == expected
    assert rejects["stage"].eq("read").all()


def test_good_files_beside_them_are_read(report):
    documents = read_frames(report / "frames").documents
    assert {"good.txt", "markup.txt", "long_sentence.txt", "deep.jsonl", *NAMES} <= set(documents["path"])


def test_markup_stays_text_on_every_page(report):
    pages = page_checks.read(report)
    for page in pages:
        assert "<script>alert" not in page.source, page.file.name
        assert not [one for one in page.all("img") if one.get("src") == "x"], page.file.name
        assert not [one for one in page.all("h1") if one.get("onerror")], page.file.name
        assert "<h1>Title" not in page.source, page.file.name
        assert "49 <!--" not in "".join(page.text), page.file.name
        assert page_checks.dead(page) == [], page.file.name
    assert any("{{ 7*7 }}" in "".join(page.text) for page in pages)


def test_markup_stays_text_in_the_run_notebooks(report):
    for file in (report / "notebooks").glob("*.ipynb"):
        for cell in nbformat.read(file, as_version=4).cells:
            for output in cell.get("outputs", []):
                assert "<script>alert" not in str(output.get("data", {}).get("text/html", "")), file.name


def test_pages_are_named_by_ids_alone(report):
    names = [file.name for file in report.rglob("*.html")]
    assert all(name.replace(".html", "").replace("-", "").replace("_", "").isalnum() for name in names)


def test_nothing_readable_is_one_line_and_exit_code_2(tmp_path, monkeypatch, capsys):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "empty.txt").write_text("")
    for path in (articles, articles / "empty.txt", articles / "absent"):
        monkeypatch.setattr("sys.argv", ["entente", "code", str(path), "--out", str(tmp_path / "out")])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        assert stopped.value.code == 2
        told = capsys.readouterr().err
        assert told.startswith("entente: no")
        assert told.count("\n") == 1
        assert not (tmp_path / "out").exists()


def test_a_corpus_without_any_act_gives_a_report(tmp_path):
    (tmp_path / "a.txt").write_text(
        head("Weather") + "It rained in the morning, and the sun came out in the afternoon."
    )
    done = entente("report", tmp_path / "a.txt", "--out", tmp_path / "out", where=tmp_path)
    assert done.returncode == 0, done.stderr + done.stdout
    assert len(read_frames(tmp_path / "out" / "frames").events) == 0
    summary = (tmp_path / "out" / "index.html").read_text()
    assert "No asserted event between two named actors was found" in summary
    assert [file.stem for file in sorted((tmp_path / "out").glob("0*.html"))] == ["01-corpus", "02-events"]
