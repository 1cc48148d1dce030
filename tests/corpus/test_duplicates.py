from analysis.corpus import _duplicates

WORDS = [f"word{i}" for i in range(100)]


def text(head, tail=0):
    """A hundred words, with so many others at the head and at the tail."""
    words = WORDS[head : len(WORDS) - tail]
    return " ".join([*(f"head{i}" for i in range(head)), *words, *(f"tail{i}" for i in range(tail))])


def list_of_firsts(bodies):
    return list(_duplicates.first_of_kind(bodies))


def test_near_duplicates_carry_the_index_of_the_first():
    assert list_of_firsts([text(0), "something else", text(2), text(50)]) == [None, None, 0, None]


def test_a_near_duplicate_is_never_the_first_of_others():
    assert list_of_firsts([text(8), text(8, 8)]) == [None, 0]
    assert list_of_firsts([text(0), text(8), text(8, 8)]) == [None, 0, None]


def test_short_texts_are_compared_whole():
    assert list_of_firsts(["talks ended", "talks ended", "talks began"]) == [None, 0, None]
