"""Is a text English? A quick look at function words, and a classifier for the doubtful."""

import re

import py3langid

_WORD = re.compile(r"[^\W\d_]+")
# Function words that the neighbours of English hardly share.
_ENGLISH = frozenset(
    "the of and to that with for was said by from has have is are its his their will would which after".split()
)
_SURE_SHARE = 0.12
_LOOK_AT = 4000


def is_english(text: str) -> bool:
    """Tell whether `text` is English, from its first 4,000 characters.

    A text whose words are to 12 % or more English function words is taken as
    English; any other is given to the classifier of py3langid. A text without
    letters is not English.
    """
    words = [word.lower() for word in _WORD.findall(text[:_LOOK_AT])]
    if not words:
        return False
    if sum(word in _ENGLISH for word in words) / len(words) >= _SURE_SHARE:
        return True
    return bool(py3langid.classify(text[:_LOOK_AT])[0] == "en")
