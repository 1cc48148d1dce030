"""Write `docs/api.md` from the docstrings: the front door, then the door of each room.

    python docs/build_api.py

`tests/test_docs.py` compares the page with what this makes.
"""

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import analysis as entente

PAGE = Path(__file__).with_name("api.md")
ROOMS = Path(__file__).with_name("rooms.txt")
_SECTION = re.compile(r"^([A-Z][A-Za-z ]+)\n-+$", re.MULTILINE)


def page() -> str:
    """The whole page."""
    parts = [
        "# The public names\n\nMade from the docstrings by `docs/build_api.py`. `import analysis as entente` gives the names of"
        "\nthe first part; the other parts list what each room hands up at its own door (`docs/architecture.md`).\n",
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
    yield f"{inspect.getdoc(door)}\n"
    for name in door.__all__:
        one = getattr(door, name)
        if inspect.isclass(one) or inspect.isfunction(one):
            yield f"- `{name}{_signature(one)}`: {_first_line(one)}"
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
                shown = "" if isinstance(found, property) else _signature(found)
                lines.append(f"- `.{method}{shown}`: {_first_line(found)}")
        lines.append("")
    return "\n".join(lines)


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
    return re.sub(r"<(function|object)[^>]*>", "...", str(inspect.Signature(bare)))


def _first_line(one: object) -> str:
    return (inspect.getdoc(one) or "").partition("\n\n")[0].replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
