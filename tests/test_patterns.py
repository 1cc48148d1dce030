"""Every regular expression of the package takes time that grows with the text and no faster.

For each pattern, texts are made of what it accepts, over and over: each part of it by itself, and whole matches, close
together and with spaces between, until something else breaks them off. Four times the text may take about four times
as long, never sixteen.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
import re
import signal
import time
from re import _constants as op
from re import _parser

import pytest

import analysis
from analysis.actors import tables

LENGTH = 4000  # characters
NOTICEABLE = 0.02  # seconds of the processor
MAX_GROWTH = 9  # for four times the text; a quadratic pattern has 16
TOO_LONG = 2  # seconds of the processor, in which a pattern that never ends is given up
MAX_VARIANTS = 8  # alternatives of a pattern that are tried one by one
CATEGORIES = {
    op.CATEGORY_DIGIT: "1", op.CATEGORY_NOT_DIGIT: "a", op.CATEGORY_SPACE: " ", op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_WORD: "a", op.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}


def modules():
    """All modules of the package; the command line is none of them, since it would run."""
    for found in pkgutil.walk_packages(analysis.__path__, "analysis."):
        if not found.name.startswith("analysis.cli") and not found.name.endswith(".refresh"):
            yield importlib.import_module(found.name)


def patterns_in(value):
    """The compiled patterns that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (one for part in value.values() for one in patterns_in(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (one for part in value for one in patterns_in(part))


def named(module):
    """The patterns that the names of a module hold, its classes included."""
    owners = [module, *(value for value in vars(module).values() if inspect.isclass(value))]
    for owner in owners:
        for name, value in vars(owner).items():
            yield from ((name, one) for one in patterns_in(value))


def made_by_functions(module):
    """The patterns that functions without parameters make of the tables."""
    for value in vars(module).values():
        if getattr(value, "__module__", None) == module.__name__ and hasattr(value, "cache_info"):
            signature = inspect.signature(value)
            if not signature.parameters and "Pattern" in str(signature.return_annotation):
                yield from patterns_in(value())


def written_in_calls(source):
    """The patterns that stand as text in a call, such as `re.sub("...", ...)`, each with the method that is called."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            text = getattr(node.args[0], "value", None)
            if of_re and isinstance(text, str) and node.func.attr not in {"escape", "compile"}:
                yield node.func.attr, re.compile(text)


@functools.cache
def all_patterns():
    """(module, pattern, whether it is only matched from the beginning of a text), each pattern once."""
    found = {}

    def note(module, one, *, anchored):
        if isinstance(one.pattern, str):
            known = found.get((one.pattern, one.flags))
            found[one.pattern, one.flags] = (module, one, anchored and (known is None or known[2]))

    sources = {module: inspect.getsource(module) for module in modules()}
    calls = re.findall(r"(\w+)\.(\w+)\(", "\n".join(sources.values()))
    matched = {name for name, method in calls if method in {"match", "fullmatch"}}
    searched = {name for name, method in calls if method in {"search", "finditer", "findall", "sub", "subn", "split"}}
    for module, source in sources.items():
        for name, one in named(module):
            note(module.__name__, one, anchored=name in matched - searched)
        for one in made_by_functions(module):
            note(module.__name__, one, anchored=False)
        for method, one in written_in_calls(source):
            note(module.__name__, one, anchored=method in {"match", "fullmatch"})
    for name in tables._lists():
        note("analysis.actors.tables", tables.pattern(name), anchored=False)
    return list(found.values())


def sample(tree, variant, parts):
    """A text that a parsed pattern accepts, by the number of the alternative; its parts are added to `parts`."""
    text = ""
    for code, value in tree:
        if code is op.LITERAL:
            text += chr(value)
        elif code in {op.ANY, op.NOT_LITERAL}:
            text += "x"
        elif code is op.IN:
            text += one_of(value[variant % len(value)])
        elif code is op.BRANCH:
            text += sample(value[1][variant % len(value[1])], variant, parts)
        elif code is op.SUBPATTERN:
            text += sample(value[3], variant, parts)
        elif code is op.ATOMIC_GROUP:
            text += sample(value, variant, parts)
        elif code in REPEATS:
            low, high, repeated = value
            own = sample(repeated, variant, parts)
            parts.add(own)
            text += own * max(low, min(int(high), 1 + variant % 2))
    parts.add(text)
    return text


def one_of(item):
    """One character of a set."""
    code, value = item
    if code is op.LITERAL:
        return chr(value)
    if code is op.RANGE:
        return chr(value[0])
    return CATEGORIES.get(value, "x")


def units(pattern):
    """What a pattern accepts, in parts and whole."""
    parts = set()
    for variant in range(MAX_VARIANTS):
        sample(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), variant, parts)
    return sorted(part for part in parts if 0 < len(part) <= 200)


class Endless(Exception):  # noqa: N818
    """A pattern takes too long."""


def give_up(*_):
    raise Endless


def seconds(pattern, text, *, anchored=False):
    """The seconds of the processor in which a pattern goes through a text; it is given up after a while."""
    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, TOO_LONG)
    start = time.process_time()
    try:
        for _ in () if anchored else pattern.finditer(text):
            pass
        pattern.match(text)
        pattern.fullmatch(text)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - start


def growth(pattern, unit, *, anchored):
    """How much longer four times a text takes; 0 where it takes no time to speak of."""
    text = unit * (LENGTH // len(unit))
    try:
        if seconds(pattern, text + "~", anchored=anchored) < NOTICEABLE:
            return 0
        long, short = (
            min(seconds(pattern, text * times + "~", anchored=anchored) for _ in range(2)) for times in (4, 1)
        )
        return long / short
    except Endless:
        return float("inf")


def quadratic(pattern, *, anchored=False):
    """The units of which a pattern takes more time than it should."""
    found = []
    for unit in units(pattern):
        for run in (unit, f"{unit} "):
            if growth(pattern, run, anchored=anchored) > MAX_GROWTH:
                found.append(run)
                break
    return found


def test_every_pattern_takes_time_that_grows_with_the_text():
    found = all_patterns()
    assert len(found) > 60
    bad = [(module, one, anchored) for module, one, anchored in found if quadratic(one, anchored=anchored)]
    # Measured once more, since a busy machine can make any pattern slow for a moment.
    again = [(module, one.pattern[:80], quadratic(one, anchored=anchored)) for module, one, anchored in bad]
    assert [row for row in again if row[2]] == []


@pytest.mark.parametrize("bad", [r"(?:\w+ )+x", r"\d+[^\d.]*\.", r"(a+)+$"])
def test_the_check_sees_what_is_quadratic(bad):
    assert quadratic(re.compile(bad))
