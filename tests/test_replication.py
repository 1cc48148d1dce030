import pytest
import replication

from analysis import errors

MONKS = "u,v,value\na,b,3\nb,a,2\na,c,-1\nc,b,-3\nb,c,1\n"


def folder(tmp_path, **files):
    (tmp_path / "signed").mkdir()
    for name, text in files.items():
        (tmp_path / "signed" / f"{name}.csv").write_text(text)
    return tmp_path


def test_checks_on_a_hand_made_monastery(tmp_path, capsys):
    place = folder(tmp_path, sam_aff2=MONKS)
    found = {check.name: check.found for check in replication.sampson(place)}
    # b's liking of c is the one arc that {a, b} against {c} cannot have
    assert found["T2: frustration index, directed"] == 1
    assert found["T2: criterion for 2 blocks, valued"] == 0.5
    assert found["T2: cohesiveness"] == 1.0
    assert found["T2: divisiveness"] == pytest.approx(2 / 3)
    assert (found["T2: transitive triads"], found["T2: balanced ones of these"]) == (0, 0)
    assert found["T2: density"] == pytest.approx(5 / 6)
    assert replication.main([str(place)]) == 1
    said = capsys.readouterr().out
    assert "NOT T2: frustration index, directed: 21, here 1" in said
    assert "ok  T2: optimum proven" in said


def test_what_is_not_there_is_said(tmp_path, capsys):
    assert replication.main([str(tmp_path)]) == 1
    assert "not there, not checked" in capsys.readouterr().out
    assert replication.main([str(tmp_path / "no")]) == 2
    assert "no such folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"), [("u,v\na,b\n", "no column value"), ("u,v,value\na,b,0\n", "line 2, column 'value'")]
)
def test_bad_tables_are_named(tmp_path, text, message):
    with pytest.raises(errors.InputError, match=message):
        list(replication.sampson(folder(tmp_path, sam_aff3=text)))


def test_numbers_agree_to_the_published_digits():
    assert replication.Check("x", 0.3575761, 0.35757610566, "y").holds
    assert not replication.Check("x", 0.3575761, 0.3575764, "y").holds
