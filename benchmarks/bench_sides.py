"""Which sides of our annotated passages the coder finds as mentions, with their actor and role.

    python benchmarks/bench_sides.py [--worked-on] [--told] [--misses N] [--extra N]

Reads `data/actions/passages`. Without an option the passages that are held out are measured; `--worked-on` takes the
others. A side is found where a mention overlaps it and names its actor; a side of two actors counts as two. `--told`
gives the state that a passage plays in, as its head has it; without it the coder must tell it from the text, which of
two to six sentences it often cannot. `--misses` and `--extra` list as many sides missed and mentions without a side.
"""

import argparse
from collections import Counter
from dataclasses import dataclass, field

from analysis.actions import passages
from analysis.actors import Mention, gazetteer, link_coreference, tables
from analysis.coding import document as documents
from analysis.text import parsing
from analysis.text.sentences import Sentence

STATE_ROLES = frozenset({"GOV", "ELI", ""})


@dataclass
class Tally:
    """What was counted: sides and found sides by role, mentions by how they were found."""

    sides: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    role_right: Counter = field(default_factory=Counter)
    mentions: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    pairs: int = 0
    pairs_found: int = 0
    misses: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    extra: list = field(default_factory=list)


def home(actor):
    return tables.home_of(actor) or actor


def read(passage, names, *, told):
    """The mentions of each of a passage's sentences, as the coder finds them in a document."""
    sentences = [
        Sentence(number, 0, len(one.text), one.text, "title" if one.title else "body")
        for number, one in enumerate(passage.sentences)
    ]
    document = documents.Document("", passage.published, home=passage.state if told else None)
    found = documents.find_mentions(document, sentences, names)
    parses = [parse(one.text) if documents.needs_parse(one) else None for one in found]
    further = link_coreference(
        [(parse, list(one.mentions), one.text) for one, parse in zip(found, parses, strict=True)],
        on=passage.published,
    )
    return [[*one.mentions, *added] for one, added in zip(found, further, strict=True)]


def parse(text):
    return next(iter(parsing.parse([text])))


def overlaps(one: Mention, side):
    return one.start < side.end and side.start < one.end


def names_side(mention, side, actor):
    return mention.actor is not None and overlaps(mention, side) and home(mention.actor) == home(actor)


def count(passage, found, tally):
    for sentence, mentions in zip(passage.sentences, found, strict=True):
        known = count_sides(passage, sentence, mentions, tally)
        for act in sentence.acts:
            both = {act.source, act.target}
            if None not in both and all(sentence.sides[one].actors for one in both):
                tally.pairs += 1
                tally.pairs_found += both <= known
        count_mentions(passage, sentence, mentions, tally)


def count_sides(passage, sentence, mentions, tally):
    """Count the sides of a sentence; return the numbers of those found."""
    known = set()
    for number, side in enumerate(sentence.sides):
        for actor in side.actors:
            tally.sides[side.role] += 1
            own = [one for one in mentions if names_side(one, side, actor)]
            if own:
                known.add(number)
                tally.found[side.role] += 1
                tally.role_right[side.role] += any(fits(one, side) for one in own)
            else:
                over = [(one.text, one.actor, one.how) for one in mentions if overlaps(one, side)]
                words = sentence.text[side.start : side.end]
                tally.misses.append((passage, words, actor, side.role, over, sentence.text))
    return known


def count_mentions(passage, sentence, mentions, tally):
    for one in mentions:
        if one.actor is None or one.reports:
            continue
        tally.mentions[one.how] += 1
        own = [side for side in sentence.sides if overlaps(one, side)]
        sides = [(side.actors, side.role) for side in own]
        if any(names_side(one, side, actor) for side in own for actor in side.actors):
            tally.right[one.how] += 1
        elif own:
            tally.wrong[one.how] += 1
            tally.errors.append((passage, one, sides, sentence.text))
        else:
            tally.extra.append((passage, one, sides, sentence.text))


def fits(mention, side):
    if side.role in STATE_ROLES:
        return mention.sectors[:1] in {(), ("GOV",), ("ELI",)}
    aliases = {"MED": "JRN", "OPP": "PTY"}
    return bool({side.role, aliases.get(side.role)} & set(mention.sectors))


def share(part, whole):
    return f"{part / whole:6.3f}" if whole else "     -"


def show(tally):
    total, found = sum(tally.sides.values()), sum(tally.found.values())
    print(f"sides found                {share(found, total)}  of {total}")
    print(f"pairs of acts, both found  {share(tally.pairs_found, tally.pairs)}  of {tally.pairs}")
    right, wrong = sum(tally.right.values()), sum(tally.wrong.values())
    every = sum(tally.mentions.values())
    print(f"actor right, of mentions over a side {share(right, right + wrong)}; mentions over no side "
          f"{share(every - right - wrong, every)} of {every}")  # fmt: skip
    print("\nrole     sides   found    role right")
    for role, n in tally.sides.most_common():
        right = share(tally.role_right[role], tally.found[role])
        print(f"{role or 'state':8} {n:5}  {share(tally.found[role], n)}   {right}")
    print("\nhow           mentions   actor right   over no side")
    for how, n in tally.mentions.most_common():
        right, wrong = tally.right[how], tally.wrong[how]
        print(f"{how:13} {n:6}      {share(right, right + wrong)}        {share(n - right - wrong, n)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worked-on", action="store_true")
    parser.add_argument("--told", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--extra", type=int, default=0)
    asked = parser.parse_args()
    worked_on, rest = passages.held_out(passages.load())
    names = gazetteer.default()
    tally = Tally()
    for passage in worked_on if asked.worked_on else rest:
        count(passage, read(passage, names, told=asked.told), tally)
    show(tally)
    every = max(1, len(tally.misses) // max(1, asked.misses))
    for passage, words, actor, role, over, text in tally.misses[::every][: asked.misses]:
        print(f"- {passage.file}:{passage.line} {passage.state} [{actor} {role}] {words!r} {over} | {text}")
    for kind, listed in (("WRONG", tally.errors), ("EXTRA", tally.extra)):
        every = max(1, len(listed) // max(1, asked.extra))
        for passage, one, own, text in listed[::every][: asked.extra]:
            what = f"{one.text!r} {one.actor} {one.role} {one.how} {own}"
            print(f"{kind} {passage.file}:{passage.line} {passage.state} {what} | {text}")


if __name__ == "__main__":
    main()
