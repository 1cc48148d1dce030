"""Passages: the form is checked line by line, and those that ship keep it and have no act too many or too few."""

import collections
import datetime as dt

import pytest

from analysis import errors, ontology
from analysis.actions import passages

PASSAGE = """# wire 2023-05-12 TUR
T {TUR|Turkey} summons {SWE|envoy}
> 1 ACCUSE 2 | summons | asserted | now | 2023-05-12
S {TUR|Ankara} and {SWE|Stockholm} met {FIN|the Finns} in {BEL|Belgium} after {TUR OPP|a crowd} hung an effigy.
> 1 CONSULT* 2 | met | asserted | now | 2023-05-11/2023-05-12
> 5 PROTEST - | hung an effigy | asserted | reference | -
S {TUR|It} praised {SWE|Sweden} and warned {SWE|Sweden} of delays.
> 1 SUPPORT 2 | praised | asserted | now | -
> 1 THREATEN 3 | warned | planned | now | -
"""


def read(tmp_path, text):
    file = tmp_path / "some.txt"
    file.write_text(text, encoding="utf-8")
    return list(passages.read_file(file))


def test_a_passage_is_read_with_sides_acts_and_days(tmp_path):
    (passage,) = read(tmp_path, PASSAGE)
    assert (passage.voice, passage.published, passage.state) == ("wire", dt.date(2023, 5, 12), "TUR")
    title, body, last = passage.sentences
    assert title.title
    assert title.text == "Turkey summons envoy"
    assert [title.text[side.start : side.end] for side in title.sides] == ["Turkey", "envoy"]
    meeting, protest = body.acts
    assert (meeting.source, meeting.target, meeting.mutual) == (0, 1, True)
    assert meeting.days == (dt.date(2023, 5, 11), dt.date(2023, 5, 12))
    assert body.text[slice(*protest.trigger)] == "hung an effigy"
    assert (protest.target, protest.status, protest.days) == (None, "reference", None)
    assert body.sides[4].role == "OPP"
    assert len(last.acts) == 2


def test_pairs_are_all_ordered_pairs_with_their_roots(tmp_path):
    (passage,) = read(tmp_path, PASSAGE)
    _, body, last = passage.sentences
    found = {(item[0][slice(*item[1])], item[0][slice(*item[2])]): root for item, root in passages.pairs_of(body)}
    # the crowd is of the same state as Ankara, so it is left out beside Stockholm
    assert len(found) == 5 * 4 - 2
    assert {pair for pair, root in found.items() if root == "CONSULT"} == {
        ("Ankara", "Stockholm"), ("Stockholm", "Ankara"),
    }  # fmt: skip
    assert sum(root == "NONE" for root in found.values()) == 16
    # "It" acts on Sweden by both names: neither pair is one without an act
    assert collections.Counter(root for _, root in passages.pairs_of(last)) == {"SUPPORT": 1, "THREATEN": 1, "NONE": 4}


@pytest.mark.parametrize(
    ("line", "wrong", "cause"),
    [
        (1, "# gossip 2023-05-12", "voice 'gossip'"),
        (1, "# wire 12.5.2023", "is no ISO day"),
        (3, "> 1 ACCUSE 3 | summons | asserted | now | -", "the sentence has 2 sides"),
        (3, "> 1 ACCUSE 1 | summons | asserted | now | -", "two different ones"),
        (3, "> 1 BLAME 2 | summons | asserted | now | -", "root 'BLAME'"),
        (3, "> 1 ACCUSE 2 | summoned | asserted | now | -", "does not stand in the sentence"),
        (3, "> 1 ACCUSE 2 | summons | perhaps | now | -", "modality 'perhaps'"),
        (3, "> 1 ACCUSE 2 | summons | asserted | once | -", "status 'once'"),
        (3, "> 1 ACCUSE 2 | summons | asserted | now | 2023-05-12/2023-05-01", "not in order"),
        (3, "> 1 ACCUSE 2 | summons", "an act is: SOURCE ROOT TARGET"),
        (2, "T {Turkey|Turkey} summons {SWE|envoy}", "'Turkey' is no actor"),
        (2, "T {TUR KING|Turkey} summons {SWE|envoy}", "role 'KING'"),
        (2, "T {TUR|Turkey summons {SWE|envoy}", "a brace or bar"),
        (2, "Turkey summons envoy", "is no line of the form"),
    ],
)
def test_an_error_names_file_line_and_cause(tmp_path, line, wrong, cause):
    lines = PASSAGE.splitlines()
    lines[line - 1] = wrong
    with pytest.raises(errors.InputError, match="some.txt, line") as caught:
        read(tmp_path, "\n".join(lines))
    assert cause in str(caught.value)


def test_the_passages_that_ship():
    found = passages.load()
    sentences = [sentence for passage in found for sentence in passage.sentences]
    acts = [act for sentence in sentences for act in sentence.acts]
    assert len(found) >= 7500
    assert sum(not sentence.acts for sentence in sentences) >= 0.36 * len(sentences)
    roots = collections.Counter(act.root for act in acts)
    assert set(roots) == set(ontology.ROOTS)
    assert min(roots.values()) >= 200
    assert sum(act.modality != "asserted" for act in acts) >= 0.15 * len(acts)
    assert sum(act.status != "now" for act in acts) >= 0.2 * len(acts)
    train, rest = passages.held_out(found)
    assert len(rest) == pytest.approx(len(found) / 10, rel=0.05)
    assert not {id(one) for one in train} & {id(one) for one in rest}
    texts = [sentence.text for sentence in sentences if len(sentence.text) > 60]
    assert len(set(texts)) == len(texts), "no sentence stands twice"
