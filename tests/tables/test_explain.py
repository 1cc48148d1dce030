"""Explanations: an event's sentence, spans, path, rule, date and actors in words."""

import pandas as pd
import pytest

from analysis import corpus, errors
from analysis.actors import labels
from analysis.coding import pipeline
from analysis.tables.explain import explain, explain_all

ARTICLES = {
    "2023-06-15_first.txt": (
        "Chad shells Niger\n\nChad shelled Niger on Monday, a governor said. Its artillery stood at the border."
    ),
    "2023-06-16_second.txt": "Shells on Niger\n\nOn Monday Chad shelled Niger. Macron condemned Chad on Thursday.",
}


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    rows = []
    for name, text in ARTICLES.items():
        title, body = text.split("\n\n")
        rows.append({"title": title, "published": name[:10], "body": body, "source": "made up"})
    pd.DataFrame(rows).to_csv(folder / "articles.csv", index=False)
    return pipeline.code_corpus(corpus.read(folder / "articles.csv"), workers=1)


def chosen(coded, root, source):
    events = coded.events
    return events[(events["root"] == root) & (events["source"] == source)].iloc[0]


def test_an_event_is_explained_by_all_its_evidence(coded):
    event = chosen(coded, "ASSAULT", "TCD")
    text = str(explain(event["event_id"], coded))
    first, *rest = text.splitlines()
    assert "ASSAULT" in first
    assert "CAMEO 194" in first
    assert "material conflict" in first
    assert first.endswith("asserted")
    assert event["decided_by"] in text
    assert labels.counted(event["n_reports"], "article") in text
    numbers = [line for line in rest if line.startswith("[")]
    assert len(numbers) == len(coded.evidence[coded.evidence["event_id"] == event["event_id"]])
    assert '"On Monday Chad shelled Niger."' in text
    assert 'when       2023-06-12: from "Monday" (to the day)' in text
    assert 'the verb "shell"' in text
    assert "\ncounted      yes\n" in text
    assert '"Chad" is TCD by name' in text


def test_an_office_holder_is_explained_by_the_office(coded):
    text = str(explain(chosen(coded, "ACCUSE", "FRA")["event_id"], coded))
    assert '"Macron" is FRA by an office held on that day' in text


def test_all_explanations_are_those_of_each(coded):
    every = explain_all(coded)
    assert set(every) == set(coded.events["event_id"])
    for event_id, text in every.items():
        assert str(explain(event_id, coded)) == text


def test_html_is_escaped(coded):
    event_id = coded.events["event_id"].iloc[0]
    shown = explain(event_id, coded)
    html = shown._repr_html_()
    assert "->" in shown.text
    assert "-&gt;" in html
    assert html.startswith("<pre")


def test_an_unknown_event_is_named(coded):
    with pytest.raises(errors.InputError, match=rf"no event 'nix' among the {len(coded.events)} events"):
        explain("nix", coded)


def told(tmp_path, sentence):
    """The explanations of the events of one sentence, by root."""
    (tmp_path / "2023-06-15_one.txt").write_text(f"Note\n\n{sentence}\n")
    coded = pipeline.code_corpus(corpus.read(tmp_path), workers=1)
    roots = coded.events.set_index("event_id")["root"].to_dict()
    return {roots[event_id]: text for event_id, text in explain_all(coded).items()}


@pytest.mark.parametrize(
    ("sentence", "root", "says"),
    [
        ("Peru demanded that Chile end its blockade.", "REQUEST", '"demand" asks for it, "end" ends it'),
        ("Peru did not attack Chile on Monday.", "ASSAULT", "denied       by 'not'"),
        ("Peru did not attack Chile on Monday.", "ASSAULT", "counted      no, modality: denied"),
        ("Peru condemned Chile.", "ACCUSE", "the day of publication, since the sentence gives the act no day"),
        ("Peru met Chile on Monday.", "CONSULT", "yes; the other direction is the same act"),
    ],
)
def test_an_explanation_says_which_word_and_why_it_counts(tmp_path, sentence, root, says):
    assert says in told(tmp_path, sentence)[root]


def test_several_wordings_are_said_to_be_several(coded):
    text = str(explain(chosen(coded, "ASSAULT", "TCD")["event_id"], coded))
    triggers = {line.split(" | ")[1] for line in text.splitlines() if line.startswith("    words")}
    wanted = "the surest of" if len(triggers) > 1 else f'"{next(iter(triggers))}", in the lexicon'
    assert wanted in text


def test_what_speaks_against_an_event_is_said(tmp_path):
    text = told(tmp_path, "Peru fired three missiles on Monday.")["MOBILIZE"]
    assert "against it: no target is named" in text
    assert "counted      no, one-sided" in text


def test_who_speaks_unnamed_is_told(tmp_path):
    body = "Statement by Kenyan President William Ruto on Sudan\n\nSudan has committed shameless crimes.\n"
    (tmp_path / "2024-03-12_statement.txt").write_text(body)
    coded = pipeline.code_corpus(corpus.read(tmp_path), workers=1)
    (event_id,) = coded.events.loc[coded.events["root"] == "ACCUSE", "event_id"]
    text = str(explain(event_id, coded))
    assert "said in words of Kenya, is ACCUSE to the pair model" in text
    assert "    source     known only as who speaks" in text
    assert "against it: the source is known only as who speaks, the lexicon is silent" in text
