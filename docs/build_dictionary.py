"""Write `docs/data_dictionary.md` from the schemas, the codebook and the ontology.

    python docs/build_dictionary.py

`tests/test_docs.py` compares the page with what this makes.
"""

from collections.abc import Iterator
from pathlib import Path

from analysis import ontology, schemas
from analysis.events.home_front import SECTORS
from analysis.export.codebook import describe
from analysis.export.tables import REPORTS

PAGE = Path(__file__).with_name("data_dictionary.md")
_HEAD = """# Data dictionary

Made by `docs/build_dictionary.py` from the schemas of the frames and from `data/codebook/columns.csv`. An export
(`entente export`, or the folder `data/` of a report) carries the same as a table.

Ids are text and stay the same from run to run. Days are whole days, and an interval holds both of its ends. An actor
is a state by its three letters (ISO 3166-1, with XKX for Kosovo), an organisation as IGO:NATO, or an armed group as
ARM:HAMAS.
"""
_FRAMES = {
    "events": "an event a row: who did what to whom, and when",
    "reports": "a report of an event a row: the sentence and the words for the act and its sides (exported only)",
    "evidence": "the same as places in the sentences (in Python only)",
    "documents": "an article a row; exported as `articles`, without its text",
    "sentences": "a sentence a row",
    "mentions": "a mention of an actor a row",
    "relations": "a pair or a direction in a period a row; exported as `relations` and `relations_by_period`",
    "episodes": "a crisis or an opening of a pair a row",
    "corrections": "a correction by a reader a row, with what became of it",
    "rejects": "a row for each thing that could not be read, coded or corrected",
}
_EXPORTED_ONLY = {"events": ("source_name", "target_name")}


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_classes(), *_roles(), *(line for frame in _FRAMES for line in _frame(frame))])


def _classes() -> Iterator[str]:
    yield "## Classes of events\n"
    yield "The 16 roots are those of PLOVER (2021). A mere statement has none.\n"
    yield "| root | class | what it holds |\n|---|---|---|"
    quads = ontology.plover().set_index("plover")["quadcode"]
    for root in ontology.ROOTS:
        yield f"| {root} | {quads[root]} {ontology.QUAD_NAMES[quads[root]]} | {ontology.ROOT_GLOSSES[root]} |"
    yield ""


def _roles() -> Iterator[str]:
    yield "## Roles inside a state\n"
    yield "Codes of `source_role`, `target_role` and `role`, joined by `/`. A state without a code is its government.\n"
    yield "| role | codes |\n|---|---|"
    for role, codes in SECTORS.items():
        yield f"| {role} | {', '.join(filter(None, codes))} |"
    yield ""


def _frame(frame: str) -> Iterator[str]:
    yield f"## {frame}\n"
    yield f"{_FRAMES[frame][0].upper()}{_FRAMES[frame][1:]}.\n"
    yield "| column | type | may be empty | values | meaning |\n|---|---|---|---|---|"
    names = REPORTS if frame == "reports" else schemas.columns(frame)
    for name in (*names, *_EXPORTED_ONLY.get(frame, ())):
        told = describe(frame, name)
        values = "see above" if name == "root" else told["values"]
        yield f"| {name} | {told['type']} | {told['may_be_empty']} | {values} | {told['meaning']} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
