"""Counts of a data set on the disk are those of the frame in memory."""

import random

import pandas as pd
import pytest

import analysis as entente
from analysis import errors, schemas
from analysis.events import CodedCorpus, count_acts, write_frames
from analysis.relations import measure
from analysis.scale import connect, count_dataset, datasets

DAYS = pd.date_range("2023-01-01", periods=400, unit="us")


def generated(n, seed):
    """Events of every kind that is counted or set aside, some in both directions, and their evidence."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    actors = ["RUS", "UKR", "USA", "CHN", "ARM:HAMAS", None]
    roles = [None, "GOV", "BUS/MNC", "REB", "OPP", "MIL"]
    rows = []
    for number in range(n):
        first = draw.choice(DAYS)
        dated = draw.random() > 0.1
        one = {
            "event_id": f"{seed}-{number:06}", "source": draw.choice(actors), "target": draw.choice(actors),
            "source_role": draw.choice(roles), "target_role": draw.choice(roles), "mutual": draw.random() < 0.3,
            "quad": draw.choice([0, 1, 1, 2, 3, 4]),
            "root": draw.choice(["CONSULT", "THREATEN", "ASSAULT", "ACCUSE", None]),
            "goldstein": 1.0, "when_first": first if dated else pd.NaT,
            "when_last": first + pd.Timedelta(days=draw.choice([0, 0, 1, 6, 7, 40])) if dated else pd.NaT,
            "when_precision": "day", "modality": draw.choice(["asserted", "asserted", "asserted", "planned"]),
            "status": draw.choice(["now", "now", "now", "state", "reference"]), "decided_by": "rule",
            "confidence": 0.5, "n_reports": 1,
        }  # fmt: skip
        one["act_id"] = one["event_id"]
        rows.append(one)
        if draw.random() < 0.3:
            rows.append({
                **one, "event_id": f"{seed}-{number:06}x", "source": one["target"], "target": one["source"],
                "source_role": draw.choice(roles),
                "when_first": one["when_first"] + pd.Timedelta(days=draw.choice([0, 1])),
            })  # fmt: skip
    rows.sort(key=lambda row: (row["when_first"], str(row["source"]), str(row["target"]), row["event_id"]))
    evidence = [
        {"event_id": row["event_id"], "sentence_id": f"s{row['event_id']}", "doc_id": f"d{row['event_id']}",
         "published": draw.choice(DAYS), "trigger_start": 0, "trigger_end": 1}
        for row in rows for _ in range(draw.choice([1, 2])) if draw.random() > 0.05
    ]  # fmt: skip
    return schemas.from_rows("events", rows), schemas.from_rows("evidence", evidence)


def corpus_of(events, evidence):
    other = {name: schemas.empty(name) for name in ("documents", "sentences", "mentions", "rejects")}
    return CodedCorpus(**other, events=events, evidence=evidence, run={"versions": {}})


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """Two folders of frames, and their frames in memory."""
    folder = tmp_path_factory.mktemp("coded")
    frames = [generated(800, seed) for seed in (1, 2)]
    for number, (events, evidence) in enumerate(frames):
        write_frames(corpus_of(events, evidence), folder / f"{number}")
    return folder, [pd.concat(own, ignore_index=True) for own in zip(*frames, strict=True)]


@pytest.fixture(params=[1_000_000, 300], ids=["in one part", "in parts"])
def rows_a_part(request, monkeypatch):
    monkeypatch.setattr(datasets, "ROWS_A_PART", request.param)


@pytest.mark.usefixtures("rows_a_part")
@pytest.mark.parametrize("freq", ["D", "W", "M", "Q", "Y"])
@pytest.mark.parametrize("once", [False, True])
def test_counts_are_those_of_the_frame(parts, freq, once):
    folder, (events, evidence) = parts
    expected = count_acts(events, freq=freq, evidence=evidence, once=once)
    assert len(expected) > 20
    pd.testing.assert_frame_equal(count_dataset(f"{folder}/*", freq=freq, once=once), expected)


@pytest.mark.usefixtures("rows_a_part")
@pytest.mark.parametrize(
    "options", [{"keep_private": True}, {"modality": ["planned"]}, {"status": ["now", "state", "reference"]}]
)
def test_options_are_those_of_the_frame(parts, options):
    folder, (events, evidence) = parts
    expected = count_acts(events, freq="M", evidence=evidence, **options)
    pd.testing.assert_frame_equal(count_dataset([folder / "0", folder / "1"], freq="M", **options), expected)


def test_a_file_of_events_alone_has_no_first_reports(parts, tmp_path):
    _, (events, _) = parts
    events.to_parquet(tmp_path / "it's.parquet")
    expected = count_acts(events, freq="M")
    pd.testing.assert_frame_equal(count_dataset(tmp_path / "it's.parquet", freq="M"), expected)
    pd.testing.assert_frame_equal(entente.count_events(tmp_path / "it's.parquet", freq="M"), expected)


def test_relations_are_those_of_the_counts_in_memory(parts):
    folder, (events, evidence) = parts
    ours = measure(count_dataset(f"{folder}/*", freq="M", once=True), freq="M").frame
    theirs = measure(count_acts(events, freq="M", evidence=evidence, once=True), freq="M").frame
    pd.testing.assert_frame_equal(ours, theirs)


def test_frames_are_asked_by_sql(parts):
    folder, (events, _) = parts
    with connect(f"{folder}/*") as opened:
        assert opened.sql("select count(*) from events where quad = 4").fetchall() == [((events["quad"] == 4).sum(),)]
        assert "sentence_id" in opened.sql("select * from sentences").columns


def test_what_is_no_data_set_is_told(tmp_path, parts):
    with pytest.raises(errors.InputError, match=r"no events\.parquet"):
        count_dataset(tmp_path)
    (tmp_path / "events.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(errors.InputError, match=r"events\.parquet"):
        count_dataset(tmp_path)
    parts[1][0].drop(columns="modality").to_parquet(tmp_path / "events.parquet")
    with pytest.raises(errors.InputError, match="lack the column modality"):
        count_dataset(tmp_path)
    assert datasets.find_dataset(parts[0] / "0", "evidence") == [str(parts[0] / "0" / "evidence.parquet")]


def test_nothing_that_counts_is_an_empty_table_in_parts_too(parts, tmp_path, monkeypatch):
    events = parts[1][0].assign(modality="planned")
    events.to_parquet(tmp_path / "events.parquet")
    for size in (10, 1_000_000):
        monkeypatch.setattr(datasets, "ROWS_A_PART", size)
        assert len(count_dataset(tmp_path)) == 0
