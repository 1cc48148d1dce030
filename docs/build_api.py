"""Write `docs/api.md` from the docstrings: the front door, then the door of each room.

    python docs/build_api.py

`tests/test_docs.py` compares the page with what this makes.
"""

import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import analysis as entente

PAGE = Path(__file__).with_name("api.md")
ROOMS = Path(__file__).with_name("rooms.txt")
_HEAD = """# The public names

Made from the docstrings by `docs/build_api.py`. `import analysis as entente` gives the names of the first part. The
other parts list what each room gives at its own door (`docs/architecture.md`).
"""
_SECTION = re.compile(r"^([A-Z][A-Za-z ]+)\n-+$", re.MULTILINE)


def page() -> str:
    """The whole page."""
    parts = [
        _HEAD,
        "## The front door\n",
        *(_entry(name, getattr(entente, name)) for name in entente.__all__ if name not in {"tables", "viz"}),
    ]
    for room in (line.partition(":")[0] for line in ROOMS.read_text(encoding="utf-8").splitlines()):
        if room != "cli":
            parts += _room(room)
    return "\n".join(parts)


def _room(room: str) -> Iterator[str]:
    door = importlib.import_module(f"analysis.{room}")
    yield f"## analysis.{room}\n"
    yield f"{textwrap.fill(' '.join(str(inspect.getdoc(door)).split()), 118)}\n"
    for name in door.__all__:
        one = getattr(door, name)
        if inspect.isclass(one) or inspect.isfunction(one):
            yield _item(name, one)
        else:
            yield f"- `{name}`"
    yield ""


def _entry(name: str, one: object) -> str:
    """A public name with its signature, its text, and the methods of a class."""
    text = _SECTION.sub(r"**\1**\n", inspect.getdoc(one) or "")
    lines = [f"### {name}\n", f"```python\nentente.{name}{_signature(one)}\n```\n", f"{text}\n"]
    if inspect.isclass(one):
        methods = inspect.getmembers(one, lambda member: inspect.isfunction(member) or isinstance(member, property))
        for method, found in methods:
            if not method.startswith("_"):
                lines.append(_item(f".{method}", found))
        lines.append("")
    return "\n".join(lines)


def _item(name: str, one: object) -> str:
    """A name with its parameters and its first sentence, wrapped; defaults are left out, since `help` shows them."""
    parameters = "" if isinstance(one, property) else f"({', '.join(_parameters(one))})"
    return textwrap.fill(f"- `{name}{parameters}`: {_first_line(one)}", 118, subsequent_indent="  ")


def _parameters(one: object) -> list[str]:
    try:
        return [name for name in inspect.signature(one).parameters if name != "self"]  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return []


def _signature(one: object) -> str:
    """Parameters with their defaults, without types."""
    try:
        known = inspect.signature(one)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""
    bare = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in known.parameters.values()
        if parameter.name != "self"
    ]
    shown = re.sub(r"=<.*? at 0x[0-9a-f]+>", "=...", str(inspect.Signature(bare)))
    return shown.replace("'", '"')  # as the formatter has it


def _first_line(one: object) -> str:
    return (inspect.getdoc(one) or "").partition("\n\n")[0].replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
