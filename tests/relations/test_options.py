import pandas as pd
import pytest
from coded_cases import coded, many
from relation_cases import frame

from analysis import errors
from analysis.relations import RelationOptions, Relations, measure, rating, signed_graph

CORPUS = coded(
    *many("USA", "JPN", "AID", "2024-01-03", 12), *many("USA", "PRK", "ASSAULT", "2024-02-03", 12),
    ("RUS", "PRK", "AID", "2024-02-03"), ("RUS", "RUS", "AID", "2024-02-03"),
)  # fmt: skip


def test_a_coded_corpus_brings_its_articles_and_evidence():
    ours = measure(CORPUS, freq="M")
    apart = measure(CORPUS.events, freq="M", exposure=CORPUS.documents, evidence=CORPUS.evidence)
    assert ours.frame.equals(apart.frame)
    assert ours.parameters == apart.parameters
    assert ours.parameters["exposure_kind"] == "articles"
    other = pd.Series([7.0], index=pd.to_datetime(["2024-01-05"]))
    assert measure(CORPUS, freq="M", exposure=other).frame["exposure"].max() == 7


def test_without_articles_a_corpus_is_measured_by_its_events():
    assert measure(coded()).frame.empty
    assert measure(coded(), freq="M").parameters["exposure_kind"] == "events"


def test_options_can_be_kept_and_changed_by_name():
    options = RelationOptions(prior_strength=4, level=0.8)
    measured = measure(CORPUS, freq="all", options=options, level=0.5)
    assert (measured.parameters["prior_strength"], measured.parameters["level"]) == (4, 0.5)
    assert measured.frame.equals(measure(CORPUS, freq="all", prior_strength=4, level=0.5).frame)
    assert options == RelationOptions(prior_strength=4, level=0.8)
    assert RelationOptions(modality="asserted").modality == ("asserted",)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"prior_strenght": 5}, "unknown option 'prior_strenght'; the nearest is 'prior_strength'"),
        ({"half_life_days": 5}, "the nearest is 'half_life'"),
        ({"zzz": 5}, "known are half_life, prior_strength"),
        ({"level": 2}, "option level is 2; it must be a number between 0 and 1"),
        ({"half_life": "a year"}, "option half_life is 'a year'; it must be a number of days above 0, or None"),
        ({"prior_strength": float("nan")}, "option prior_strength is nan"),
        ({"bootstrap": -1}, "option bootstrap is -1"),
        ({"neutral_zone": -0.1}, "option neutral_zone is -0.1"),
        ({"min_events": True}, "option min_events is True"),
        ({"freq": "monthyl"}, r"'monthyl' .* nearest: M"),
    ],
)
def test_what_is_unknown_or_out_of_range_is_named_in_one_line(options, message):
    with pytest.raises(errors.InputError, match=message) as caught:
        measure(CORPUS, **options)
    assert "\n" not in str(caught.value)


def test_only_a_corpus_or_a_frame_can_be_measured():
    with pytest.raises(errors.InputError, match="not from list"):
        measure([1])


def test_relations_describe_themselves():
    measured = measure(CORPUS, freq="M")
    text = repr(measured)
    assert "\n" not in text
    assert text == (
        "<Relations: 3 pairs; periods (M): 2, from 2024-01-01 to 2024-02-01; "
        "rows of pairs: 1 cooperative, 1 hostile, 1 observed, too few to rate>"
    )
    value = measured.summary().set_index("item")["value"]
    assert value[["actors", "pairs", "events", "events set aside"]].tolist() == ["4", "3", "25", "1"]
    assert value[[f"rows of pairs: {name}" for name in rating.STANDINGS]].tolist() == ["1", "1", "0", "0", "0", "1"]
    assert (value["level"], value["half_life"], value["modality"]) == ("0.9", "None", "asserted")
    page = measured._repr_html_()
    assert "&lt;" not in page
    assert "<table" in page
    assert "Beta worth 10 events at 0.500" in page


def test_nothing_measured_describes_itself_too():
    measured = measure(frame(), freq="M")
    assert repr(measured) == "<Relations: 0 pairs; periods (M): none; rows of pairs: none>"
    assert Relations(measured.frame, measured.set_aside).summary()["value"].tolist()[:4] == ["none", "0", "0", "0"]


def test_the_graph_of_relations_is_their_signed_graph():
    measured = measure(CORPUS, freq="M")
    february = measured.graph("2024-02-01", clear=True)
    assert {tuple(sorted(edge)): february.edges[edge]["sign"] for edge in february.edges} == {("PRK", "USA"): -1}
    assert measured.graph("2024-02-01", directed=True).is_directed()
    assert signed_graph(measured.frame, "2024-02-01").edges == measured.graph("2024-02-01").edges
    with pytest.raises(errors.InputError, match="2 periods"):
        measured.graph()


def test_decayed_events_of_conflict_stand_in_the_frame():
    measured = measure(CORPUS, freq="M", half_life=29)
    row = measured.pairs().set_index(["a", "b", "period"]).loc[("PRK", "USA", pd.Timestamp("2024-02-01"))]
    weight = 2 ** (-26 / 29)
    assert row["conflict_weighted"] == pytest.approx(12 * weight)
    strength, base = measured.parameters["prior_strength"], measured.parameters["base_share"]
    shares = (measured.frame["conflict_weighted"] + strength * base) / (measured.frame["n_weighted"] + strength)
    assert measured.frame["share"].to_numpy() == pytest.approx(shares.to_numpy())


def test_articles_by_day_that_end_before_the_events_leave_later_periods_unread():
    early = pd.Series([3.0], index=pd.to_datetime(["2023-12-31"]))
    assert measure(CORPUS, freq="M", exposure=early).frame["exposure"].unique().tolist() == [0]
    late = pd.Series([3.0], index=pd.to_datetime(["2024-09-01"]))
    rows = measure(CORPUS.events.assign(), freq="M", exposure=late, half_life=10**6)
    assert rows.frame["exposure"].unique().tolist() == [0]
