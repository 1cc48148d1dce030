"""What a rule of the lexicon says in plain words: which word of a sentence makes which part of an act."""

import functools

from analysis.actions import lexicon
from analysis.actions.lexicon import EmbeddingVerb, Entry

VOICE = "voice"
"""The rule of an act that is done by saying the sentence, by whom the sentence does not name."""
_AND = " + "
_KINDS = {
    "do": "does it", "undergo": "has it done to it", "agree": "promises or accepts it", "request": "asks for it",
    "threaten": "threatens it", "refuse": "refuses it", "stop": "ends it or holds it back", "allow": "allows it",
    "force": "forces somebody to it", "accuse": "blames somebody for it", "deny": "denies it",
    "fail": "does not bring it about", "prevent": "keeps somebody from it", "try": "tries it",
    "consider": "only thinks of it", "collapse": "says that it came to nothing", "limit": "limits it",
}  # fmt: skip
"""What an embedding verb of each kind does with the act below it."""
_OWN = {
    "own act": "what the speaker will do",
    "must": "what somebody ought to do",
    "would if": '"would" on a condition',
    "not": '"not"',
}
_SHOWN = 4
"""Words of a list that are shown."""


def in_words(rule: str) -> str:
    """A rule of the lexicon in words, from the highest word of the sentence to the lowest.

    Parameters
    ----------
    rule
        What `decided_by` names, without the model's opinion.

    Examples
    --------
    >>> in_words("o.demand + n.ceasefire")
    '"demand" asks for it, where "it" is the noun "ceasefire"'
    """
    *above, last = rule.split(_AND)
    own = [_part(one, above=True) for one in above]
    lowest = _part(last, above=False)
    return f'{", ".join(own)}, where "it" is {lowest}' if own else lowest.replace(" it", " something", 1)


def _part(name: str, *, above: bool) -> str:
    entry = _by_id().get(name)
    if entry is None:
        light = {one.kind for one in lexicon.default().embedding_verbs.get(name, ()) if one.kind in {"do", "undergo"}}
        kind = next(iter(sorted(light)), None) if above else None
        return _OWN.get(name, f'"{name}"') + (f" {_KINDS[kind]}" if kind else "")
    word = f'"{" ".join(filter(None, (entry.word, entry.particle)))}"'
    if isinstance(entry, EmbeddingVerb):
        return f"{word}{_with(entry.objects)} {_KINDS[entry.kind]}"
    if name.startswith("n."):
        return f"the noun {word}{_beside(entry.modifiers)}"
    behind = f' "{entry.preposition}"' if entry.preposition else ""
    return f"the {'adjective' if name.startswith('a.') else 'verb'} {word}{behind}{_with(entry.objects)}"


def _with(objects: frozenset[str]) -> str:
    """The words of which a verb needs one: a few of them."""
    words = sorted(objects)
    more = " or the like" if len(words) > _SHOWN else ""
    return f" with {', '.join(words[:_SHOWN])}{more}" if words else ""


def _beside(modifiers: tuple[str, ...]) -> str:
    return f" beside {', '.join(modifiers)}" if modifiers else ""


@functools.cache
def _by_id() -> dict[str, Entry | EmbeddingVerb]:
    known = lexicon.default()
    tables = (known.verbs, known.nouns, known.adjectives, known.embedding_verbs)
    return {one.id: one for table in tables for own in table.values() for one in own}
