"""Speakers: for whom "we", "our" and "I" stand, in quotations and in what an official publishes, and who speaks there.

In a quotation it is who is told to say it: in the sentence, where the quotation ends, or, where it runs on, before.
Elsewhere it is the official in whose name the document speaks, or before the colon in a transcript. People who speak
for nobody but themselves, firms and media give no actor.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.actors import Mention, tables
from analysis.homes.authors import author_of

TOLD, RUNNING, WRITTEN = 0.75, 0.6, 0.7
"""Confidence where the sentence tells who speaks, where a quotation runs on, and where the document has an author."""
FIRST_PERSON = re.compile(
    r"\b(?:[Ww]e|us|[Oo]urs?|I(?![.-])|[Mm]y|me)\b(?! (?:two|both|three|all|common|mutual|joint|shared|world|planet)\b)"
)
_ALONE = frozenset({"i", "my", "me"})
_NUMERAL = re.compile(r"[a-z,] [A-Z]\w* \Z")
_PUBLIC = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "PTY", "REB", "UAF", "SEP", "PRM"})
_ASIDE = re.compile(r"(?:,[^,]{1,80},)?(?: \w+ly| also| later| then| has| had)? ")
_INVERTED = re.compile(r" (?:the |an? )?(?:[a-z][a-z-]* )?")
_HE = re.compile(r"\b(?:[Hh]e|[Ss]he)(?: \w+ly| also| later| then| has| had)? \Z")
_IT = re.compile(r"\b(?:[Ii]t|[Tt]hey|statement|message|letter|commentary|readout)(?: also| later| further)? \Z")
_LABEL = re.compile(r"[A-Z][\w.'-]*(?: [A-Z(][\w.')-]*){0,6}:(?= )")
_SOURCE = re.compile(r"according to (?:the |an? )?\Z", re.IGNORECASE)
_LOOK_BACK = 2
_QUOTE = '"'


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as its speakers are looked for; `opens` if it begins a paragraph, `title` if it is of the title."""

    text: str
    mentions: Sequence[Mention]
    opens: bool = True
    title: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks in a sentence: its first-person pronouns, as mentions of whom they stand for, and its `voice`.

    The voice is the public speaker in whose words the whole sentence is, told elsewhere: the author of the document, or
    who is quoted in it. It is None where that is nobody known, and where a sentence is quoted only in part.
    """

    pronouns: Sequence[Mention] = ()
    voice: Mention | None = None


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What of a sentence is quoted: a mark for each character, and whether the quotation began before or runs on."""

    inside: list[bool]
    runs_in: bool
    runs_on: bool


def give_speakers(lines: Sequence[Line]) -> list[Speech]:
    """For each sentence its first-person pronouns, as mentions of public speakers, and its voice.

    Parameters
    ----------
    lines
        The sentences of a document in order, with their mentions.
    """
    author = author_of([(one.text, one.mentions) for one in lines])
    if author is None and not any(_QUOTE in one.text or FIRST_PERSON.search(one.text) for one in lines):
        return [Speech() for _ in lines]
    return _Speeches(lines, author).read()


class _Speeches:
    """The sentences of one document, and who speaks in the quotations of those that have been read."""

    def __init__(self, lines: Sequence[Line], author: Mention | None) -> None:
        self.lines, self.quoted = lines, _quotations(lines)
        self.tellers = [self._teller(number) for number in range(len(lines))]
        self.speakers: list[Mention | None] = []
        self.writer = author
        """Who speaks outside quotations: the author, in a transcript whose name stands before the colon."""

    def read(self) -> list[Speech]:
        """The pronouns and the voice of each sentence."""
        found = []
        for number, line in enumerate(self.lines):
            speaker, confidence = self._speaker(number)
            self.speakers.append(speaker)
            inside = self.quoted[number].inside
            writer = self.writer
            label = _LABEL.match(line.text)
            if label and (line.opens or label[0].isupper()):
                writer = next((one for one in line.mentions[:1] if not one.start), None)
            if not line.title:
                self.writer = writer
            here = [
                _stands_for(word, speaker, confidence) if inside[word.start()] else _stands_for(word, writer, WRITTEN)
                for word in FIRST_PERSON.finditer(line.text)
                if not _NUMERAL.search(line.text[: word.start()])
            ]
            found.append(Speech([one for one in here if one is not None], self._voice(number)))
        return found

    def _voice(self, number: int) -> Mention | None:
        """In whose words a sentence is that does not tell who speaks; a title is in nobody's."""
        if self.lines[number].title:
            return None
        inside, told = self.quoted[number].inside, self.tellers[number][0]
        quoted = self.speakers[number] if all(inside) and not told else None
        voice = quoted if any(inside) else self.writer
        return voice if voice is not None and _is_public(voice) else None

    def _speaker(self, number: int) -> tuple[Mention | None, float]:
        """Who speaks in the quotations of a sentence, and how surely."""
        here = self.quoted[number]
        if not any(here.inside):
            return None, 0.0
        told, teller = self.tellers[number]
        if told:
            return teller, TOLD
        if here.runs_in or (number and self.lines[number].text.startswith(_QUOTE) and self._continues(number)):
            return self.speakers[number - 1], RUNNING
        ahead = number
        while self.quoted[ahead].runs_on and ahead + 1 < len(self.lines):
            ahead += 1
            told, teller = self.tellers[ahead]
            if told:
                return teller, RUNNING
        return None, 0.0

    def _continues(self, number: int) -> bool:
        """Whether the sentence before holds words of the same speaker: a quotation that ended, or "X said:"."""
        return any(self.quoted[number - 1].inside)

    def _teller(self, number: int) -> tuple[bool, Mention | None]:
        """Whether a sentence tells outside its quotations who speaks in them, and who that is, if it is known."""
        line, inside = self.lines[number], self.quoted[number].inside
        if not any(inside):
            return False, None
        plain = "".join(_QUOTE if quoted else letter for letter, quoted in zip(line.text, inside, strict=True))
        own = [one for one in line.mentions if not inside[one.start]]
        said = False
        for verb in tables.pattern("verbs of saying").finditer(plain):
            said = True
            before = plain[: verb.start()]
            found = next((one for one in reversed(own) if _ASIDE.fullmatch(plain, one.end, verb.start())), None)
            if found is None and before.rstrip(" ,")[-1:] == _QUOTE:
                found = next((one for one in own if _INVERTED.fullmatch(plain, verb.end(), one.start)), None)
            if found is None:
                found = self._taken_up(number, before)
            if found is not None:
                return True, found
        source = next((one for one in own if _SOURCE.search(plain[: one.start])), None)
        return said or source is not None, source

    def _taken_up(self, number: int, before: str) -> Mention | None:
        """Whom "he said" and "it said", "the statement said" mean: the last person, the first actor of late."""
        earlier = [one for line in self.lines[max(0, number - _LOOK_BACK) : number] for one in line.mentions]
        earlier += [one for one in self.lines[number].mentions if one.end <= len(before)]
        if _HE.search(before):
            return next((one for one in reversed(earlier) if one.person is not None or one.noun is not None), None)
        if _IT.search(before):
            last = self.lines[number - 1].mentions if number else ()
            return next((one for one in last if one.person is None and _is_public(one)), None)
        return None


def _is_public(mention: Mention) -> bool:
    """Whether a speaker speaks for a state, an organisation or an armed group."""
    return mention.actor is not None and set(mention.sectors[:1]) <= _PUBLIC


def _stands_for(word: re.Match[str], speaker: Mention | None, confidence: float) -> Mention | None:
    if speaker is None or not _is_public(speaker):
        return None
    person = speaker.person if word[0].lower() in _ALONE else None
    return Mention(word.start(), word.end(), word[0], speaker.actor, speaker.state, speaker.sectors, person,
                   "coreference", round(min(confidence, speaker.confidence + 0.2), 2))  # fmt: skip


def _quotations(lines: Sequence[Line]) -> list[_Quoted]:
    """What of each sentence is quoted.

    An open quotation runs on in its paragraph, and in the next one if that opens with a mark again.
    """
    found: list[_Quoted] = []
    quoting = False
    for number, line in enumerate(lines):
        again = quoting and line.opens and line.text.startswith(_QUOTE)
        quoting = quoting and (again or not line.opens)
        runs_in, inside = quoting, []
        for at, letter in enumerate(line.text):
            mark = letter == _QUOTE
            if mark and not (again and at == 0):
                quoting = not quoting
            inside.append(quoting or mark)
        after = lines[number + 1] if number + 1 < len(lines) else None
        runs_on = quoting and after is not None and (not after.opens or after.text.startswith(_QUOTE))
        found.append(_Quoted(inside, runs_in, runs_on))
    return found
