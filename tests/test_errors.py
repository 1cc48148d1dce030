from analysis import errors


def test_an_unknown_name_is_answered_by_the_nearest_or_by_all():
    near = errors.unknown("option", "levl", ["level", "seed"])
    assert isinstance(near, errors.InputError)
    assert str(near) == "unknown option 'levl'; the nearest is 'level'"
    assert str(errors.unknown("option", "zzz", ["level", "seed"])) == "unknown option 'zzz'; known are level, seed"
