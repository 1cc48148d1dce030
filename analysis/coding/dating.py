"""When and where an act happened: the date expression and the place that syntax ties to its predicate.

An expression belongs to the verb or event noun that it modifies, not to the
nearest one. A verb without an expression takes that of the verb with which it
shares a clause: a verb of saying above it, the verb that it is coordinated
with, or the main verb of its participle. The last resort is the day of
publication, marked by the precision `published`: a date of an earlier sentence
is not carried over, since it is rarely that of the act.
"""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import times
from analysis.actions import lexicon
from analysis.actors import state_of
from analysis.text import clauses
from analysis.text.parsing import Tree
from analysis.times import MONTHS, Timex

_BOUNDING_RELATIONS = frozenset({"since", "until", "till", "before", "after"})
_PRENOMINAL_LABELS = frozenset({"compound", "nmod", "poss", "amod", "nummod"})
_AIMS = frozenset({"for", "to", "until", "till", "by"})
"""Prepositions behind which a day is that of something to come: "put off until Friday"."""
_LATELY = dt.timedelta(days=31)
"""How far back an act may lie that a main clause with a date of its own tells as news."""
_NEAR = 8
"""Tokens before an expression in which a word of plan counts."""
_PAST_AUXILIARIES = frozenset({"was", "were", "had", "has", "have", "been"})
_NAMING_PRECISIONS = frozenset({"year", "month", "day"})
_IN_WHOSE_TIME = frozenset({"in", "during", "when"})
"""What opens a relative clause about the time of its noun."""
_UNLIMITED_WIDTH = 99999
"""Days; wider than any interval that an expression gives."""
_LOCATION_SLOTS = ("in", "at", "near", "outside", "inside")
_TRANSPARENT_LABELS = frozenset(
    {"ccomp", "xcomp", "conj", "advcl", "pcomp", "prep", "pobj", "dobj", "nsubj", "nsubjpass", "acl", "agent"}
)
"""Dependencies through which a word takes the date of the word above it."""


@dataclass(frozen=True, slots=True)
class DayInterval:
    """A closed interval of days, its precision as in `schemas.PRECISIONS`, and the words that give it, if any."""

    first: dt.date
    last: dt.date
    precision: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class DatingContext:
    """What may date the acts of a sentence: its expressions, as `times.resolve` gives them, and its publication."""

    expressions: Sequence[Timex]
    published: dt.date


def read_dates(tree: Tree, text: str, published: dt.date, *, headline: bool = False) -> DatingContext:
    """The expressions of a sentence, by the tense of the verbs that the parse shows above them.

    One that would put into the future what a verb tells of the past is left out: "the following
    year" counts from a year that only an earlier sentence names, "discussed the upcoming summit
    in May" does not say when.

    Parameters
    ----------
    headline
        Whether the sentence is a title.
    """
    tense = functools.partial(tense_at, tree, headline=headline)
    found = times.resolve(text, published, tense=tense)
    return DatingContext(
        [one for one in found if tense(one.start, one.end) != "past" or not _looks_ahead(tree, one)], published
    )


def _looks_ahead(tree: Tree, expression: Timex) -> bool:
    """Whether an expression is of what is to come, by its days or by a word of plan close before it."""
    inside = tree.tokens_in(expression.start, expression.end)
    before = range(max(0, inside[0] - _NEAR), inside[0]) if inside else ()
    plans = lexicon.default().marker("plan")
    return expression.direction == "future" or any(
        tree.dep[index] == "amod" and tree.lower[index] in plans for index in before
    )


@dataclass(frozen=True, slots=True)
class Location:
    """A place that the text names, and the state in which it lies."""

    name: str
    state: str


def act_days(tree: Tree, path: tuple[int, ...], context: DatingContext) -> DayInterval:
    """The days of an act.

    Parameters
    ----------
    path
        The tokens from the act's highest word down to its predicate.
    """
    published = context.published
    naming = _naming_dates(tree, context.expressions)
    for index in (*path, *_cases_of_clauses(tree, path)):
        if index in naming:
            return _interval(naming[index], published)
    modifiers = _date_modifiers(tree, context.expressions)
    for index in _dating_words(tree, path):
        if index in modifiers:
            expression = modifiers[index]
            if index not in path and (_is_prenominal(tree, expression, index) or _is_planned(tree, index)):
                continue  # who condemns "Monday's attack" or discusses "the upcoming summit" may do so on another day
            return _interval(expression, published)
    return DayInterval(published, published, "published")


def tense_at(tree: Tree, start: int, end: int, *, headline: bool = False) -> str | None:
    """The tense of the verb under which an expression stands, "past" or "future"; None where the verb leaves it open.

    "Used the meeting on Friday to warn" is of a Friday that has been, whatever follows, and
    "travels to Beijing on Friday" of one to come, except in a headline. A verb that plans says
    nothing of the day ("is due on Friday"), nor does one whose day is its aim ("moved to Friday").

    Parameters
    ----------
    start, end
        Offsets of the expression in the sentence.
    headline
        Whether the sentence is a title, whose present tense tells what has happened.
    """
    inside = tree.tokens_in(start, end)
    if not inside:
        return None
    for index in list(tree.path_to_root(inside[-1]))[1:]:
        if index not in inside and tree.lower[index] in _AIMS:
            return None
        if tree.is_verb(index):
            return "future" if not headline and _is_scheduled(tree, index) else _tense_of(tree, index)
    return None


def _is_scheduled(tree: Tree, verb: int) -> bool:
    """Whether a verb in the present tells of what will be done on a day: "the talks begin on Monday"."""
    states = clauses.SAYING | {"be", "have"}
    return tree.tag[verb] in {"VBZ", "VBP"} and tree.dep[verb] == "ROOT" and tree.lemma[verb] not in states


def _tense_of(tree: Tree, verb: int) -> str | None:
    plans = lexicon.default().marker("plan-predicate") | lexicon.default().marker("plan")
    auxiliaries = {tree.lower[child] for child in tree.children(verb, "aux", "auxpass")}
    dependents = {tree.lower[child] for child in tree.children(verb, "acomp", "xcomp")}
    if tree.lower[verb] in plans or dependents & plans:
        return None
    if auxiliaries & lexicon.default().marker("future"):
        return "future"
    perfect = tree.tag[verb] == "VBN" and bool(auxiliaries & _PAST_AUXILIARIES)
    return "past" if perfect or (tree.tag[verb] == "VBD" and not auxiliaries & {"to"}) else None


def _interval(expression: Timex, published: dt.date) -> DayInterval:
    return DayInterval(
        expression.first or published, expression.last or published, expression.precision, expression.text
    )


def _naming_dates(tree: Tree, found: Sequence[Timex]) -> dict[int, Timex]:
    """For each noun the date before it that says when it was: "the March 2021 summit", "a 2019 case"."""
    return {
        tree.head[token]: expression
        for expression in found
        if expression.first is not None
        and (token := _head(tree, expression)) is not None
        and tree.dep[token] in _PRENOMINAL_LABELS
        and tree.tag[tree.head[token]][0] == "N"
        and expression.precision in _NAMING_PRECISIONS
        and not expression.relation
    }


def _cases_of_clauses(tree: Tree, path: tuple[int, ...]) -> list[int]:
    """The nouns inside whose time a relative clause tells of the act: "a 2019 case in which a court charged ..."."""
    found, below = [], path[0]
    for index in list(tree.path_to_root(path[0]))[1:]:
        if tree.dep[below] == "relcl":
            openers = [child for child in tree.children(below) if tree.lower[child] in _IN_WHOSE_TIME]
            if any(tree.lower[one] != "in" or _is_relative(tree, one) for one in openers):
                found.append(index)
        elif tree.dep[below] not in _TRANSPARENT_LABELS:
            break
        below = index
    return found


def _is_relative(tree: Tree, preposition: int) -> bool:
    return any(tree.tag[child] == "WDT" for child in tree.children(preposition, "pobj"))


def _date_modifiers(tree: Tree, found: Sequence[Timex]) -> dict[int, Timex]:
    """For each verb or noun the date expression that modifies it, the narrowest where there are several."""
    modifiers: dict[int, Timex] = {}
    for expression in found:
        if expression.first is None:
            continue
        if expression.attributive or expression.relation in _BOUNDING_RELATIONS:
            continue
        token = _head(tree, expression)
        if token is None:
            continue
        owner = _modified_word(tree, token, expression)
        if not tree.is_verb(owner) and any(
            tree.lower[index] == "of" for index in tree.path_to_root(token) if tree.head[index] == owner
        ):
            continue  # "the treaty of 1998" names a thing
        clause = _when_clause(tree, expression)
        for index in {owner} if clause is None else {owner, clause}:
            known = modifiers.get(index)
            if known is None or _width(expression) < _width(known):
                modifiers[index] = expression
    return modifiers


def _when_clause(tree: Tree, expression: Timex) -> int | None:
    """The verb of a clause with "when" directly behind the expression: "on Wednesday, when Iran released ..."."""
    behind = max(tree.tokens_in(expression.start, expression.end), default=len(tree.lower)) + 1
    if behind < len(tree.lower) and tree.lower[behind] == ",":
        behind += 1
    if behind >= len(tree.lower) or tree.lower[behind] != "when":
        return None
    verb = tree.head[behind]
    return verb if tree.is_verb(verb) else None


def _head(tree: Tree, expression: Timex) -> int | None:
    """The token of the expression whose governor lies outside it."""
    inside = tree.tokens_in(expression.start, expression.end)
    outer = [index for index in inside if tree.head[index] not in inside or tree.head[index] == index]
    return outer[-1] if outer else None


def _modified_word(tree: Tree, token: int, expression: Timex) -> int:
    """The verb or event noun that an expression modifies, sought upwards through prepositions."""
    inside = tree.tokens_in(expression.start, expression.end)
    for index in list(tree.path_to_root(token))[1:]:
        if tree.dep[index] in {"prep", "agent"} or tree.tag[index] in {"IN", "TO"} or index in inside:
            continue
        if tree.is_verb(index) or tree.head[index] == index or tree.lemma[index] in lexicon.default().nouns:
            return index
    return token


def _is_prenominal(tree: Tree, expression: Timex, owner: int) -> bool:
    """Whether the expression stands before the noun that it modifies: "Monday's attack", "the December attack"."""
    token = _head(tree, expression)
    return token is not None and tree.head[token] == owner and tree.dep[token] in _PRENOMINAL_LABELS


def _is_planned(tree: Tree, noun: int) -> bool:
    """Whether a noun names what is to come: "the upcoming summit on Friday"."""
    plans = lexicon.default().marker("plan")
    return any(tree.lower[child] in plans for child in tree.children(noun, "amod"))


def _width(expression: Timex) -> int:
    if expression.first is None or expression.last is None:
        return _UNLIMITED_WIDTH
    return (expression.last - expression.first).days


def _dating_words(tree: Tree, path: tuple[int, ...]) -> list[int]:
    """The words whose date is the act's: its own, then those above it with which it shares a clause."""
    words = list(path)
    for index in path:
        dependents = tree.children(index, "dobj", "prep", "nsubj", "nsubjpass")
        words += [child for child in dependents if tree.tag[child][0] == "N"]
    # "arrived and signed the treaty in Lima on Friday": the later verb's date holds for both.
    words += [
        child
        for index in path
        for child in tree.children(index, "conj")
        if tree.is_verb(child) and not tree.children(child, "nsubj", "nsubjpass")
    ]
    below = path[0]
    for index in list(tree.path_to_root(path[0]))[1:]:
        label = tree.dep[below]
        if label not in _TRANSPARENT_LABELS or (label == "advcl" and _has_own_time(tree, below)):
            break
        words.append(index)
        below = index
    return words


def _has_own_time(tree: Tree, index: int) -> bool:
    """Whether an adverbial clause has its own time: "after North Korea launched ..."."""
    return bool(tree.children(index, "mark", "advmod")) or bool(tree.children(index, "nsubj", "nsubjpass"))


def told_lately(tree: Tree, trigger: tuple[int, int], days: DayInterval, published: dt.date) -> bool:
    """Whether the main clause tells an act, or what somebody says in it, with a date of its own within the last month.

    "Earlier this month he threatened" is such an act. In the pluperfect it is what went before.
    """
    verb = next(filter(tree.is_verb, tree.tokens_in(*trigger)), None)
    top = verb
    while top is not None and tree.dep[top] == "conj" and tree.is_verb(tree.head[top]):
        top = tree.head[top]
    if verb is None or top is None or days.precision == "published" or days.first < published - _LATELY:
        return False
    reported = tree.dep[top] == "ccomp" and tree.lemma[tree.head[top]] in clauses.SAYING
    main = tree.dep[tree.head[top] if reported else top] == "ROOT"
    return main and "had" not in {tree.lower[child] for child in tree.children(verb, "aux", "auxpass")}


def summed_up(tree: Tree, trigger: tuple[int, int]) -> bool:
    """Whether the clause sums up what was done many times: "had met him more than twenty times"."""
    verbs = filter(tree.is_verb, tree.tokens_in(*trigger))
    return any(tree.lower[child] == "times" for verb in verbs for child in tree.children(verb, "npadvmod", "dobj"))


def act_location(tree: Tree, path: tuple[int, ...], participant_tokens: set[int]) -> Location | None:
    """The place of an act, where syntax ties one to it ("met in Seoul") and its state is known; else None.

    Parameters
    ----------
    participant_tokens
        Tokens that name the act's participants: these are no places.
    """
    reader = clauses.Clauses(tree)
    for index in path:
        slots = reader.at(index).slots if tree.is_verb(index) else clauses.noun_slots(tree, index)
        for name in _LOCATION_SLOTS:
            for head in slots.get(name, ()):
                if head in participant_tokens or tree.tag[head] not in {"NNP", "NNPS"}:
                    continue
                if tree.lower[head] in MONTHS:
                    continue
                tokens = sorted(
                    token for token in clauses.noun_phrase(tree, head) if tree.tag[token] in {"NNP", "NNPS"}
                )
                text = tree.phrase(tokens[0], tokens[-1])
                state = state_of(text)
                if state is not None:
                    return Location(text, state)
    return None
