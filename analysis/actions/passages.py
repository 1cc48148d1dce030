"""Passages of running news in which every act is annotated: what the reader of acts learns from.

The form of the files is described in `data/actions/passages/README.md`. Each
sentence carries its candidate sides as spans and its acts as ordered pairs of
these; what is not annotated is no act.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import _package, errors, ontology
from analysis.actions.pair_model import NO_ACT, Item

FOLDER = _package.DATA / "actions" / "passages"
VOICES = ("wire", "agency", "tabloid", "readout", "analysis", "headline", "broadcast", "local")
MODALITIES = ("asserted", "planned", "hypothetical", "denied")
STATUSES = ("now", "state", "reference")
"""An event now, a standing state or habit, or what is taken as known."""
ROLES = (
    "MIL", "COP", "LEG", "JUD", "SPY", "OPP", "REB", "UAF", "CVL", "BUS", "MED", "NGO", "LAB", "EDU", "REL", "REF",
    "CRM",
)  # fmt: skip
_SIDE = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")
_ACTOR = re.compile(r"\?|[A-Z]{3}|(?:IGO|ARM):[A-Z0-9-]+")
_ACT = re.compile(r"(\d+|-) ([A-Z]+)(\*?) (\d+|-)")


@dataclass(frozen=True, slots=True)
class Side:
    """A candidate side: its span in the sentence, the ids of its actors (none where unknown) and its role."""

    start: int
    end: int
    actors: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class PassageAct:
    """An act of a sentence.

    `source` and `target` are places in the sentence's sides, None where the text
    names nobody. `trigger` is the span of the words that report the act. Days are
    a closed interval, None where the text gives none.
    """

    source: int | None
    root: str
    target: int | None
    mutual: bool
    trigger: tuple[int, int]
    modality: str
    status: str
    days: tuple[dt.date, dt.date] | None


@dataclass(frozen=True, slots=True)
class PassageSentence:
    """A sentence without its marks, its sides in order, and its acts."""

    text: str
    sides: tuple[Side, ...]
    acts: tuple[PassageAct, ...]
    title: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage: where it stands, its voice, its day, the state that it plays in, and its sentences."""

    file: str
    line: int
    voice: str
    published: dt.date
    state: str | None
    sentences: tuple[PassageSentence, ...]


def load(folder: Path = FOLDER) -> list[Passage]:
    """Every passage of a folder, by file and line.

    Raises
    ------
    InputError
        Naming file, line and cause of the first that does not keep the form.
    """
    return [passage for file in sorted(folder.glob("*.txt")) for passage in read_file(file)]


def read_file(file: Path) -> Iterator[Passage]:
    """The passages of one file; see `load`."""
    lines = list(enumerate(file.read_text(encoding="utf-8").splitlines(), start=1))
    block: list[tuple[int, str]] = []
    for number, line in [*lines, (len(lines) + 1, "")]:
        if line.strip():
            block.append((number, line.rstrip()))
        elif block:
            yield _passage(file, block)
            block = []


def _passage(file: Path, block: list[tuple[int, str]]) -> Passage:
    number, head = block[0]
    words = head.split()
    if len(words) not in {3, 4} or words[0] != "#":
        raise _error(file, number, f"{head[:40]!r} is no head: # VOICE DAY [STATE]")
    if words[1] not in VOICES:
        raise _error(file, number, f"voice {words[1]!r} is none of {', '.join(VOICES)}")
    sentences: list[PassageSentence] = []
    for line_number, line in block[1:]:
        kind, _, rest = line.partition(" ")
        if kind in {"S", "T"} and rest.strip():
            sentences.append(_sentence(file, line_number, rest.strip(), title=kind == "T"))
        elif kind == ">" and sentences:
            last = sentences[-1]
            act = _act(file, line_number, rest, last)
            sentences[-1] = PassageSentence(last.text, last.sides, (*last.acts, act), last.title)
        else:
            raise _error(file, line_number, f"{line[:40]!r} is no line of the form: T, S or > after a sentence")
    if not sentences:
        raise _error(file, number, "a passage without a sentence")
    state = words[3] if len(words) == 4 else None
    return Passage(file.name, number, words[1], _day(file, number, words[2]), state, tuple(sentences))


def _sentence(file: Path, number: int, marked: str, *, title: bool) -> PassageSentence:
    text, here = "", 0
    sides: list[Side] = []
    for found in _SIDE.finditer(marked):
        text += marked[here : found.start()]
        sides.append(_side(file, number, found[1], len(text), found[2]))
        text += found[2]
        here = found.end()
    text += marked[here:]
    if any(mark in text for mark in "{}|"):
        raise _error(file, number, "a brace or bar outside a mark {ACTOR ROLE|words}")
    return PassageSentence(text, tuple(sides), (), title)


def _side(file: Path, number: int, label: str, start: int, words: str) -> Side:
    ids, _, role = label.strip().partition(" ")
    actors = ids.split("+")
    for actor in actors:
        if not _ACTOR.fullmatch(actor):
            raise _error(file, number, f"{actor!r} is no actor: three letters, IGO:, ARM: or ?")
    if role and role not in ROLES:
        raise _error(file, number, f"role {role!r} is none of {', '.join(ROLES)}")
    return Side(start, start + len(words), tuple(actor for actor in actors if actor != "?"), role)


def _act(file: Path, number: int, rest: str, sentence: PassageSentence) -> PassageAct:
    cells = [cell.strip() for cell in rest.split("|")]
    found = _ACT.fullmatch(cells[0])
    if len(cells) != 5 or found is None:
        raise _error(file, number, "an act is: SOURCE ROOT TARGET | trigger | modality | status | days")
    sides = [None if cell == "-" else int(cell) - 1 for cell in (found[1], found[4])]
    if any(side is not None and not 0 <= side < len(sentence.sides) for side in sides):
        raise _error(file, number, f"the sentence has {len(sentence.sides)} sides; {cells[0]!r} names another")
    if sides == [None, None] or sides[0] == sides[1]:
        raise _error(file, number, f"{cells[0]!r}: an act needs a side, and two different ones where it has two")
    start = sentence.text.find(cells[1])
    for name, value, known in (
        ("root", found[2], ontology.ROOTS), ("modality", cells[2], MODALITIES), ("status", cells[3], STATUSES),
    ):  # fmt: skip
        if value not in known:
            raise _error(file, number, f"{name} {value!r} is none of {', '.join(known)}")
    if start < 0 or not cells[1]:
        raise _error(file, number, f"the trigger {cells[1]!r} does not stand in the sentence")
    days = None if cells[4] == "-" else _days(file, number, cells[4])
    trigger = (start, start + len(cells[1]))
    return PassageAct(sides[0], found[2], sides[1], bool(found[3]), trigger, cells[2], cells[3], days)


def _days(file: Path, number: int, text: str) -> tuple[dt.date, dt.date]:
    first, _, last = text.partition("/")
    days = _day(file, number, first), _day(file, number, last or first)
    if days[0] > days[1]:
        raise _error(file, number, f"the days {text!r} are not in order")
    return days


def _day(file: Path, number: int, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise _error(file, number, f"{text!r} is no ISO day") from None


def _error(file: Path, number: int, cause: str) -> errors.InputError:
    return errors.InputError(f"{file.name}, line {number}: {cause}")


def held_out(found: Sequence[Passage], every: int = 10) -> tuple[list[Passage], list[Passage]]:
    """Passages to train on, and every `every`-th of each file to choose and calibrate by."""
    seen: dict[str, int] = {}
    train: list[Passage] = []
    rest: list[Passage] = []
    for one in found:
        seen[one.file] = seen.get(one.file, 0) + 1
        (rest if seen[one.file] % every == 0 else train).append(one)
    return train, rest


def pairs_of(sentence: PassageSentence) -> list[tuple[Item, str]]:
    """Every ordered pair of a sentence's sides, marked, with the root of its act or `NO_ACT`.

    Left out are pairs whose spans overlap, pairs with acts of several roots (of which
    the model could not know the one that is meant), and pairs without an act whose
    actors are those of an act between other words.
    """
    roots: dict[tuple[int, int], set[str]] = {}
    for act in sentence.acts:
        if act.source is not None and act.target is not None:
            roots.setdefault((act.source, act.target), set()).add(act.root)
            if act.mutual:
                roots.setdefault((act.target, act.source), set()).add(act.root)
    sides = sentence.sides
    coded = {(sides[source].actors, sides[target].actors) for source, target in roots}
    found = []
    for source, target in itertools.permutations(range(len(sides)), 2):
        one, other = sides[source], sides[target]
        if one.start < other.end and other.start < one.end:
            continue
        own = roots.get((source, target), set())
        if len(own) > 1 or (not own and (one.actors, other.actors) in coded):
            continue
        item = (sentence.text, (one.start, one.end), (other.start, other.end))
        found.append((item, next(iter(own)) if own else NO_ACT))
    return found
