"""The home of a phrase: the candidate for which the signs weigh most, if they weigh enough.

The weights of the signs (`data/actors/home_signs.csv`, learnt by `training/homes.py` from our annotated passages) give
each candidate a probability (a conditional logit); the likeliest is taken from `LEAST` on, and its probability is
the confidence of the mention.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.actors import Mention, tables
from analysis.actors.coreference import pairs_in
from analysis.homes import evidence
from analysis.homes.authors import author_of
from analysis.homes.evidence import Naming, Story, Told

LEAST = 0.4
"""Probability that a home must have."""
SAME_PERSON = 0.85
"""Confidence of the state of a person whom the document names elsewhere with a state."""
NOBODY = ""
"""The candidate for a phrase of which the document does not name the state."""
FORMS = ("definite", "indefinite", "possessive", "bare", "named")
_DOUBTED_PLACE = 0.5
"""Confidence up to which a capital is a place ("in Cairo") and no government."""
_LEAST_NAMED = 0.3
_OF_SEVERAL = 0.4
"""Confidence of a body whose name others bear too, where the document names neither state."""
_LOOK_BACK = 24
_PRIVATE = frozenset({("CVL",), ("BUS",), ("JRN",)})
_FOREIGN = re.compile(rf"{tables.pattern('nobody in particular').pattern}(?: [\w-]+)? \Z")


@dataclass(frozen=True, slots=True)
class Found:
    """What the gazetteer found in a sentence, places and phrases without a state included."""

    text: str
    mentions: Sequence[Mention]
    title: bool = False


def give_homes(found: Sequence[Found], *, dateline: str | None = None) -> list[list[Mention]]:
    """The mentions of each sentence of a document, phrases without a state with the home that the document gives.

    Parameters
    ----------
    found
        The sentences in order, as `Gazetteer.find` reads them with `places` and `generic`.
    dateline
        The state of the place from which the document reports, if it says so.

    Returns
    -------
    list[list[Mention]]
        Mentions with a name as they were; of those without, the ones with a home: `how` is "place" where the place
        beside the phrase gave it, else "context". Places and phrases without a home are left out.
    """
    author = author_of([(one.text, one.mentions) for one in found])
    story = Story([told(one) for one in found], dateline, author.state if author is not None else None)
    given = []
    for number, sentence in enumerate(found):
        homed = {id(phrase): _with_home(phrase, story, number) for phrase in phrases(sentence)}
        homed |= {id(one): _rehomed(one, story, number) for one in sentence.mentions if _is_of_several(one)}
        kept = [homed.get(id(one), one) for one in sentence.mentions if id(one) in homed or not _is_homeless(one)]
        given.append([one for one in kept if one is not None])
    return given


def told(found: Found) -> Told:
    """A sentence of the story: its text and the states that it names."""
    namings = [
        Naming(one.start, one.end, one.state or one.actor or "", _is_place(one), one.actor)
        for one in found.mentions
        if (one.state or one.actor)
        and not one.reports
        and not _is_of_several(one)
        and (one.confidence >= _LEAST_NAMED or _is_place(one))
    ]
    holders = [
        evidence.Holder(one.start, one.noun, one.person, one.state, own=_is_own(one))
        for one in found.mentions
        if one.noun is not None and one.state and not one.reports and one.sectors[:1] not in _PRIVATE
    ]
    return Told(found.text, namings, found.title, holders)


def _is_own(mention: Mention) -> bool:
    """Whether a known holder is named without the state: "President Mahama", but not "Ghana's president"."""
    title, name = (mention.noun or ""), (mention.person or "").rpartition(" ")[2].lower()
    words = mention.text.lower()
    return bool(name) and words.startswith(title) and " of " not in words.removeprefix(title)


def phrases(found: Found) -> list[Mention]:
    """The phrases of a sentence that ask for a home."""
    seldom = tables.words("nouns seldom a side")
    asking = [
        one
        for one in found.mentions
        if one.noun is not None
        and one.actor is None
        and one.state is None
        and (one.person is not None or one.noun not in seldom)
        and not _FOREIGN.search(found.text[max(0, one.start - _LOOK_BACK) : one.start].lower())
    ]
    several = pairs_in(found.text) if asking else []
    return [one for one in asking if not any(start < one.end and one.start < end for start, end in several)]


def signs(phrase: Mention, story: Story, number: int) -> dict[str, dict[str, float]]:
    """For each candidate, and for `NOBODY`, the value of each sign."""
    shares = story.shares(number)
    top = max(shares.values(), default=0.0)
    found = {}
    for state, said in story.evidence(phrase, number).items():
        values = dict.fromkeys(said, 1.0)
        values["share"] = shares.get(state, 0.0)
        values["most"] = float(top > 0 and shares.get(state, 0.0) == top)
        found[state] = values
    if found:
        found[NOBODY] = {"nobody": 1.0, "nobody beside one": float(len(found) == 1)}
    return found


def _with_home(phrase: Mention, story: Story, number: int) -> Mention | None:
    known = story.person(phrase, number) if phrase.person is not None else None
    if known is not None:
        return replace(
            phrase, actor=known.state, state=known.state, person=known.person, how="coreference", confidence=SAME_PERSON
        )
    found = signs(phrase, story, number)
    if not found:
        return None
    form = evidence.form(phrase, story.told[number].text)
    likely = tables.probabilities(found, form, tables.weights("home_signs.csv"))
    state = max(likely, key=lambda one: likely[one])
    if state == NOBODY or likely[state] < LEAST:
        return None
    story.note(phrase, state, number)
    group = story.group_of(state, number) if phrase.noun in tables.words("nouns of a group") else None
    home = None if ":" in state else state
    how = "place" if "beside" in found[state] else "context"
    sectors = ("UAF",) if group and phrase.sectors[:1] == ("CVL",) else phrase.sectors
    actor, confidence = group or state, round(likely[state], 2)
    return replace(phrase, actor=actor, state=home, sectors=sectors, how=how, confidence=confidence)


def _rehomed(body: Mention, story: Story, number: int) -> Mention:
    """A body whose name those of other states bear too, as that of a state that the document names."""
    if body.state is not None and story.names(body.state):
        return body
    return _with_home(body, story, number) or replace(body, confidence=_OF_SEVERAL)


def _is_place(mention: Mention) -> bool:
    return mention.how == "place" or (mention.how == "capital" and mention.confidence <= _DOUBTED_PLACE)


def _is_of_several(mention: Mention) -> bool:
    """Whether a mention is nothing but a name that bodies of several states bear: "the National Assembly"."""
    if mention.how != "organisation" or mention.person is not None:
        return False
    return mention.text.lower().removeprefix("the ") in tables.words("names of several bodies")


def _is_homeless(mention: Mention) -> bool:
    """Whether a mention is here for its home alone: a place, or a phrase that names no state and no former holder."""
    if mention.how == "place":
        return True
    return mention.noun is not None and mention.actor is None and mention.state is None and mention.person is None
