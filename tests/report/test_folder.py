"""The folder of a report: a user's own files are never removed or written over."""

import json

import pytest
from support import ROOT
from typer.testing import CliRunner

from analysis import cli, errors
from analysis.events.coded import FILES, read_frames, write_frames
from analysis.report import articles, folder, runner


@pytest.fixture(scope="module")
def coded(seed_report):
    return read_frames(seed_report / "frames")


@pytest.fixture
def no_notebooks(monkeypatch):
    monkeypatch.setattr(runner, "applicable_notebooks", lambda _: [])


def files(out):
    return sorted(file.relative_to(out).as_posix() for file in out.rglob("*") if not file.is_dir())


def refused(*words):
    """The one line with which the command refuses."""
    done = CliRunner().invoke(cli.app, [str(word) for word in words])
    assert isinstance(done.exception, errors.InputError), done.exception
    return str(done.exception)


def test_only_a_report_is_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    for check in (folder.clear, folder.check_free, lambda out: folder.claim(out, ["index.html"])):
        with pytest.raises(errors.InputError, match="is not the folder of a report"):
            check(tmp_path)
    with pytest.raises(errors.InputError, match="is not the folder of a report"):
        folder.check_free(tmp_path / "mine.txt")
    assert files(tmp_path) == ["mine.txt"]
    folder.check_free(tmp_path / "absent")


def test_frames_alone_make_no_report(tmp_path, coded):
    write_frames(coded, tmp_path / "frames")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text("mine")
    (tmp_path / "page.html").write_text("mine")
    before = files(tmp_path)
    assert "is not the folder of a report" in refused("report", ROOT / "seeds", "--out", tmp_path)
    assert files(tmp_path) == before


def test_the_manifest_lists_all_that_is_written(seed_report):
    written = set(files(seed_report))
    listed = {*json.loads((seed_report / folder.MANIFEST).read_text())["files"], folder.MANIFEST}
    assert written <= listed
    # Claimed before it is known which of the busiest pairs have acts enough for a page.
    assert all(name.startswith("pairs/") for name in listed - written)


def test_a_report_is_made_anew_and_leaves_other_files(tmp_path, coded, no_notebooks):
    out = tmp_path / "out"
    runner.run_all(coded, out, parameters={})
    mine = ["mine.html", "articles/mine.txt", "evidence/mine.html", "notebooks/mine.ipynb", "frames/mine.parquet"]
    for name in mine:
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("mine")
    folder.clear(out)
    assert files(out) == sorted([*mine, folder.MANIFEST])
    runner.run_all(coded, out, parameters={})
    assert set(mine) | {f"frames/{name}" for name in FILES} < set(files(out))


def test_a_file_of_the_user_in_the_place_of_a_page_is_not_written_over(tmp_path, coded, no_notebooks):
    out = tmp_path / "out"
    folder.claim(out, [])
    (out / "evidence").mkdir()
    (out / "evidence" / "index.html").write_text("mine")
    with pytest.raises(errors.InputError, match="is not a report's file"):
        runner.run_all(coded, out, parameters={})
    assert files(out) == ["evidence/index.html", folder.MANIFEST]
    (out / "evidence" / "index.html").unlink()
    (out / "evidence").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (out / "evidence").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(errors.InputError, match="linked folder"):
        runner.run_all(coded, out, parameters={})
    assert files(tmp_path / "elsewhere") == []


@pytest.mark.parametrize("part", ["index.html", "evidence", "frames"])
def test_a_report_that_was_killed_does_not_block_its_folder(tmp_path, coded, no_notebooks, monkeypatch, part):
    class Killed(BaseException):
        pass

    def kill(*_, **__):
        raise Killed

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        where = {"frames": (runner, "write_frames"), "evidence": (articles, "_write_list")}
        patch.setattr(*where.get(part, (runner, "_results")), kill)
        with pytest.raises(Killed):
            runner.run_all(coded, out, parameters={})
    folder.check_free(out)
    folder.clear(out)
    assert files(out) == [folder.MANIFEST]


def test_a_manifest_that_was_cut_short_does_not_block_its_folder(tmp_path):
    (tmp_path / "report.json.part").write_text('{"fi')
    folder.clear(tmp_path)
    assert files(tmp_path) == [folder.MANIFEST]


def test_a_manifest_leads_to_no_file_outside(tmp_path):
    out, other = tmp_path / "out", tmp_path / "other"
    for place in (out, other, out / "deep"):
        place.mkdir()
    (tmp_path / "above.txt").write_text("mine")
    (other / "linked.txt").write_text("mine")
    (out / "articles").symlink_to(other)
    names = ["../above.txt", str(tmp_path / "above.txt"), "articles/linked.txt", "deep", "", "."]
    (out / folder.MANIFEST).write_text(json.dumps({"files": names}))
    folder.clear(out)
    assert (tmp_path / "above.txt").exists()
    assert (other / "linked.txt").exists()
    assert (out / "articles").is_symlink()


@pytest.mark.parametrize("text", ["", "[]", '{"files": [1]}', '{"files": null}', "[" * 100_000])
def test_a_manifest_that_is_none_is_refused(tmp_path, text):
    (tmp_path / folder.MANIFEST).write_text(text)
    with pytest.raises(errors.InputError, match="is not a report's list of files"):
        folder.check_free(tmp_path)


@pytest.mark.parametrize("command", ["code", "report"])
def test_what_is_written_lies_apart_from_what_is_read(tmp_path, command):
    articles = tmp_path / "home" / "articles"
    articles.mkdir(parents=True)
    (articles / "a.txt").write_text(" date 2023-06-01 A\n\nKenya condemned Sudan on Monday.")
    (tmp_path / "link").symlink_to(articles)
    for out, how in [
        (articles, "is"), (articles.parent, "holds"), (tmp_path, "holds"), (articles / "out", "lies in"),
        (tmp_path / "link" / "out", "lies in"), (tmp_path / "link", "is"), (articles / ".." / "articles", "is"),
    ]:  # fmt: skip
        assert f"{how} the corpus" in refused(command, articles, "--out", out)
    assert "holds the corpus" in refused(command, articles / "a.txt", "--out", articles)
    assert files(tmp_path) == ["home/articles/a.txt"]


def test_the_shipped_corpora_are_no_place_for_output(tmp_path):
    assert "lies in the corpus" in refused("report", "seed", "--out", ROOT / "seeds" / "out")


def test_an_index_of_the_user_is_not_written_over(tmp_path):
    (tmp_path / "index.html").write_text("<title>Mine</title>")
    said = refused("report", ROOT / "seeds", "--out", tmp_path / "out", "--shelf")
    assert "is not an index over reports" in said
    assert "is not an index over reports" in refused("index", tmp_path)
    assert files(tmp_path) == ["index.html"]
