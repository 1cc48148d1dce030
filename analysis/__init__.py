"""Entente: relationships and tension between states, read from news, with the sentences behind every number.

    import analysis as entente

    corpus = entente.load("my-articles/", period="2023", actors=["Russia", "PRK"])
    relations = entente.measure_relations(corpus, freq="M")
    tension = entente.measure_tension(corpus, freq="W")

Every name is described in `docs/api.md` and by `help(entente.load)`.
"""

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

from analysis._package import VERSION

if TYPE_CHECKING:
    from analysis import tables, viz
    from analysis.api import (
        CodedCorpus,
        Relations,
        Tension,
        answers,
        attention_index,
        before_after,
        brief,
        code_sentences,
        connect,
        count_events,
        early_warning,
        explain,
        explore,
        find_blocs,
        find_breaks,
        find_episodes,
        find_findings,
        frustration,
        home_front,
        load,
        measure_relations,
        measure_tension,
        null_model,
        panel,
        read_events,
        signed_graph,
        validate,
        write_events,
    )

__version__ = VERSION

__all__ = [
    "CodedCorpus", "Relations", "Tension", "answers", "attention_index", "before_after", "brief", "code_sentences",
    "connect", "count_events", "early_warning", "explain", "explore", "find_blocs", "find_breaks", "find_episodes",
    "find_findings", "frustration", "home_front", "load", "measure_relations", "measure_tension", "null_model", "panel",
    "read_events", "signed_graph", "tables", "validate", "viz", "write_events",
]  # fmt: skip
_ROOMS = ("tables", "viz")


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `import analysis` is quick."""
    if name in _ROOMS:
        return import_module(f"analysis.{name}")
    if name in __all__:
        return getattr(import_module("analysis.api"), name)
    near = get_close_matches(name, __all__, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(__all__)}"
    raise AttributeError(f"entente has no {name!r}{hint}")


def __dir__() -> list[str]:
    """What tab completion shows: the public names."""
    return [*__all__, "__version__"]
