"""The map of a report: how states stand to the others or to one of them, and where acts took place."""

import json

import pandas as pd
from markupsafe import Markup

from analysis import schemas, tables
from analysis.actors import labels
from analysis.events import filters
from analysis.relations.rating import RatingRule, rate
from analysis.report import pages
from analysis.report.briefing.brief import EVIDENCE, Measures
from analysis.report.pages import Site
from analysis.tables.events import SHARE_HEADING, share_with_band
from analysis.tables.links import Links
from analysis.viz import svg_world_map
from analysis.viz.svg.world_map import STANDINGS

FILE = "map.html"
_MAX_STATES = 20
_TONES = {"cooperative": "coop", "hostile": "conf"}


def write(measures: Measures, site: Site) -> None:
    """Write the page `FILE`.

    Parameters
    ----------
    measures
        What was measured.
    site
        The pages of the report.
    """
    corpus = measures.corpus
    acts = _acts(measures)
    states, places = standing_of_states(measures), _places(acts)
    picture = svg_world_map(states, places, evidence_pages=EVIDENCE)
    number = Links(corpus, EVIDENCE)
    site.write(
        "map", FILE, title="Map", picture=Markup(picture.html),  # noqa: S704 - escaped there
        placed=int(places["n"].sum()), acts=len(acts), n_states=len(states), views=_views(measures),
        data=_as_script(_seen_from(measures)), script=pages.MAP_SCRIPT,
        states=_state_table(states, number), places=_place_table(places, number),
    )  # fmt: skip


def standing_of_states(measures: Measures) -> pd.DataFrame:
    """How each actor stands to all others together, rated like a pair: those with most acts first.

    Returns
    -------
    states
        `state`, `n`, `conflict`, `share`, `share_low`, `share_high`, `sign`, `standing`.
    """
    rows = measures.relations.pairs()
    rows["independent"] = rows["n_weighted"] / rows["design_effect"]
    sides = [rows[[side, "n_weighted", "conflict_weighted", "independent"]].set_axis(
                 ["state", "n", "conflict", "independent"], axis=1) for side in ("a", "b")]  # fmt: skip
    table = pd.concat(sides).groupby("state", sort=True).sum().reset_index()
    effect = table["n"] / table.pop("independent")
    rated = rate(table["conflict"], table["n"], RatingRule.of(measures.relations.parameters), design_effect=effect)
    both = pd.concat([table, rated], axis=1)
    return both.sort_values(["n", "state"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _acts(measures: Measures) -> pd.DataFrame:
    """The measured acts, each once."""
    facets = filters.facets(measures.corpus)
    return measures.corpus.events.reset_index(drop=True)[filters.matches(facets, filters.COUNTED)]


def _places(acts: pd.DataFrame) -> pd.DataFrame:
    """The states in which acts took place: `state`, `n`, `events` (ids), `named` (how the texts name the place)."""
    known = acts.dropna(subset=["place_state"])
    rows = [
        {"state": state, "n": len(own), "events": own["event_id"].tolist(), "named": _named(own["place"])}
        for state, own in known.groupby("place_state", sort=True)
    ]
    table = pd.DataFrame(rows, columns=["state", "n", "events", "named"])
    return table.sort_values(["n", "state"], ascending=[False, True], kind="stable")


def _named(places: pd.Series) -> str:
    counts = places.value_counts()
    return ", ".join(f"{place} {n}" for place, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _views(measures: Measures) -> list[dict[str, str]]:
    """The actors from which the map can be seen."""
    return [{"id": actor, "name": labels.label(actor)} for actor in measures.survey.actors]


def _seen_from(measures: Measures) -> dict[str, dict[str, list[str]]]:
    """For each actor in the menu the fill and the words of each other state."""
    views = set(measures.survey.actors)
    found: dict[str, dict[str, list[str]]] = {actor: {} for actor in measures.survey.actors}
    for row in schemas.records(measures.relations.pairs()):
        acts = f"{labels.counted(row['n'], 'act')}, conflict share {share_with_band(row)}"
        text = f"{labels.pair(row['a'], row['b'])}: {row['standing']}, {acts}"
        for one, other in ((row["a"], row["b"]), (row["b"], row["a"])):
            if one in views:
                found[one][other] = [STANDINGS.get(row["standing"], ""), text]
    return found


def _as_script(value: object) -> Markup:
    # No text can end the script: every "<" is written as an escape.
    return Markup(json.dumps(value, ensure_ascii=True).replace("<", "\\u003c"))  # noqa: S704


def _state_table(states: pd.DataFrame, number: Links) -> Markup:
    rows = [
        {
            "actor": labels.label(row["state"]),
            "acts": number.number(row["n"], {"actor": row["state"], **filters.COUNTED}),
            "of conflict": number.number(
                row["conflict"], {"actor": row["state"], **filters.COUNTED, "class": "conflict"}
            ),
            SHARE_HEADING: share_with_band(row),
            "standing to all others": Markup('<span class="{}">{}</span>').format(
                _TONES.get(row["standing"], "meta"), row["standing"]
            ),
        }
        for row in schemas.records(states.head(_MAX_STATES))
    ]  # fmt: skip
    return tables.html.table(rows, numbers=["acts", "of conflict", SHARE_HEADING]).html


def _place_table(places: pd.DataFrame, number: Links) -> Markup:
    rows = [
        {"in": labels.label(row["state"]), "acts": number.number(row["n"], None, events=row["events"]),
         "as the texts name it": row["named"]}
        for row in schemas.records(places.head(_MAX_STATES))
    ]  # fmt: skip
    return tables.html.table(rows, numbers=["acts"]).html
