"""Pairs of sides that the parse shows to do nothing to each other, whatever a reader of words makes of them.

Those listed together have something done to them, or do it to a third; the
victim of a deed is not blamed for it; the subjects of two clauses act each in
its own; and a name in the title of an office is what the office deals with.
"""

import functools
import re
from collections.abc import Sequence

from analysis import ontology
from analysis.actions import lexicon
from analysis.actors import Mention
from analysis.text import clauses
from analysis.text.parsing import Tree
from analysis.times import MONTHS, WEEKDAYS

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "PRP$"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BETWEEN = frozenset({"between", "among", "by", "amongst"})
"""Prepositions before a list whose members act."""
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod"})
_INSIDE_PHRASE = frozenset({"compound", "nmod", "amod", "appos", "nummod", "conj", "poss", "prep", "pobj"})
_ON_VICTIM = frozenset({"on", "against", "upon", "toward", "towards"})
_OF_VICTIM = frozenset({"of", "in", "at", "into", "across", "near"})
"""Prepositions before the victim or the scene of a deed whose doer is named beside it."""
_CLAUSES_ON_NOUNS = frozenset({"relcl", "acl"})
_TOPICS = frozenset({"obj", "on", "about", "over", "regarding", "concerning"})
"""Slots of a verb that hold what it is about, where no entry of the lexicon has its target there."""
_JUDGING = ("051", "10", "11", "12", "13")
"""Beginnings of the CAMEO codes of what is said to or about a third party: praise, demand, blame, refusal, threat."""
_CONTRASTS = frozenset({"while", "whereas", "whilst"})
_THREE_SIDED = re.compile(r"\b(?:tri|multi|quadri)(?:lateral|partite)|\bthree-way\b|\bfour-way\b", re.IGNORECASE)
_ORGANISATION = "IGO:"
_PROPER_NOUNS = frozenset({"NNP", "NNPS"})
_HOSTILE_QUAD = 4
_BLAME = "ACCUSE"


def head_of(tree: Tree, mention: Mention) -> int | None:
    """The token of a mention whose governor lies outside it; None where no token begins in it."""
    inside = tree.tokens_in(mention.start, mention.end)
    outer = [index for index in inside if tree.head[index] not in inside or tree.head[index] == index]
    return outer[-1] if outer else None


def topics_of_offices(text: str, mentions: Sequence[Mention]) -> set[tuple[int, int]]:
    """The spans of names in the title of an office that deals with them: "Special Envoy for Myanmar"."""
    found: set[tuple[int, int]] = set()
    ends: set[int] = set()
    for one in sorted(mentions, key=lambda one: (one.start, one.end)):
        before = text[: one.start]
        bracket = before.endswith(" (") and one.start - 2 in ends  # "for the Republic of X (RX)"
        if bracket or _before_topic().search(before):
            found.add((one.start, one.end))
            ends.add(one.end)
        elif _title_with_topic().search(one.text):  # one phrase: "Special Envoy for the Republic of X"
            ends.add(one.end)
    return found


def are_apart(tree: Tree, source: Mention, target: Mention, root: str | None, trigger: int | None) -> bool:
    """Whether the parse shows that a source does not do an act to a target.

    Parameters
    ----------
    root
        The PLOVER root of the act.
    trigger
        The token that tells of the act, if it is known.
    """
    one, other = head_of(tree, source), head_of(tree, target)
    if one is None or other is None:
        return False
    return (
        _are_one_by_name(tree, source, target, one, other)
        or _is_name_of_side(tree, trigger, (source, target))
        or _are_acted_on_together(tree, one, other)
        or _judge_together(tree, one, other, trigger)
        or _act_in_two_clauses(tree, one, other)
        or _is_topic(tree, other, root, trigger)
        or _tells_of_own_loss(tree, one, other, trigger)
        or (root == _BLAME and is_victim(tree, target))
    )


def is_victim(tree: Tree, mention: Mention) -> bool:
    """Whether a side is what a deed in the sentence hits: "the raid on X", "a launch that violates X's rights"."""
    head = head_of(tree, mention)
    if head is None:
        return False
    below = head
    for index in list(tree.path_to_root(head))[1:]:
        label = tree.dep[below]
        if label == "pobj" and _is_deed_noun(tree, tree.head[index]):
            return _stands_for_victim(tree, index)
        if label == "poss" and _is_deed(tree, index):
            return _is_suffered(tree, index)
        if tree.is_verb(index):
            of_clause = tree.dep[index] in _CLAUSES_ON_NOUNS and _is_deed(tree, index)
            return label == "dobj" and (of_clause or _blames_on(tree, index, below))
        if label not in _INSIDE_PHRASE:
            break
        below = index
    return False


def _is_deed_noun(tree: Tree, index: int) -> bool:
    return tree.tag[index][0] == "N" and _is_deed(tree, index)


def _stands_for_victim(tree: Tree, preposition: int) -> bool:
    """Whether a preposition behind a noun of a deed leads to its victim: "against X", "of X" beside its doer."""
    noun, word = tree.head[preposition], tree.lower[preposition]
    if word == "on" and tree.dep[noun] == "dobj" and _blames_on(tree, tree.head[noun], noun):
        return False  # "blamed the attack on Y"
    if word in _ON_VICTIM or (word == "of" and not _takes_doer_of(tree, noun)):
        return True
    return word in _OF_VICTIM and _has_doer(tree, noun)


def _are_one_by_name(tree: Tree, source: Mention, target: Mention, one: int, other: int) -> bool:
    """Whether two names side by side are one party.

    An organisation and its office, "UN High Commissioner for Refugees"; a noun and its name, "the rebel group M23".
    """
    first, second = sorted((source, target), key=lambda mention: mention.start)
    if not tree.text[first.end : second.start].isspace():
        return False
    organisations = all((mention.actor or "").startswith(_ORGANISATION) for mention in (first, second))
    named = any(
        tree.dep[inner] == "appos" and tree.head[inner] == outer for inner, outer in ((one, other), (other, one))
    )
    return organisations or named


def _is_name_of_side(tree: Tree, trigger: int | None, sides: tuple[Mention, Mention]) -> bool:
    """Whether the word that is taken for the act is only the name of one of its sides."""
    if trigger is None or tree.tag[trigger] not in _PROPER_NOUNS:
        return False
    return any(trigger in tree.tokens_in(one.start, one.end) for one in sides)


def _are_acted_on_together(tree: Tree, one: int, other: int) -> bool:
    """Whether both stand in one list that is no subject and that nothing happens between: "calls with A and B"."""
    top = _common_list(tree, one, other)
    if top is None or _THREE_SIDED.search(tree.text):
        return False
    label = tree.dep[top]
    if label == "pobj":
        return tree.lower[tree.head[top]] not in _BETWEEN
    return label in {"dobj", "dative", "iobj"}


def _judge_together(tree: Tree, one: int, other: int, trigger: int | None) -> bool:
    """Whether both are subjects of one verb that says something about a third party: "A and B welcomed the vote"."""
    top = _common_list(tree, one, other)
    if top is None or tree.dep[top] not in _SUBJECTS or trigger is None:
        return False
    rows = lexicon.default().verbs.get(tree.lemma[trigger], ()) if tree.head[top] == trigger else ()
    return any(row.code.startswith(_JUDGING) and not row.objects for row in rows)


def _act_in_two_clauses(tree: Tree, one: int, other: int) -> bool:
    """Whether the two are subjects of two verbs side by side: "A blamed C, and B called for calm"."""
    first, second = (_verb_of_subject(tree, index) for index in (one, other))
    if first is None or second is None or first == second:
        return False
    for above, below in ((first, second), (second, first)):
        if tree.head[below] == above:
            if tree.dep[below] in {"conj", "parataxis"}:
                return True
            marks = {tree.lower[child] for child in tree.children(below, "mark")}
            return tree.dep[below] == "advcl" and not marks.isdisjoint(_CONTRASTS)
    return False


def _tells_of_own_loss(tree: Tree, source: int, target: int, trigger: int | None) -> bool:
    """Whether a source only says what somebody unnamed did to its own: "A said its leader had been killed"."""
    if trigger is None or not tree.children(trigger, "nsubjpass") or tree.children(trigger, "agent"):
        return False
    verb = _verb_of_subject(tree, source)
    says = verb is not None and tree.lemma[verb] in clauses.SAYING and verb in list(tree.path_to_root(trigger))
    victim = tree.subtree(tree.children(trigger, "nsubjpass")[0])
    return says and target in victim and any(tree.tag[index] == "PRP$" for index in victim)


def _is_topic(tree: Tree, target: int, root: str | None, trigger: int | None) -> bool:
    """Whether a target is only what an act is about, by the slots that the lexicon gives the verb: "discussed X"."""
    if trigger is None or not tree.is_verb(trigger):
        return False
    slots = {
        slot
        for row in lexicon.default().verbs.get(tree.lemma[trigger], ())
        if ontology.plover_of(row.code) == root
        for slot in row.target
    }
    below = target
    for index in list(tree.path_to_root(target))[1:]:
        if index == trigger:
            label = tree.dep[below]
            slot = "obj" if label == "dobj" else tree.lower[below] if label == "prep" else None
            return bool(slots) and slot in _TOPICS and slot not in slots
        if tree.dep[below] not in _INSIDE_PHRASE:
            return False
        below = index
    return False


def _verb_of_subject(tree: Tree, index: int) -> int | None:
    top = _top_of_list(tree, index)
    return tree.head[top] if tree.dep[top] in _SUBJECTS and tree.is_verb(tree.head[top]) else None


def _common_list(tree: Tree, one: int, other: int) -> int | None:
    """The first member of the list in which both stand, or of the list of phrases "the leaders of A and B"."""
    first, second = _top_of_list(tree, one), _top_of_list(tree, other)
    if first != second:
        return None
    while tree.dep[first] == "pobj" and tree.lower[tree.head[first]] == "of":
        noun = tree.head[tree.head[first]]
        if tree.tag[noun] not in _NOUNS or tree.lemma[noun] in lexicon.default().nouns:
            return first
        first = _top_of_list(tree, noun)
    return first


def _top_of_list(tree: Tree, index: int) -> int:
    """The first member of the list in which a phrase stands, itself where there is none.

    Of adjectives in a list, "the Kenyan and Chadian ministers", it is the noun.
    """
    while tree.head[index] != index:
        above, label = tree.head[index], tree.dep[index]
        shared = label in _BEFORE_NOUN and bool(tree.children(index, "conj"))
        inside_list = label in {"conj", "appos"} and (tree.tag[above] in _NOUNS or tree.dep[above] in _BEFORE_NOUN)
        person = label in _BEFORE_NOUN and tree.lemma[above] not in lexicon.default().nouns
        if not (inside_list or (person and (shared or tree.tag[above] in _PROPER_NOUNS))):
            break
        index = above
    return index


def _is_deed(tree: Tree, index: int) -> bool:
    """Whether a word tells of a hostile deed, or of the violation of a rule or right."""
    words = lexicon.default()
    rows = (words.verbs if tree.is_verb(index) else words.nouns).get(tree.lemma[index], ())
    hostile = [ontology.quad_of(ontology.plover_of(row.code)) == _HOSTILE_QUAD for row in rows]
    meant = all(hostile) if tree.is_verb(index) else any(hostile)
    return (bool(hostile) and meant) or tree.lemma[index] in words.noun_class("breach")


def _blames_on(tree: Tree, verb: int, what: int) -> bool:
    """Whether a verb's object is what was done, and "on" behind it says by whom: "blamed the attack on Y"."""
    rows = lexicon.default().verbs.get(tree.lemma[verb], ())
    behind = (child for word in (verb, what) for child in tree.children(word, "prep") if child > what)
    on = any(tree.lower[child] == "on" and not _leads_to_day(tree, child) for child in behind)
    return on and any(row.target == ("on",) and row.code.startswith("112") for row in rows)


def _leads_to_day(tree: Tree, preposition: int) -> bool:
    """Whether a preposition leads to a day: "on Tuesday", "on June 13"."""
    words = [tree.lower[child] for child in tree.children(preposition, "pobj")]
    return any(word in WEEKDAYS or word in MONTHS for word in words)


def _takes_doer_of(tree: Tree, noun: int) -> bool:
    """Whether "of" behind a noun may name the doer: "the attacks of X", but not "the massacre of X"."""
    return any("of" in row.source for row in lexicon.default().nouns.get(tree.lemma[noun], ()))


def _is_suffered(tree: Tree, noun: int) -> bool:
    """Whether the owner of a noun is whom it befell: "his killing", but not "Y's killing of X"."""
    return tree.lemma[noun] in lexicon.default().noun_class("suffered") and "of" not in clauses.noun_slots(tree, noun)


def _has_doer(tree: Tree, noun: int) -> bool:
    """Whether a noun of a deed has a doer beside it: "Y's invasion of X", "Y air raids in X"."""
    slots = clauses.noun_slots(tree, noun)
    return bool(slots.get("poss") or slots.get("by") or tree.children(noun, "compound", "amod", "nmod", "acl"))


@functools.cache
def _before_topic() -> re.Pattern[str]:
    """The end of a text that ends in the title of a delegate and "for", "to" or "on"."""
    return re.compile(rf"{_delegates()} (?:for|on|to) (?:the )?$")


@functools.cache
def _title_with_topic() -> re.Pattern[str]:
    """The title of a delegate inside a phrase, before what it is about."""
    return re.compile(rf"{_delegates()} (?:for|on) ")


def _delegates() -> str:
    return rf"\b(?:{'|'.join(sorted(name.title() for name in lexicon.default().noun_class('delegate')))})"
