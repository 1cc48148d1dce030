"""Whole documents: what counts as found, by scope, modality and certainty, and where gold comes from."""

import datetime as dt
import json
from dataclasses import dataclass

import pytest

from analysis import errors, validation
from analysis.validation import documents

DAY = "2024-03-05"


@dataclass
class Event:
    source: str | None
    root: str | None
    target: str | None
    modality: str = "asserted"
    status: str = "now"
    first: dt.date = dt.date(2024, 3, 5)
    last: dt.date = dt.date(2024, 3, 5)
    confidence: float = 0.9
    decided_by: str = "test"


def gold(tmp_path, *events, sentences=("Title", "One sentence.", "Another.")):
    path = tmp_path / "gold.jsonl"
    row = {
        "id": "d1", "published": DAY, "title": "Title",
        "sentences": [{"n": number, "text": text} for number, text in enumerate(sentences)], "events": list(events),
    }  # fmt: skip
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def act(sentence, source, root, target, **more):
    return {"sentence": sentence, "source": source, "root": root, "target": target, "sure": 3, **more}


def measured(path, *answer):
    """The measures where the coder gives these lists of events for the sentences."""
    return validation.evaluate(path, "documents", system=lambda questions: [list(answer)] * len(questions)).to_dict()


def test_precision_and_recall_by_scope(tmp_path):
    path = gold(
        tmp_path, act(1, "RUS", "ACCUSE", "USA"), act(1, "CHN", "CONSULT", "JPN", mutual=True),
        act(2, "EGY", "COERCE", "EGY"), act(2, "TCD", "REQUEST", None),
    )  # fmt: skip
    found = measured(path, [], [Event("RUS", "ACCUSE", "USA"), Event("RUS", "REJECT", "USA")],
                     [Event("EGY", "COERCE", "EGY")])  # fmt: skip
    assert (found["triple_precision"], found["triple_recall"]) == (pytest.approx(2 / 3), pytest.approx(2 / 5))
    assert found["between_triple_recall"] == pytest.approx(1 / 3)
    assert found["between_pair_precision"] == 1
    assert found["domestic_triple_f1"] == 1
    assert found["one_sided_triple_recall"] == 0
    assert found["counts"]["between_triple_recall"] == 3


def test_what_one_coder_alone_has_may_be_found_and_need_not(tmp_path):
    path = gold(tmp_path, act(1, "RUS", "ACCUSE", "USA"), act(1, "CHN", "REJECT", "USA", sure=1))
    both = measured(path, [], [Event("RUS", "ACCUSE", "USA"), Event("CHN", "REJECT", "USA")], [])
    one = measured(path, [], [Event("RUS", "ACCUSE", "USA")], [])
    assert both["triple_precision"] == both["triple_recall"] == one["triple_precision"] == one["triple_recall"] == 1


def test_an_act_told_twice_in_a_document_is_found_once(tmp_path):
    path = gold(tmp_path, act(0, "RUS", "ACCUSE", "USA"), act(1, "RUS", "ACCUSE", "USA"))
    found = measured(path, [], [Event("RUS", "ACCUSE", "USA")], [])
    assert found["triple_recall"] == 1
    assert found["sentence_recall"] == pytest.approx(1 / 2)


def test_modality_status_and_days_of_what_is_found(tmp_path):
    path = gold(tmp_path, act(1, "RUS", "ACCUSE", "USA", modality="planned", status="now", first="2024-03-04"),
                act(2, "CHN", "REJECT", "USA", modality="asserted", status="state"))  # fmt: skip
    found = measured(path, [], [Event("RUS", "ACCUSE", "USA")], [Event("CHN", "REJECT", "USA", status="state")])
    assert found["modality_accuracy"] == pytest.approx(1 / 2)
    assert found["status_accuracy"] == 1
    assert found["date_accuracy"] == 0
    assert found["planned_triple_recall"] == 0


def test_errors_show_the_sentence_of_what_is_false_and_what_is_missed(tmp_path):
    path = gold(tmp_path, act(1, "RUS", "ACCUSE", "USA"))
    answers = [[[], [], [Event("CHN", "REJECT", "USA")]]]
    table = validation.evaluate(path, "documents", system=lambda _: answers).errors
    assert table[["text", "gold", "found"]].values.tolist() == [
        ["Another.", "none", "CHN REJECT USA"],
        ["One sentence.", "RUS ACCUSE USA", "none"],
    ]


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (act(7, "RUS", "ACCUSE", "USA"), "one of the document's n"),
        (act(1, "RUS", "HELP", "USA"), "no root 'HELP'"),
    ],
)
def test_a_bad_event_names_file_row_and_column(tmp_path, event, message):
    with pytest.raises(errors.InputError, match=rf"gold.jsonl.*events.*{message}"):
        validation.evaluate(gold(tmp_path, event), "documents")


def test_the_coder_reads_a_document_whole(tmp_path):
    path = gold(
        tmp_path, act(0, "SWE", "ACCUSE", "NOR"), act(1, "SWE", "ACCUSE", "NOR"),
        sentences=("Sweden condemns Norway", "Sweden on Monday condemned Norway for the raid."),
    )  # fmt: skip
    assert validation.evaluate(path, "documents").to_dict()["pair_recall"] == 1


PASSAGES = """# wire 2023-05-12 TUR
T {TUR|Turkey} summons {SWE|Swedish envoy} over rally
> 1 ACCUSE 2 | summons | asserted | now | 2023-05-12
S {TUR|Ankara} and {SWE+NOR|the Nordic states} met {? CVL|some people}.
> 1 CONSULT* 2 | met | asserted | now | -
> 1 CONSULT 3 | met | asserted | now | -
"""


def test_held_out_passages_are_documents(tmp_path):
    (tmp_path / "a.txt").write_text("\n".join([PASSAGES] * 10), encoding="utf-8")
    (one,) = documents.read_passages(tmp_path)
    assert [is_title for _, is_title in one.sentences] == [True, False]
    assert [(act.source, act.root, act.target) for act in one.acts[1]] == [
        ("TUR", "CONSULT", "SWE"), ("SWE", "CONSULT", "TUR"), ("TUR", "CONSULT", "NOR"), ("NOR", "CONSULT", "TUR"),
        ("TUR", "CONSULT", None),
    ]  # fmt: skip


def test_passages_that_are_no_folder_are_refused(tmp_path):
    with pytest.raises(errors.InputError, match="a folder"):
        validation.evaluate(gold(tmp_path), "passages")
