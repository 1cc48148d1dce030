"""Tense from the words around an expression, where no parse is at hand."""

from collections.abc import Sequence

from analysis.times._grammar import Token

_FUTURE = frozenset(
    "will shall 'll ’ll wo plans plan planned planning expects expect expected scheduled due set intends hopes slated "
    "would could may might should can payable effective upcoming expire expires begins effect".split()
)
_PAST = frozenset(
    "was were had did said told met fell rose made took began went came held saw won lost left sent gave shot been "
    "has have spoke flew struck broke drew hit put became found called showed brought grew sold paid spent "
    "since".split()
)


def guess(tokens: Sequence[Token], first: int, last: int, reach: int) -> str:
    """Return "past", "future" or "" for the tokens `first` to `last` by the nearest cue within `reach` tokens.

    The cue to the left counts first, as a date mostly follows its verb.
    """
    for index in range(first - 1, max(-1, first - 1 - reach), -1):
        if _ends(tokens, index):
            break
        if found := _cue(tokens, index):
            pluperfect = found == "future" and any(token.word == "had" for token in tokens[max(0, index - 4) : index])
            return "past" if pluperfect else found
    for index in range(last, min(len(tokens), last + reach)):
        if _ends(tokens, index):
            break
        if found := _cue(tokens, index):
            return found
    return ""


def _ends(tokens: Sequence[Token], index: int) -> bool:
    """True at the border of a sentence."""
    token = tokens[index]
    if token.text in {";", "?", "!"} or token.text[0] == "\n":
        return True
    return token.text == "." and not (index and len(tokens[index - 1].text) <= 3)


def _cue(tokens: Sequence[Token], index: int) -> str:
    word = tokens[index].word
    if word in _FUTURE:
        return "future"
    if word in _PAST:
        return "past"
    if word.endswith("ed") and len(word) > 4:
        return "" if index and tokens[index - 1].word in {"be", "being"} else "past"
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if word == "to" and following is not None and following.code == "z" and following.text.islower():
        return "future"
    return ""
