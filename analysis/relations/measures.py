"""How each pair of actors stands: counts, conflict share, intensity and sign, by period.

Two components are measured apart and never mixed: the direction (conflict
share, shrunk, with an interval) and the intensity (material conflict against
what was read). A sign is given only where enough events were seen and the
interval of the share lies on one side of the neutral share. Negative is
hostile. Formulas and sources: `docs/methods_relations.md`.
"""

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors, ontology, schemas
from analysis.events import CodedCorpus, check_freq, selection
from analysis.events.pairs import forward, with_pair
from analysis.relations import _decay, _turns, dependence, estimates, graphs, presence, rating
from analysis.relations.options import DEFAULTS, RelationOptions

STORIES = "stories (articles that share an act or nearly repeat each other)"
"""What the parameter `bootstrap_over` says where evidence tells the article of each act."""
WEIGHTED = {name: f"{name}_weighted" for name in selection.COUNTS}
"""With a half-life, the columns of the acts so far by quad class, weighed by age."""
PER = 1000.0
"""Units of exposure that the intensity refers to."""
_PRIOR_EVENTS = 0.5  # what the prior of the intensity is worth
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Relations:
    """How pairs of actors stand.

    Attributes
    ----------
    frame
        The frame `relations` of `analysis.schemas`, one row per pair (a before b
        in the alphabet, `directed` false) or per direction (a acts on b,
        `directed` true) and period. An act of both together, such as a meeting, counts
        once for the pair and once for each direction. Further columns: `n_weighted` and
        `conflict_weighted` (all events, and those of conflict, after decay),
        `design_effect` (so many events tell as much as one, since those of one story
        depend on each other: `dependence`), with a half-life `n_vc_weighted` to `n_mf_weighted`
        (the same by quad class) and, with a bootstrap, `share_boot_low`, `share_boot_high`.
        `intensity` is in acts of material conflict per 1,000 articles (or events);
        `reciprocity` is 2 * min(n_ab, n_ba) / (n_ab + n_ba).
    set_aside
        `reason`, `n`: events that were not measured.
    parameters
        Everything that the numbers rest on, to be printed beside them.
    """

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def pairs(self, *, directed: bool = False) -> pd.DataFrame:
        """The rows of pairs, or of directions."""
        return self.frame[self.frame["directed"] == directed].reset_index(drop=True)

    def rated(self) -> pd.DataFrame:
        """The pairs that are cooperative, hostile or neutral, those with most events first."""
        return self._pairs_by(lambda standing: ~standing.isin([rating.TOO_FEW, rating.UNCLEAR, rating.TURNED]))

    def unclear(self) -> pd.DataFrame:
        """The pairs with enough acts, but of both kinds, so that no sign is clear; those with most acts first.

        Pairs that turned are among them: of one kind in one part of the time, of the other in the other.
        """
        return self._pairs_by(lambda standing: standing.isin([rating.UNCLEAR, rating.TURNED]))

    def too_few(self, *, directed: bool = False) -> pd.DataFrame:
        """The pairs with fewer events than a rating needs, or their directions; those with most events first."""
        found = self._pairs_by(lambda standing: standing == rating.TOO_FEW)
        if not directed:
            return found
        few = set(zip(found["a"], found["b"], found["period"], strict=True))
        rows = self.pairs(directed=True)
        keys = zip(rows[["a", "b"]].min(axis=1), rows[["a", "b"]].max(axis=1), rows["period"], strict=True)
        return _busiest_first(rows[[key in few for key in keys]])

    def busiest(self, max_rows: int = 15) -> pd.DataFrame:
        """The pairs with most events, busiest first."""
        return _busiest_first(self.pairs()).head(max_rows)

    def latest(self) -> "Relations":
        """The last period alone.

        With a half-life its counts are those that its shares rest on: all acts so far, weighed by age.
        """
        last = self.frame[self.frame["period"] == self.frame["period"].max()]
        if self.parameters["half_life"] is not None:
            last = last.assign(n=last["n_weighted"], **{name: last[weighed] for name, weighed in WEIGHTED.items()})
        return replace(self, frame=last)

    def changed_standing(self) -> pd.DataFrame:
        """The pairs that are cooperative in one period and hostile in another: over all of them they have no one sign.

        Returns
        -------
        changed
            `a`, `b`; `cooperative` and `hostile`, the numbers of such periods; `turns`, how
            often the pair passed from one to the other; `last_turn`, the first period of the
            standing that it had last, and `standing`, that standing; most turns first.
        """
        signed = self.pairs().query("sign != 0").sort_values(["a", "b", "period"])
        rows = []
        for (a, b), own in signed.groupby(["a", "b"], sort=True):
            turned = own["sign"].ne(own["sign"].shift()).to_numpy()[1:]
            if turned.any():
                last = own.iloc[1:][turned].iloc[-1]
                rows.append({
                    "a": a, "b": b,
                    "cooperative": int((own["sign"] > 0).sum()), "hostile": int((own["sign"] < 0).sum()),
                    "turns": int(turned.sum()), "last_turn": last["period"], "standing": last["standing"],
                })  # fmt: skip
        table = pd.DataFrame(rows, columns=["a", "b", "cooperative", "hostile", "turns", "last_turn", "standing"])
        return table.sort_values(["turns", "a", "b"], ascending=[False, True, True], ignore_index=True)

    def of_actor(self, actor: str) -> pd.DataFrame:
        """The pairs of one actor (an id), those with most events first."""
        rows = self.pairs()
        return _busiest_first(rows[rows["a"].eq(actor) | rows["b"].eq(actor)])

    def cooperating_groups(self) -> list[list[str]]:
        """Groups in which every two actors have events, all of cooperation, but too few to rate; large groups first."""
        found: list[list[str]] = presence.cooperating_groups(self.frame)["members"].tolist()
        return found

    def _pairs_by(self, chosen: Callable[[pd.Series], pd.Series]) -> pd.DataFrame:
        rows = self.pairs()
        return _busiest_first(rows[chosen(rows["standing"])])

    def graph(
        self,
        period: object = None,
        *,
        directed: bool = False,
        clear: bool = False,
        actors: Iterable[str] | None = None,
    ) -> nx.Graph:
        """The signed graph of one period: see `graphs.signed_graph`.

        `actors` (ids) keeps these, also where they have no event with one another.
        """
        whole = graphs.signed_graph(self.frame, period, directed=directed, clear=clear)
        if actors is None:
            return whole
        chosen = list(actors)
        part: nx.Graph = whole.subgraph(chosen).copy()
        part.add_nodes_from(chosen)
        return part

    def summary(self) -> pd.DataFrame:
        """What was measured, in short: `item`, `value`, as text.

        Periods, actors, pairs and events come first, then how many rows of pairs (one
        for each pair and period) have which standing, then the parameters.
        """
        rows = self.pairs()
        counts = rows["standing"].value_counts()
        items = {
            "periods": self._periods(rows),
            "actors": len(set(rows["a"]) | set(rows["b"])),
            "pairs": len(rows[["a", "b"]].drop_duplicates()),
            "events": f"{rows['n'].sum():,.0f}",
            "events set aside": f"{self.set_aside['n'].sum():,.0f}",
            **{f"rows of pairs: {standing}": int(counts.get(standing, 0)) for standing in rating.STANDINGS},
            **{name: _as_text(value) for name, value in self.parameters.items()},
        }
        return pd.DataFrame({"item": list(items), "value": [str(value) for value in items.values()]})

    def _periods(self, rows: pd.DataFrame) -> str:
        days = sorted(rows["period"].unique())
        if not days:
            return "none"
        first, last = pd.Timestamp(days[0]).date(), pd.Timestamp(days[-1]).date()
        return f"{len(days)}, from {first} to {last}" if len(days) > 1 else f"1, from {first}"

    def __repr__(self) -> str:
        """One line: pairs, periods and how many rows have which standing."""
        rows = self.pairs()
        counts = rows["standing"].value_counts()
        standings = ", ".join(f"{counts[name]} {name}" for name in rating.STANDINGS if name in counts) or "none"
        n_pairs, freq = len(rows[["a", "b"]].drop_duplicates()), self.parameters.get("freq", "unknown")
        return f"<Relations: {n_pairs} pairs; periods ({freq}): {self._periods(rows)}; rows of pairs: {standings}>"

    def _repr_html_(self) -> str:
        table = self.summary().to_html(index=False, border=0)
        return f"<p>{html.escape(repr(self)[1:-1])}</p><details><summary>summary</summary>{table}</details>"


def _busiest_first(rows: pd.DataFrame) -> pd.DataFrame:
    found: pd.DataFrame = rows.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable")
    return found.reset_index(drop=True)


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def measure(
    source: CodedCorpus | pd.DataFrame,
    *,
    freq: str = "M",
    directed: bool = True,
    exposure: pd.Series | pd.DataFrame | None = None,
    evidence: pd.DataFrame | None = None,
    options: RelationOptions = DEFAULTS,
    **overrides: Any,
) -> Relations:
    """Measure how pairs of actors stand.

    Parameters
    ----------
    source
        A coded corpus, an events frame, or a table of counts `a, b, period, n_vc,
        n_mc, n_vf, n_mf` (a acts on b).
    freq
        Length of a period: W (from Monday), M, Q, Y, or all for one period, in which
        a pair that turned has no sign (`rating.TURNED`, by the rule of `turned_inside`).
        An event counts in the period that holds the middle of its days.
    directed
        Whether rows for each direction are wanted beside those for pairs.
    exposure
        All articles read: the documents frame, or a series of articles by day. By
        default the documents of a coded corpus; else the exposure is all events of
        the period (`exposure_kind` says which).
    evidence
        Dates undated events by their first report, and tells which acts are of one story.
        By default the evidence of a coded corpus.
    options
        All other choices: see `RelationOptions`.
    **overrides
        Single options by name, as in `measure(events, freq="M", prior_strength=5)`.

    Raises
    ------
    InputError
        If columns are missing, an option is unknown or a value is out of range.
    """
    chosen = options.changed(**overrides)
    freq = check_freq(freq)
    events, exposure, evidence = _taken_apart(source, exposure, evidence)
    read = None if exposure is None else selection.articles(exposure)
    selected = _select(events, freq, evidence, read, chosen)
    frame, seen = _one_period(selected.frame, selected.seen if read is None else read, freq)
    frame, clusters = _in_stories(frame, selected.clusters, evidence, exposure)
    base = _base(frame, chosen)
    parameters = {
        "freq": freq,
        **asdict(chosen),
        "share_prior": f"Beta worth {chosen.prior_strength:g} events at {base:.3f}",
        "base_share": base,
        "exposure_kind": "events" if read is None else "articles",
        "goldstein_table": chosen.goldstein_table or "as the events carry it",
        "bootstrap_over": clusters,
        **_dependence(frame, clusters),
    }
    measured, prior = _measured(frame, seen, parameters, directed=directed)
    measured.attrs["level"] = chosen.level
    if freq == "all" and chosen.half_life is None and len(measured):
        finer = measure(events, freq="M", directed=False, exposure=exposure, evidence=evidence, options=chosen)
        _take_back_signs(measured, _turns.find(finer.pairs(), rating.RatingRule.of(parameters), freq))
    return Relations(measured, selected.set_aside, parameters | ({"intensity_prior": prior} if prior else {}))


def _take_back_signs(measured: pd.DataFrame, turned: pd.DataFrame) -> None:
    """Rate the pairs that turned inside the time as such, without a sign, and their directions."""
    pair = pd.MultiIndex.from_arrays([measured[["a", "b"]].min(axis=1), measured[["a", "b"]].max(axis=1)])
    changed = pair.isin(pd.MultiIndex.from_frame(turned[["a", "b"]])) & (measured["standing"] != rating.TOO_FEW)
    measured.loc[changed, "standing"], measured.loc[changed, "sign"] = rating.TURNED, 0


def _taken_apart(
    source: CodedCorpus | pd.DataFrame, exposure: pd.Series | pd.DataFrame | None, evidence: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.Series | pd.DataFrame | None, pd.DataFrame | None]:
    """Events, exposure and evidence; those of the corpus where none are given."""
    if isinstance(source, pd.DataFrame):
        return source, exposure, evidence
    if not isinstance(source, CodedCorpus):
        kind = type(source).__name__
        raise errors.InputError(f"relations are measured from a coded corpus or a data frame, not from {kind}")
    documents = source.documents if len(source.documents) else None
    return (
        source.events,
        documents if exposure is None else exposure,
        source.evidence if evidence is None else evidence,
    )


def _measured(
    frame: pd.DataFrame, seen: pd.Series, parameters: Mapping[str, Any], *, directed: bool
) -> tuple[pd.DataFrame, str]:
    """The frame of relations, and the prior of the intensity in words."""
    extra = ["n_weighted", "conflict_weighted", "design_effect"]
    if frame.empty:
        return schemas.empty("relations").assign(**{name: pd.Series(dtype=float) for name in extra}), ""
    freq, half_life, level = parameters["freq"], parameters["half_life"], parameters["level"]
    long = _long(frame, directed=directed)
    counts = _decay.decayed_counts(long, freq, half_life, seen)
    rows = _counted(counts, long, parameters["story_correlation"])
    rows["exposure"], decayed = _decay.exposures(rows["period"], seen, freq, half_life)
    rows["exposure_kind"] = parameters["exposure_kind"]
    rule = rating.RatingRule.of(parameters)
    effect = rows["design_effect"]
    rated = rating.rate(rows["conflict_weighted"], rows["n_weighted"], rule, design_effect=effect)
    rows[rated.columns] = rated.set_axis(rows.index)
    intensity, prior = _intensity(rows, decayed, level, parameters["deed_overdispersion"])
    rows["intensity"], rows["intensity_low"], rows["intensity_high"] = intensity.value, intensity.low, intensity.high
    if half_life is not None:
        extra += list(WEIGHTED.values())
    if parameters["bootstrap"]:
        low, high = _bootstrap(counts, long, rule, parameters["bootstrap"], parameters["seed"])
        rows["share_boot_low"], rows["share_boot_high"] = low, high
        extra += ["share_boot_low", "share_boot_high"]
    rows = rows.sort_values(["period", "directed", "a", "b"], kind="stable").reset_index(drop=True)
    checked = schemas.check("relations", rows)
    return pd.concat([checked, rows[extra]], axis=1), prior


def _select(
    events: pd.DataFrame, freq: str, evidence: pd.DataFrame | None, read: pd.Series | None, options: RelationOptions
) -> selection.SelectedActs:
    """The events that can be measured."""
    if selection.is_counts(events):
        return selection.acts_of_counts(events, freq=freq)
    table = options.goldstein_table
    if table is not None:
        codes = zip(_text(events, "cameo"), _text(events, "root"), strict=True)
        events = events.assign(goldstein=[ontology.goldstein(code, root, table=table) for code, root in codes])
    first = None if read is None else selection.history_ends(read.index.to_series())
    return selection.select_acts(
        events,
        freq=freq,
        evidence=evidence,
        modality=options.modality,
        status=options.status,
        not_before=first,
        keep_private=options.keep_private,
    )


def _text(events: pd.DataFrame, column: str) -> list[str | None]:
    if column not in events.columns:
        msg = f"a Goldstein table was asked for, but the events lack the column {column!r}"
        raise errors.InputError(msg)
    return [None if pd.isna(value) else str(value) for value in events[column]]


def _one_period(frame: pd.DataFrame, seen: pd.Series, freq: str) -> tuple[pd.DataFrame, pd.Series]:
    """For a single period, begin events and exposure on the same day, the first known."""
    if freq != "all" or frame.empty:
        return frame, seen
    first = min(frame["period"].min(), seen.index.min()) if len(seen) else frame["period"].min()
    return frame.assign(period=first), seen


def _base(frame: pd.DataFrame, options: RelationOptions) -> float:
    """The conflict share of the prior."""
    if options.base_share is None:
        return options.neutral_share
    if options.base_share == "corpus":
        acts = frame[~frame["again"]]
        total = float(acts["count"].sum())
        conflict = float(acts.loc[acts["quad"] >= 3, "count"].sum())
        return (conflict + 0.5) / (total + 1)
    return float(options.base_share)


def _in_stories(
    frame: pd.DataFrame, clusters: str, evidence: pd.DataFrame | None, exposure: pd.Series | pd.DataFrame | None
) -> tuple[pd.DataFrame, str]:
    """The acts with the story of their article as `cluster`, where articles are known; and what a cluster is."""
    if evidence is None or clusters != selection.ARTICLES:
        return frame, clusters
    documents = exposure if isinstance(exposure, pd.DataFrame) else None
    story = dependence.stories(evidence, documents)
    return frame.assign(cluster=frame["cluster"].map(story).fillna(frame["cluster"])), STORIES


def _dependence(frame: pd.DataFrame, clusters: str) -> dict[str, float]:
    """How the acts of one story depend on each other, as the measured acts show it.

    Days of a pair are compared with those of the same row; periods of a table of counts with their
    neighbour, since from one end of a year to the other a pair may change.
    """
    if frame.empty:
        return {"story_correlation": 0.0, "deed_overdispersion": 1.0}
    acts = with_pair(frame[~frame["again"]].astype({"source": "object", "target": "object"}))
    row, conflict = acts.groupby(["a", "b", "period"]).ngroup(), acts["quad"] >= 3
    if clusters == STORIES:
        deeds = acts["quad"] == 4
        return {
            "story_correlation": dependence.correlation(row, acts["cluster"], conflict),
            "deed_overdispersion": dependence.count_overdispersion(row[deeds], acts.loc[deeds, "cluster"]),
        }
    if clusters == selection.PERIODS:
        number = acts["day"].rank(method="dense").astype("int64")
        if number.max() == acts["period"].nunique():  # a row is one period of the table, which tells nothing within it
            return {"story_correlation": 0.0, "deed_overdispersion": 1.0}
        row = acts.assign(two=number // 2).groupby(["a", "b", "period", "two"]).ngroup()
    else:
        number = (acts["day"] - acts["day"].min()).dt.days.fillna(-1).astype("int64")
    deeds = acts["quad"] == 4
    pair = acts.groupby(["a", "b"]).ngroup()
    return {
        "story_correlation": dependence.correlation(row, acts["cluster"], conflict, counts=acts["count"], usual=0.0),
        "deed_overdispersion": dependence.neighbours_overdispersion(pair[deeds], number[deeds], acts["count"][deeds]),
    }


def _long(frame: pd.DataFrame, *, directed: bool) -> pd.DataFrame:
    """Each act once for its pair and, if `directed`, once more for each of its directions.

    The second direction of an act of both together stays among the rows of pairs for
    the sake of reciprocity, with a count of 0; `events` counts it.
    """
    frame = frame.astype({"source": "object", "target": "object"}).assign(events=frame["count"])
    pair = with_pair(frame).assign(directed=False, forth=forward(frame))
    pair["count"] = pair["count"].where(~pair["again"], 0.0)
    if not directed:
        return pair.reset_index(drop=True)
    direction = frame.assign(a=frame["source"], b=frame["target"], directed=True, forth=True)
    return pd.concat([pair, direction], ignore_index=True)


def _counted(counts: _decay.DecayedCounts, long: pd.DataFrame, rho: float) -> pd.DataFrame:
    """Rows with counts, weighted counts, design effect, effective number, reciprocity and mean Goldstein weight."""
    rows = counts.rows.copy()
    count, quad = long["count"].to_numpy(), long["quad"].to_numpy()
    for number, column in enumerate(selection.COUNTS, start=1):
        rows[column] = counts.undecayed(count * (quad == number))
        rows[WEIGHTED[column]] = counts.total(count * (quad == number))
    rows["n"] = rows[list(selection.COUNTS)].sum(axis=1)
    rows["n_weighted"] = counts.total(count)
    squares = counts.squared_weights(count)
    clustered = counts.squared_sums(count, pd.factorize(long["cluster"])[0])
    rows["design_effect"] = dependence.design_effect(rho, squares, clustered)
    # the effective number of Kish (1965): (sum w)^2 / sum w^2, for acts that are independent of each other
    n_eff = np.divide(rows["n_weighted"] ** 2, squares, out=np.zeros(len(rows)), where=squares > 0)
    rows["n_eff"] = n_eff / rows["design_effect"]
    rows["conflict_weighted"] = counts.total(count * (quad >= 3))
    rows["material"] = counts.total(count * (quad == 4))
    known = long["goldstein"].notna().to_numpy() * count
    total, weighed = counts.total(known), counts.total(known * long["goldstein"].fillna(0.0).to_numpy())
    rows["goldstein_mean"] = np.divide(weighed, total, out=np.full(len(rows), np.nan), where=total > 0)
    events, forth = long["events"].to_numpy(), long["forth"].to_numpy()
    rows["forth"], rows["back"] = counts.total(events * forth), counts.total(events * ~forth)
    rows["reciprocity"] = _reciprocity(rows)
    return rows


def _reciprocity(rows: pd.DataFrame) -> Floats:
    """2 * min(n_ab, n_ba) / (n_ab + n_ba) of the pair, on the rows of its directions too."""
    pairs = rows.loc[~rows["directed"]]
    both = pairs["forth"] + pairs["back"]
    value = 2 * pairs[["forth", "back"]].min(axis=1) / both.where(both > 0)
    by_pair = pd.Series(value.to_numpy(), index=pd.MultiIndex.from_frame(pairs[["a", "b", "period"]]))
    first, last = np.minimum(rows["a"], rows["b"]), np.maximum(rows["a"], rows["b"])
    found = by_pair.reindex(pd.MultiIndex.from_arrays([first, last, rows["period"]]))
    return np.asarray(np.clip(found.to_numpy(dtype=np.float64), 0.0, 1.0))


def _intensity(
    rows: pd.DataFrame, exposure: Floats, level: float, overdispersion: float
) -> tuple[estimates.Estimate, str]:
    """Intensity of each row, and its prior in words. The prior is fitted on the rows of pairs."""
    pairs = ~rows["directed"].to_numpy()
    deeds, exposure = rows["material"] / overdispersion, exposure / overdispersion
    shape, rate = estimates.rate_prior(deeds[pairs], exposure[pairs], worth=_PRIOR_EVENTS)
    found = estimates.gamma_rate(deeds, exposure, shape=shape, rate=rate, level=level, per=PER)
    return found, f"Gamma with shape {shape:g} and rate {rate:.4g} {rows['exposure_kind'].iloc[0]}, per {PER:,.0f}"


def _bootstrap(
    counts: _decay.DecayedCounts, long: pd.DataFrame, rule: rating.RatingRule, replicates: int, seed: int
) -> tuple[Floats, Floats]:
    """Interval of the shrunk share over Poisson bootstrap replicates of the clusters.

    Each cluster's weight is drawn from Poisson(1) in place of a multinomial
    (Chamandy and others 2012).
    """
    rng = np.random.default_rng(seed)
    strength, base = rule.prior_strength, rule.base_share
    cluster, names = pd.factorize(long["cluster"], sort=True)
    count, conflict = long["count"].to_numpy(), (long["quad"] >= 3).to_numpy()
    shares = np.empty((replicates, len(counts.rows)))
    for number in range(replicates):
        drawn = rng.poisson(1.0, len(names))[cluster] * count
        shares[number] = (counts.total(drawn * conflict) + strength * base) / (counts.total(drawn) + strength)
    low, high = np.quantile(shares, [(1 - rule.level) / 2, (1 + rule.level) / 2], axis=0)
    return low, high
