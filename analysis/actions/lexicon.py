"""The lexicon of acts: predicates with their argument frames, and the words that change what a predicate means.

The tables lie in `data/actions/lexicon/` and are explained in its README. A
row says which word, with which particle, object or preposition, means which
CAMEO code, and in which slots its target is looked for. An embedding verb
("threaten", "agree", "stop") takes another act as its complement;
`Lexicon.compose` looks up what the two mean together.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from analysis import errors, ontology, schemas
from analysis.actions import _tables

FOLDER = _tables.FOLDER
KINDS = (
    "do", "undergo", "agree", "refuse", "request", "threaten", "stop", "allow", "force", "accuse", "deny", "fail",
    "prevent", "try", "consider", "collapse", "limit",
)  # fmt: skip
"""What an embedding verb makes of the act below it; the README explains each kind."""
EMBEDS = "embeds:"
"""A flag that begins so gives the kind that a noun or adjective has over a clause below it."""
FLAGS = {
    "verbs": {
        "recip", "recip1", "solo", "weak", "troops",
        "person", "animate", "thing", "organisation", "crowd", "territory", "transitive", "traveller", "unnamed", "aid",
        "targeted", "concrete", "received", "host",
    },
    "nouns": {"recip", "solo", "weak", "joint", "noun", *(EMBEDS + kind for kind in KINDS)},
    "adjectives": {"recip", *(EMBEDS + kind for kind in KINDS)},
    "embedding_verbs": {
        "recip", "obj", "object", "only", "to", "no-that", "any-that", "clause", "insistent", "committing", "warning",
        "held",
    },
}  # fmt: skip
"""The flags that rows of a table may have; the README explains each."""
MARKER_GROUPS = frozenset({
    "negation", "refusal", "modal", "future", "governing-future", "conditional", "condition", "hypothesis", "falsely",
    "doubt-noun", "doubt", "doubt-adverb", "plan", "plan-predicate", "looking-forward", "belief", "necessity",
    "indefinite", "evidence", "obligation", "prospect", "subject-pronoun", "copula", "question", "mandative",
    "personal-pronoun", "person-suffix", "intention", "failure", "adjectival-name", "indirect-request",
    "sport", "presupposing",
})  # fmt: skip
_NOUN_CLASSES = ("accord", "aid", "asset", "captive", "container", "crowd", "hostage", "not-person",
                 "people", "person", "territory", "time", "water", "benefit", "delegate", "breach",
                 "suffered")  # fmt: skip
"""The classes of nouns that code asks for by name."""
_STATEMENTS = ("01", "02")
"""CAMEO classes that PLOVER does not take over: statements and appeals without an act."""
_KEEP = "="

T = TypeVar("T", "Entry", "EmbeddingVerb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A predicate of the lexicon: what it needs, and what it then means.

    `word` is the lemma. `particle`, `preposition` and `objects` (lemmas; empty
    for any) must be there, and each slot in `needs` must hold one of its
    lemmas. `modifiers` must stand before a noun. `target` and `source` are
    slots in the order in which they are tried.
    """

    id: str
    word: str
    code: str
    target: tuple[str, ...]
    flags: frozenset[str]
    source: tuple[str, ...] = ()
    particle: str = ""
    preposition: str = ""
    objects: frozenset[str] = frozenset()
    needs: tuple[tuple[str, frozenset[str]], ...] = ()
    modifiers: tuple[str, ...] = ()
    mode: str = ""
    context: str = ""

    @property
    def embeds(self) -> str | None:
        """The kind (as in `KINDS`) that a noun or adjective has over the clause below it, if any."""
        return next((flag.removeprefix(EMBEDS) for flag in self.flags if flag.startswith(EMBEDS)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingVerb:
    """A verb that takes another act as its complement.

    `kind` says what it makes of that act (one of `KINDS`). `addressee` are the
    slots of whom it addresses, `complement` the prepositions behind which the
    act may stand. `code` is what the verb means over no known act.
    """

    id: str
    word: str
    particle: str
    objects: frozenset[str]
    kind: str
    addressee: tuple[str, ...]
    complement: tuple[str, ...]
    code: str
    flags: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """All tables. Entries are looked up by lemma; each list has the most demanding entries first.

    `composition` maps a kind (or the id of one embedding verb) and the code of
    the act below to a code and a modality. `senses` gives another lemma to a
    noun that stands beside certain words. `recodings` are pairs of a code's
    beginning and a word's beginning, with the code that both together mean.
    """

    verbs: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    nouns: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    adjectives: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    embedding_verbs: Mapping[str, Sequence[EmbeddingVerb]] = field(default_factory=dict)
    composition: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    noun_classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    markers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    senses: Mapping[str, Sequence[tuple[frozenset[str], str]]] = field(default_factory=dict)
    recodings: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def compose(self, kind: str, code: str, verb: str = "") -> tuple[str, str] | None:
        """Code and modality of an act that stands below an embedding predicate; None where they make no act.

        What the table says of the verb comes before what it says of its kind;
        within each the act's own code comes first, then its parents, then its
        PLOVER root.

        Parameters
        ----------
        kind
            The kind of the embedding predicate, as in `KINDS`.
        code
            CAMEO code of the act below.
        verb
            Id of the embedding verb, where it has rows of its own.
        """
        keys = [code[:end] for end in range(len(code), 2, -1)] + [ontology.plover_of(code) or ""]
        for embedding in (verb, kind):
            for key in keys:
                found = self.composition.get((embedding, key))
                if found is not None:
                    return (code if found[0] == _KEEP else found[0]), found[1]
        return None

    @functools.cached_property
    def adjective_phrases(self) -> tuple[tuple[str, ...], ...]:
        """The entries of `adjectives` that have more than one word ("at war"), as words."""
        return tuple(tuple(word.split()) for word in self.adjectives if " " in word)

    def noun_class(self, name: str) -> frozenset[str]:
        """The lemmas of a class of nouns; none where this lexicon lacks the class."""
        return self.noun_classes.get(name, frozenset())

    def marker(self, group: str) -> frozenset[str]:
        """The words of a group of markers (`markers.csv`); none where this lexicon lacks the group."""
        return self.markers.get(group, frozenset())


@functools.cache
def default() -> Lexicon:
    """The lexicon that comes with the package, read once."""
    return load(FOLDER)


def load(folder: Path) -> Lexicon:
    """Read the tables of a folder.

    Raises
    ------
    InputError
        Naming file, line and column of an unknown code, class, flag, kind, marker group or modality.
    """
    classes = {
        row["class"]: frozenset(row.choices("nouns"))
        for row in _tables.read(folder / "classes.csv", ("class", "nouns"))
    }
    _require("classes.csv", "class", _NOUN_CLASSES, classes)
    embedding = [_embedding_verb(row, classes) for row in _rows(folder, "embedding_verbs", _EMBEDDING_COLUMNS)]
    return Lexicon(
        verbs=_by_word([_verb(row, classes) for row in _rows(folder, "verbs", _VERB_COLUMNS)]),
        nouns=_by_word([_noun(row) for row in _rows(folder, "nouns", _NOUN_COLUMNS)]),
        adjectives=_by_word([_adjective(row) for row in _rows(folder, "adjectives", _ADJECTIVE_COLUMNS)]),
        embedding_verbs=_by_word(embedding),
        composition=_composition(folder / "composition.csv", {one.id for one in embedding}),
        noun_classes=classes,
        markers=_markers(folder / "markers.csv"),
        senses=_senses(folder / "senses.csv"),
        recodings={
            (row["code"], row["word"]): _known_code(row, "becomes")
            for row in _tables.read(folder / "recodings.csv", ("code", "word", "becomes"))
        },
    )


_VERB_COLUMNS = ("id", "verb", "particle", "preposition", "object", "target", "code", "mode", "context", "flags")
_NOUN_COLUMNS = ("id", "noun", "modifiers", "source", "target", "code", "mode", "context", "flags")
_ADJECTIVE_COLUMNS = ("id", "adjective", "target", "code", "flags")
_EMBEDDING_COLUMNS = ("id", "verb", "particle", "object", "kind", "addressee", "complement", "code", "flags")


def _rows(folder: Path, table: str, columns: Sequence[str]) -> Iterator[_tables.Row]:
    """The rows of a table of predicates, their codes and flags checked."""
    for row in _tables.read(folder / f"{table}.csv", columns):
        _known_code(row, "code")
        unknown = sorted(set(row.words("flags")) - FLAGS[table])
        if unknown:
            raise row.error("flags", f"no flag {unknown[0]!r}")
        yield row


def _known_code(row: _tables.Row, column: str) -> str:
    code = row[column]
    if code and ontology.plover_of(code) is None and not code.startswith(_STATEMENTS):
        raise row.error(column, f"no CAMEO code {code!r}")
    return code


def _verb(row: _tables.Row, classes: Mapping[str, frozenset[str]]) -> Entry:
    target, needs = [], []
    for slot in row.words("target"):
        name, _, wanted = slot.partition(":")
        if wanted:
            needs.append((name, _lemmas(row, "target", wanted, classes)))
        else:
            target.append(name)
    return Entry(
        id=row["id"], word=row["verb"], particle=row["particle"], preposition=row["preposition"],
        objects=_lemmas(row, "object", row["object"], classes), target=tuple(slot for slot in target if slot != "-"),
        needs=tuple(needs), code=row["code"], mode=row["mode"], context=row["context"],
        flags=frozenset(row.words("flags")),
    )  # fmt: skip


def _noun(row: _tables.Row) -> Entry:
    return Entry(
        id=row["id"], word=row["noun"], target=tuple(slot for slot in row.words("target") if slot != "-"),
        source=row.words("source"), modifiers=row.words("modifiers"), code=row["code"], mode=row["mode"],
        context=row["context"], flags=frozenset(row.words("flags")),
    )  # fmt: skip


def _adjective(row: _tables.Row) -> Entry:
    return Entry(
        id=row["id"], word=row["adjective"], target=row.words("target"), code=row["code"],
        flags=frozenset(row.words("flags")),
    )  # fmt: skip


def _embedding_verb(row: _tables.Row, classes: Mapping[str, frozenset[str]]) -> EmbeddingVerb:
    if row["kind"] not in KINDS:
        raise row.error("kind", f"no kind of embedding verb {row['kind']!r}")
    return EmbeddingVerb(
        id=row["id"], word=row["verb"], particle=row["particle"],
        objects=_lemmas(row, "object", row["object"], classes), kind=row["kind"], addressee=row.words("addressee"),
        complement=row.words("complement"), code=row["code"], flags=frozenset(row.words("flags")),
    )  # fmt: skip


def _lemmas(row: _tables.Row, column: str, cell: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The lemmas of a cell: nouns joined by "|", "@" before the name of a class."""
    found: set[str] = set()
    for part in filter(None, cell.split("|")):
        if not part.startswith("@"):
            found.add(part)
        elif part[1:] in classes:
            found |= classes[part[1:]]
        else:
            raise row.error(column, f"no class {part!r} in classes.csv")
    return frozenset(found)


def _composition(path: Path, ids: set[str]) -> dict[tuple[str, str], tuple[str, str]]:
    found = {}
    for row in _tables.read(path, ("embedding", "base", "code", "modality")):
        if row["embedding"] not in KINDS and row["embedding"] not in ids:
            raise row.error("embedding", f"neither a kind nor the id of an embedding verb: {row['embedding']!r}")
        if row["code"] != _KEEP:
            _known_code(row, "code")
        if row["base"] not in ontology.ROOTS:
            _known_code(row, "base")
        if row["modality"] not in schemas.MODALITIES:
            raise row.error("modality", f"no modality {row['modality']!r}")
        found[row["embedding"], row["base"]] = (row["code"], row["modality"])
    return found


def _markers(path: Path) -> dict[str, frozenset[str]]:
    found = {}
    for row in _tables.read(path, ("group", "words")):
        if row["group"] not in MARKER_GROUPS:
            raise row.error("group", f"no group of markers {row['group']!r}")
        found[row["group"]] = frozenset(row.choices("words"))
    _require(path.name, "group", MARKER_GROUPS, found)
    return found


def _senses(path: Path) -> dict[str, list[tuple[frozenset[str], str]]]:
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in _tables.read(path, ("noun", "beside", "sense")):
        found.setdefault(row["noun"], []).append((frozenset(row.choices("beside")), row["sense"]))
    return found


def _require(file: str, column: str, wanted: Sequence[str] | frozenset[str], found: Mapping[str, object]) -> None:
    """Complain about a row that code needs and the table lacks."""
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise errors.InputError(f"{file}, column {column}: no row {missing[0]!r}")


def _by_word(entries: Sequence[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for entry in entries:
        found.setdefault(entry.word, []).append(entry)
    for own in found.values():
        own.sort(key=_demands, reverse=True)
    return found


def _demands(entry: Entry | EmbeddingVerb) -> tuple[int, int, int]:
    """How much an entry asks for: entries that ask for more are tried first."""
    if isinstance(entry, EmbeddingVerb):
        return bool(entry.objects), bool(entry.particle), 0
    asked = bool(entry.objects) + bool(entry.preposition) + len(entry.needs) + len(entry.modifiers)
    return asked, bool(entry.particle), bool(entry.flags & {"targeted", "noun"})
