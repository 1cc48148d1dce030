"""Whether a single token is a date by itself: a year among numbers, a month among names, a season among verbs."""

from analysis.times import _durations as amounts

_LEADS = frozenset(
    "in since by during from between after before until till through for of and or to into late early mid around "
    "about the a an , ( - – — ; : that summer spring autumn fall winter".split()
)
_COUNTING = frozenset("about around of for to from and or".split())
_NUMBER_LEADS = frozenset("$ £ € # no. no than nearly almost some number".split())
# nouns that are numbered: resolution 1718, flight 1549
_NUMBERED = frozenset(
    "resolution resolutions flight flights article articles section paragraph order decree directive route room act "
    "regulation law number nos page pages brigade regiment squadron model type block".split()
)
_PEOPLE = frozenset("people men women children police personnel staff".split())
_FUNCTION = frozenset(
    "as but because when while where which who whose with for by was is were are said says has had have been will "
    "would than if nor he she it they we you i not also that there this his her its against under over amid despite "
    "without until unless although though only".split()
)
_MONTH_LEADS = (_LEADS - {"that"}) | frozenset("last next this each every on past".split())
_NAMED_DAYS = frozenset("black bloody super ash holy maundy cyber".split())


def stands(phrase: amounts.Phrase) -> bool:
    """True if the one token of a phrase is a date by itself."""
    token = phrase.tokens[0]
    if token.code == "Y":
        return _is_year(phrase)
    if token.code == "s":
        return len(token.word) > 4 or token.text[0] in "'’"
    if token.code == "S" and token.word in {"fall", "spring"}:
        return phrase.before in {"in", "by", "since", "until", "during", "from", "before", "after", "this"}
    if token.code == "D":
        return phrase.before not in _NAMED_DAYS
    if token.code == "M":
        return _is_month(phrase)
    return token.code not in "uwN"


def _is_month(phrase: amounts.Phrase) -> bool:
    """May and March are words, and with April, June and August names of persons."""
    word = phrase.tokens[0].word
    if word in {"may", "march"}:
        return phrase.before in _MONTH_LEADS
    if word in {"april", "june", "august"} and phrase.first:
        lead = phrase.text[phrase.first - 1]
        return not (lead.code == "z" and lead.text[:1].isupper() and lead.word not in _LEADS)
    return True


def _is_year(phrase: amounts.Phrase) -> bool:
    token, before, after = phrase.tokens[0], phrase.before, phrase.after
    if token.text[0] not in "'’" and not 1700 <= int(token.word) <= 2100:
        return False
    if before in _NUMBER_LEADS or after in {"%", "percent", "per"} or _numbered(phrase):
        return False
    noun = _is_noun(phrase)
    many = noun and (after in _PEOPLE or (after.endswith("s") and not after.endswith("ss")))
    if before in _LEADS or not phrase.first:
        return not (many and (before in _COUNTING or not phrase.first))
    lead = phrase.text[phrase.first - 1]
    if lead.code != "z":
        return True
    if lead.text[:1].isupper():
        return False
    # a number before a noun counts it, unless an article stands before both: the disputed 2009 vote
    return not noun or phrase.codes[max(0, phrase.first - 2) : phrase.first - 1] in {"T", "a", "p", "'"}


def _is_noun(phrase: amounts.Phrase) -> bool:
    """True if the word behind is likely a noun in lower case."""
    if phrase.last >= len(phrase.text) or phrase.codes[phrase.last] != "z":
        return False
    word = phrase.text[phrase.last]
    return word.text.isalpha() and word.text.islower() and word.word not in _FUNCTION


def _numbered(phrase: amounts.Phrase) -> bool:
    """True for resolutions 1718 and 1874: a numbered noun before, with nothing but numbers between."""
    at = phrase.first - 1
    while at >= 0 and (phrase.codes[at] in "Y12&,~" or phrase.text[at].text in {"No", "no", "."}):
        at -= 1
    return at >= 0 and phrase.text[at].word in _NUMBERED
