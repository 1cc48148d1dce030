"""The front door: the lines of the README work as written, and a mistyped call says in one line what would be right."""

import subprocess
import sys
import traceback
from importlib import import_module

import pandas as pd
import pytest

import analysis as entente
from analysis import errors
from analysis.errors import EntenteError


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    """A folder of articles, coded once."""
    folder = tmp_path_factory.mktemp("my-articles")
    for month in range(1, 10):
        text = (
            "Russia and North Korea signed a pact on Monday. Russia has praised North Korea. "
            "Japan condemned North Korea on Tuesday. North Korea threatened Japan. "
            "The president was met at the airport by John Mbeki."
        )
        (folder / f"{month}.txt").write_text(f" date 2023-{month:02d}-1{month} News\n{text}\n")
    return folder


@pytest.fixture(scope="module")
def corpus(articles):
    return entente.load(articles, period="2023", actors=["Russia", "PRK"])


def test_the_lines_of_the_readme_work_as_written(corpus):
    assert isinstance(corpus, entente.CodedCorpus)
    assert len(corpus.events)
    event_id = corpus.between("RUS", "PRK")["event_id"].iloc[0]
    assert "RUS" in str(corpus.explain(event_id)) or "Russia" in str(corpus.explain(event_id))
    assert list(corpus.unresolved().columns) == ["alias", "actor", "role", "n", "context"]
    relations = entente.measure_relations(corpus, freq="M")
    assert {"share", "sign"} <= set(relations.frame.columns)
    assert len(relations.summary())
    assert relations.graph("2023-03").has_edge("PRK", "RUS")
    assert relations.plot_matrix("2023-03").alt
    assert relations.plot_network("2023-03", actors="Russian, DPRK").alt
    tension = entente.measure_tension(corpus, freq="W")
    assert {"direction", "intensity"} <= set(tension.frame.columns)
    assert len(tension.breaks().series)
    assert list(tension.alerts().columns)[:2] == ["kind", "pair"]
    assert "Russia" in tension.plot("RUS", "PRK").alt


def test_all_mentions_of_an_actor_mean_the_same(corpus):
    same = [corpus.between(a, b) for a, b in (("RUS", "PRK"), ("rus", "prk"), ("Russian", "North Korea"))]
    assert all(rows.equals(same[0]) for rows in same)


def test_measures_take_a_corpus_events_or_counts(corpus):
    table = entente.count_events(corpus, freq="M", once=True)
    measured = [entente.measure_relations(source, freq="M").pairs() for source in (corpus, corpus.events, table)]
    shares = [rows.set_index(["a", "b", "period"])["share"] for rows in measured]
    pd.testing.assert_series_equal(shares[1], shares[2])
    # A corpus knows its articles, whose acts depend on each other: the same acts, more cautious shares.
    assert measured[0]["n"].tolist() == measured[1]["n"].tolist()
    assert ((shares[0] - 0.5).abs() <= (shares[1] - 0.5).abs() + 1e-9).all()
    directed = entente.count_events(corpus, freq="M")
    assert directed["n"].sum() > table["n"].sum(), "acts of both together stand in both directions"


def test_graphs_are_measured_from_the_front_door(corpus):
    relations = entente.measure_relations(corpus, freq="all")
    signs = entente.signed_graph(relations, clear=True)
    assert not entente.frustration(signs).frustrated
    assert len(entente.null_model(signs, n=5, seed=0).table)
    assert entente.find_blocs(relations).groups()
    assert entente.brief(corpus, "Russia", "PRK").a == "RUS"
    assert len(entente.before_after(corpus, "2023-05-01"))
    assert len(entente.attention_index(corpus))
    assert len(entente.find_breaks(entente.measure_tension(corpus)).series)
    assert "beyond the usual range" in str(entente.early_warning(entente.measure_tension(corpus, freq="W")))
    assert set(entente.answers(corpus, conflict="verbal")["answered"]) <= {"answered", "no answer seen", "too few acts"}
    with pytest.raises(EntenteError, match="verbal"):
        entente.answers(corpus, conflict="words")


def test_sentences_are_coded_for_a_first_try():
    rows = entente.code_sentences("Russia condemned Japan on Tuesday.", "2024-01-19")
    assert rows[["source", "root", "target", "trigger"]].values.tolist() == [["RUS", "ACCUSE", "JPN", "condemned"]]
    assert rows["when_first"].iloc[0] == pd.Timestamp("2024-01-16")
    undated = entente.code_sentences(["Russia condemned Japan.", "It rained."])
    assert undated["sentence"].tolist() == ["Russia condemned Japan."]
    assert pd.isna(undated["when_first"].iloc[0])


def test_events_go_out_and_come_in_again(corpus, tmp_path):
    entente.write_events(corpus, tmp_path / "events.csv")
    read = entente.read_events(tmp_path / "events.csv")
    both = corpus.events.dropna(subset=["source", "target"])
    assert len(read.events) >= len(both) > 0
    assert entente.explain(corpus, corpus.events["event_id"].iloc[0])


def test_a_table_a_report_and_a_list_are_loaded(articles, tmp_path):
    whole = entente.load(articles)
    (file,) = sorted(articles.glob("1.txt"))
    table = pd.DataFrame({"date": ["2023-11-01"], "text": [file.read_text().partition("\n")[2]], "title": ["News"]})
    assert len(entente.load([articles, table, articles]).documents) == len(whole.documents) + 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda _: entente.laod("seed"), "did you mean 'load'"),
        (lambda _: entente.load("sead"), "corpora that ship are seed, chronicle"),
        (lambda _: entente.load("seed", perod=2023), "the nearest is 'period'"),
        (lambda _: entente.load("seed", period="last year"), "give a year (2023), a month (2023-06)"),
        (lambda _: entente.load("seed", actors="Rusia"), "Russia"),
        (lambda _: entente.load("seed", freq="fortnightly"), "none of W, M, Q, Y"),
        (lambda corpus: corpus.between("Russia", "Frnace"), "France"),
        (lambda corpus: entente.measure_relations(corpus, frequency="M"), "the nearest is 'freq'"),
        (lambda corpus: entente.measure_relations(corpus, prior_strenght=5), "the nearest is 'prior_strength'"),
        (lambda corpus: entente.measure_tension(corpus, half_live=28), "the nearest is 'half_life'"),
        (lambda corpus: entente.measure_tension(corpus).plot("RUS", "USA"), "was not measured; the busiest are"),
        (lambda corpus: entente.measure_relations(corpus, freq="M").graph("1999"), "0 periods begin in '1999'"),
        (lambda corpus: entente.explain(corpus, "0000"), "0000"),
        (lambda _: entente.read_events("nothing.tab", "icewz"), "icews"),
    ],
)
def test_a_mistyped_call_says_in_one_line_what_would_be_right(corpus, call, said):
    with pytest.raises((EntenteError, AttributeError)) as caught:
        call(corpus)
    message = str(caught.value)
    assert said in message
    assert "\n" not in message


def test_an_error_is_one_line_in_a_notebook():
    assert errors.InputError("no such file: x")._render_traceback_() == ["InputError: no such file: x"]
    lines = traceback.format_exception_only(errors.InputError("no such file: x"))
    assert lines == ["analysis.errors.InputError: no such file: x\n"]


def test_completion_shows_the_public_names_and_no_plumbing():
    code = "import analysis as entente; print(*dir(entente)); import sys; print('pandas' in sys.modules)"
    shown, loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert shown.split() == sorted([*entente.__all__, "__version__"])
    assert loaded == "False", "importing the package is quick"


def test_objects_describe_themselves_in_short(corpus):
    relations, tension = entente.measure_relations(corpus), entente.measure_tension(corpus)
    for one in (corpus, relations, tension):
        assert len(repr(one).splitlines()) <= 5
        assert one._repr_html_().startswith("<")
    assert "2023-01-11 to 2023-09-19" in repr(corpus)


def test_every_public_name_is_documented():
    for name in entente.__all__:
        assert len(getattr(entente, name).__doc__) > 40, name


def test_an_event_is_corrected_and_it_is_written_down(articles):
    corpus = entente.load(articles)
    event = corpus.events.loc[corpus.events["root"] == "ACCUSE", "event_id"].iloc[0]
    try:
        corrected = corpus.correct(event, root="THREATEN", day="2023-01", reason="an ultimatum, no blame", author="Ann")
        assert isinstance(corrected, entente.CodedCorpus)
        assert "corrected    root THREATEN (was ACCUSE), by Ann" in str(corrected.explain(event))
        assert "an ultimatum, no blame" in str(entente.tables.corrections(corrected))
        assert "corrections: 2 applied (1 day, 1 root)" in repr(corrected)
        again = entente.load(articles)
        for name in ("events", "evidence", "mentions", "corrections"):
            pd.testing.assert_frame_equal(getattr(again, name), getattr(corrected, name))
        sentence = corpus.sentences["sentence_id"].iloc[1]
        added = again.add_event(sentence, "Russia", "AID", "North Korea", mutual=True)
        assert len(added.events) == len(again.events) + 2
        named = added.name_actor(sentence, "Russia", "Belarus")
        assert "BLR" in set(named.mentions["actor"])
    finally:
        (articles / "corrections.csv").unlink()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("correct", "nonsense", {"reject": True}), "no event 'nonsense'"),
        (("correct", None, {}), "nothing is said of event"),
        (("correct", None, {"root": "HUG"}), "unknown value 'HUG'"),
        (("correct", None, {"join": "nonsense"}), "no event nonsense"),
        (("name_actor", "none", {"words": "x", "actor": "RUS"}), "sentence none is not in this corpus"),
        (("add_event", "none", {"source": "Russia", "root": "AID", "target": ""}), "sentence none is not in"),
    ],
)
def test_what_cannot_be_corrected_is_told_and_not_written(corpus, articles, wrong, said):
    method, what, said_of_it = wrong
    with pytest.raises(EntenteError, match=said):
        getattr(corpus, method)(what or corpus.events["event_id"].iloc[0], **said_of_it)
    assert not (articles / "corrections.csv").exists()


def test_a_corpus_without_a_place_asks_for_a_file(tmp_path):
    table = pd.DataFrame({"date": ["2024-01-19"], "text": ["Russia condemned Japan on Tuesday in the morning."]})
    corpus = entente.load(table)
    event = corpus.events["event_id"].iloc[0]
    with pytest.raises(EntenteError, match="name a file"):
        corpus.correct(event, reject=True)
    assert len(corpus.correct(event, reject=True, file=tmp_path / "mine.csv").events) == len(corpus.events) - 1
    assert len(entente.load(table, corrections=tmp_path / "mine.csv").events) == len(corpus.events) - 1


@pytest.mark.parametrize("name", [name for name in entente.__all__ if name not in {"tables", "viz"}])
def test_no_room_hides_a_public_name(name):
    import_module("analysis.api")
    assert callable(getattr(entente, name))
