"""Planted histories: events drawn from known rates, with known breaks, bursts of reporting and duplicates.

What is drawn: each pair has a rate of acts per 200 articles, a conflict share
and a material part of the conflict, which drift a little and change at known
weeks. Acts of a week are overdispersed (gamma weights for conflict and for
cooperation), articles come in bursts, acts are reported more than once, and a
partisan outlet may report conflict that nobody else does. An article may hold
several acts, all of one kind, and cooperation may be mutual: one act, two events.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from analysis import schemas

START = pd.Timestamp("2001-01-01")
TYPICAL = 200.0
ROOTS = ("CONSULT", "AID", "ACCUSE", "ASSAULT")
WEIGHTS = (1.0, 7.0, -2.0, -9.0)
LEAST_FACTOR, LEAST_SHARE = 1.5, 0.1


@dataclass(frozen=True)
class History:
    """Events and what lies behind them.

    `articles` by day; `outlets` by event; `evidence` with the article of each event;
    `truth` with `a`, `b`, `period`, the expected acts of an article `vc`, `mc`, `vf`, `mf` (with their repeated
    reports); `breaks` with `a`, `b`, `component`, `period`.
    """

    events: pd.DataFrame
    articles: pd.Series
    outlets: pd.Series
    evidence: pd.DataFrame
    truth: pd.DataFrame
    breaks: pd.DataFrame


def history(  # noqa: PLR0913 - a plan is its numbers
    seed,
    *,
    pairs=6,
    weeks=520,
    changes=2,
    overdispersion=0.2,
    drift=0.1,
    repeats=0.2,
    bursts=3,
    one_sided=0.0,
    busy=6.0,
    acts_of_an_article=1.0,
    mutual=0.0,
    apart=0.0,
):
    """Draw a history; `changes` breaks for each pair, none of them within a year of another or of an end.

    `overdispersion` is the variance of the weekly weights, `drift` the spread of the logarithm of the rate,
    `repeats` the mean number of further reports of an act, `bursts` the number of six-week stretches
    with 2.5 times the articles, `one_sided` the part of all acts that a partisan outlet adds as conflict,
    `busy` the typical number of acts of a pair and week, `acts_of_an_article` the mean number of acts
    (geometric) of one article, all of one day and kind, `mutual` the part of cooperation that is one act in
    both directions, `apart` the part of the further acts of an article that stands in articles of their own,
    each of which tells the first act again: then the article is a story.
    """
    rng = np.random.default_rng(seed)
    weeks_of = pd.date_range(START, periods=weeks, freq="7D").as_unit("us")
    read = TYPICAL * np.exp(rng.normal(0, 0.1, weeks))
    for start in rng.integers(0, weeks - 6, bursts):
        read[start : start + 6] *= 2.5
    read = rng.poisson(read)
    parts, truths, planted = [], [], []
    for number in range(pairs):
        a, b = f"S{number:02d}", f"T{number:02d}"
        rates, where = _rates(rng, weeks, changes, drift, busy)
        planted += [(a, b, component, weeks_of[at]) for component, at in where]
        truths.append(_truth(rates * (1 + repeats), a, b, weeks_of))
        expected = rates * (read / TYPICAL)[:, None] / acts_of_an_article
        part = _drawn(rng, expected, a, b, overdispersion, repeats, one_sided)
        parts.append(_told_together(rng, part.assign(article=[f"{a}-{n}" for n in part.index]), acts_of_an_article))
    drawn = _both_ways(rng, pd.concat(parts, ignore_index=True), mutual)
    days = pd.Series(read / 7.0, index=weeks_of).repeat(7)
    days.index = pd.date_range(START, periods=weeks * 7, freq="D").as_unit("us")
    events = _events(drawn, weeks_of)
    outlets = pd.Series(drawn["outlet"].to_numpy(), index=events["event_id"].to_numpy())
    breaks = pd.DataFrame(planted, columns=["a", "b", "component", "period"])
    return History(
        events,
        days,
        outlets,
        _evidence(rng, events, drawn["article"], apart),
        pd.concat(truths, ignore_index=True),
        breaks,
    )


def _rates(rng, weeks, changes, drift, busy):
    """Expected acts by week and quad class, and the weeks at which a component changes."""
    total = busy * np.exp(rng.normal(0, 0.5))
    share, material = rng.beta(5, 5), rng.beta(6, 6)
    places = _places(rng, weeks, changes)
    edges = [0, *places, weeks]
    levels = [np.array([(1 - share) * 0.8, (1 - share) * 0.2, share * (1 - material), share * material]) * total]
    for _ in places:
        levels.append(_changed(rng, levels[-1]))
    rates = np.vstack(
        [np.tile(level, (end - start, 1)) for level, start, end in zip(levels, edges, edges[1:], strict=False)]
    )
    where = [
        (component, at)
        for at, old, new in zip(places, levels, levels[1:], strict=False)
        for component in _components(old, new)
    ]
    steps = rng.normal(0, drift * np.sqrt(1 - 0.98**2), weeks)
    slow = np.zeros(weeks)
    for week in range(1, weeks):
        slow[week] = 0.98 * slow[week - 1] + steps[week]
    return rates * np.exp(slow)[:, None], where


def _places(rng, weeks, changes):
    while True:
        places = np.sort(rng.integers(52, weeks - 52, changes))
        if changes < 2 or np.diff(places).min() >= 52:
            return [int(one) for one in places]


def _changed(rng, level):
    """Material conflict times or by 3 to 6, or cooperation turned into conflict or back."""
    level = level.copy()
    up = level[3] < 1.5 if rng.random() < 0.8 else rng.random() < 0.5
    if rng.random() < 0.5:
        level[3] *= rng.uniform(3, 6) if up else 1 / rng.uniform(3, 6)
        return level
    moved = 0.6 * (level[:2] if up else level[2:])
    if up:
        level[:2], level[2:] = level[:2] - moved, level[2:] + moved
    else:
        level[2:], level[:2] = level[2:] - moved, level[:2] + moved
    return level


def _components(old, new):
    found = []
    if abs(new[2:].sum() / new.sum() - old[2:].sum() / old.sum()) >= LEAST_SHARE:
        found.append("direction")
    if abs(np.log(new[3] / old[3])) >= np.log(LEAST_FACTOR):
        found.append("intensity")
    return found


def _truth(rates, a, b, weeks_of):
    truth = pd.DataFrame(rates / TYPICAL, columns=["vc", "mc", "vf", "mf"])
    return truth.assign(a=a, b=b, period=weeks_of)


def _drawn(rng, expected, a, b, overdispersion, repeats, one_sided):
    weight = (
        rng.gamma(1 / overdispersion, overdispersion, (len(expected), 2))[:, [0, 0, 1, 1]] if overdispersion else 1.0
    )
    acts = rng.poisson(expected * weight)
    week, quad = (np.repeat(index, acts.ravel()) for index in np.divmod(np.arange(acts.size), 4))
    frame = pd.DataFrame({"day": week * 7 + rng.integers(0, 7, len(week)), "quad": quad})
    frame["outlet"] = rng.choice(["Gazette", "Herald", "Courier", "Mirror"], len(frame))
    frame = frame.loc[frame.index.repeat(1 + rng.poisson(repeats, len(frame)))]
    extra = rng.poisson(one_sided * expected.sum(axis=1))
    partisan = pd.DataFrame({"day": np.repeat(np.arange(len(extra)) * 7, extra), "quad": 3, "outlet": "Partisan"})
    frame = pd.concat([frame, partisan], ignore_index=True)
    forth = rng.random(len(frame)) < 0.5
    return frame.assign(source=np.where(forth, a, b), target=np.where(forth, b, a))


def _told_together(rng, drawn, acts_of_an_article):
    """Each act with further ones of its day and kind in the same article, a geometric number in all."""
    if acts_of_an_article == 1:
        return drawn
    return drawn.loc[drawn.index.repeat(rng.geometric(1 / acts_of_an_article, len(drawn)))].reset_index(drop=True)


def _both_ways(rng, drawn, mutual):
    """Part of the acts of cooperation twice, once for each direction, with one act id."""
    drawn = drawn.assign(act=[f"a{number:07d}" for number in range(len(drawn))], mutual=False)
    if not mutual:
        return drawn
    drawn["mutual"] = (drawn["quad"] < 2) & (rng.random(len(drawn)) < mutual)
    back = drawn[drawn["mutual"]].rename(columns={"source": "target", "target": "source"})
    return pd.concat([drawn, back], ignore_index=True)


def _evidence(rng, events, articles, apart):
    """One report of each act in its article or, of part of the acts after the first, in one that retells the first."""
    reports = pd.DataFrame({"event_id": events["event_id"], "act_id": events["act_id"], "doc_id": articles.to_numpy(),
                            "published": events["when_first"]})  # fmt: skip
    if apart:
        first = reports.groupby("doc_id")[["event_id", "act_id"]].transform("first")
        acts = reports["act_id"].drop_duplicates()
        parted = reports["act_id"].isin(acts[rng.random(len(acts)) < apart]) & (reports["act_id"] != first["act_id"])
        reports.loc[parted, "doc_id"] += "-" + reports["act_id"]
        retold = reports[parted].assign(event_id=first["event_id"])
        reports = pd.concat([reports, retold.drop_duplicates("doc_id")], ignore_index=True)
    return schemas.check("evidence", pd.DataFrame({
        "event_id": reports["event_id"], "sentence_id": reports["event_id"], "doc_id": reports["doc_id"],
        "published": reports["published"], "trigger_start": 0, "trigger_end": 1, "source_start": None,
        "source_end": None, "target_start": None, "target_end": None, "when_text": None, "path": None,
    }))  # fmt: skip


def _events(drawn, weeks_of):
    day = (weeks_of[0] + pd.to_timedelta(drawn["day"], unit="D")).astype("datetime64[us]")
    quad = drawn["quad"].to_numpy()
    return schemas.check("events", pd.DataFrame({
        "event_id": [f"e{number:07d}" for number in range(len(drawn))],
        "act_id": drawn["act"], "mutual": drawn["mutual"],
        "source": drawn["source"], "source_role": None, "target": drawn["target"], "target_role": None,
        "root": np.array(ROOTS)[quad], "mode": None, "context": None, "cameo": None, "quad": quad + 1,
        "goldstein": np.array(WEIGHTS)[quad], "when_first": day, "when_last": day, "when_precision": "day",
        "modality": "asserted", "attributed_to": None, "place": None, "place_state": None,
        "decided_by": "planted", "confidence": 1.0, "n_reports": 1,
    }))  # fmt: skip


def covered(plan, measured):
    """Share of rows whose bands hold the true conflict share, and the true rate of material conflict.

    Under decay the truth is weighted as the measure weighs it.
    """
    table = plan.truth.merge(measured, on=["a", "b", "period"])
    parameters = measured.attrs["parameters"]
    wide = (plan.truth["a"].nunique(), -1)
    read = table["exposure"].to_numpy().reshape(wide)
    expected = {name: table[name].to_numpy().reshape(wide) * read for name in ("vc", "mc", "vf", "mf")}
    if parameters["half_life"] is not None:
        left = 2.0 ** (-7.0 / parameters["half_life"])
        read = lfilter([1.0], [1.0, -left], read, axis=1)
        expected = {name: lfilter([1.0], [1.0, -left], values, axis=1) for name, values in expected.items()}
    share = ((expected["vf"] + expected["mf"]) / sum(expected.values())).ravel()
    rate = np.log1p((expected["mf"] / read).ravel() * parameters["typical_exposure"])
    known = table["direction"].notna().to_numpy()
    within = (share >= table["direction_low"]) & (share <= table["direction_high"])
    return within[known].mean(), ((rate >= table["intensity_low"]) & (rate <= table["intensity_high"])).mean()


def covered_standing(plan, measured):
    """Share of rows of pairs (`Relations.pairs`, by quarter) whose bands hold the true share and the true intensity."""
    weekly = plan.articles.resample("W-MON", closed="left", label="left").sum()
    read = plan.truth["period"].map(weekly)
    quarter = plan.truth["period"].dt.to_period("Q").dt.start_time
    kinds = ["vc", "mc", "vf", "mf"]
    expected = plan.truth[kinds].mul(read, axis=0).assign(a=plan.truth["a"], period=quarter, read=read)
    true = expected.groupby(["a", "period"]).sum()
    true = true.assign(
        share_true=(true["vf"] + true["mf"]) / true[kinds].sum(axis=1), rate_true=1000 * true["mf"] / true["read"]
    )
    rows = measured.merge(true.reset_index()[["a", "period", "share_true", "rate_true"]], on=["a", "period"])
    share = rows["share_true"].between(rows["share_low"], rows["share_high"]).mean()
    return share, rows["rate_true"].between(rows["intensity_low"], rows["intensity_high"]).mean()


def recovered(plan, found, slack=3):
    """Planted breaks with the nearest found one within `slack` weeks, and found ones near none that was planted."""
    rows = []
    for planted in plan.breaks.itertuples():
        own = found[(found["a"] == planted.a) & (found["component"] == planted.component)]
        weeks = (own["period"] - planted.period).dt.days / 7
        near = weeks.abs().idxmin() if (weeks.abs() <= slack).any() else None
        rows.append({
            "component": planted.component, "found": near is not None,
            "weeks_off": weeks[near] if near is not None else np.nan,
            "delay": (own.loc[near, "known"] - planted.period).days / 7 if near is not None else np.nan,
            "in_interval": own.loc[near, "period_low"] <= planted.period <= own.loc[near, "period_high"]
            if near is not None else np.nan,
        })  # fmt: skip
    false = 0
    for one in found.itertuples():
        weeks = (plan.breaks.loc[plan.breaks["a"] == one.a, "period"] - one.period).dt.days / 7
        false += not (weeks.abs() <= slack).any()
    return pd.DataFrame(rows, columns=["component", "found", "weeks_off", "delay", "in_interval"]), false


def covered_hostility(plan, measured):
    """Share of rows whose band of the hostility holds the true one; without decay."""
    table = plan.truth.merge(measured, on=["a", "b", "period"])
    typical = measured.attrs["parameters"]["typical_exposure"]
    expected = table[["vc", "mc", "vf", "mf"]] * typical
    whole = expected.sum(axis=1)
    usual = whole.groupby(table["a"]).transform("mean")
    true = 4 * (expected["vf"] / 4 + expected["mf"]) / (whole + 3 * usual)  # the deeds are attacks
    return ((true >= table["hostility_low"]) & (true <= table["hostility_high"])).mean()


def quiet_counts(seed, *, pairs, weeks, rate, acts_of_a_story=1.0, unrest=0.0):
    """A table of counts of pairs that never turn: stories at a constant rate, each with a geometric number of acts.

    `rate` is the mean number of acts of conflict, and of cooperation, of a week; `acts_of_a_story` the mean
    number of acts of one story, all of one side; `unrest` the variance of a weekly weight about 1 (gamma).
    """
    rng = np.random.default_rng(seed)
    shape = (pairs, weeks, 2)
    weight = rng.gamma(1 / unrest, unrest, shape) if unrest else np.ones(shape)
    stories = rng.poisson(rate / acts_of_a_story * weight)
    # A sum of geometric numbers is their number plus a negative binomial one.
    more = rng.negative_binomial(np.maximum(stories, 1), 1 / acts_of_a_story) * (stories > 0)
    return _table(rng, stories + more)


def exciting_counts(seed, *, pairs, weeks, rate, answered, lag=2.0):
    """A table of counts of pairs that never turn, but whose acts bring further acts of their side.

    `rate` is the mean number of acts of conflict, and of cooperation, of a week; `answered` the mean number of
    further acts that an act brings directly, on average `lag` weeks later (a Hawkes process by weeks).
    """
    rng = np.random.default_rng(seed)
    acts, keep, brought = np.zeros((pairs, weeks + 200, 2), dtype=np.int64), np.exp(-1 / lag), np.zeros((pairs, 2))
    for week in range(weeks + 200):
        acts[:, week] = rng.poisson(rate * (1 - answered) + brought)
        brought = keep * brought + answered * (1 - keep) * acts[:, week]
    return _table(rng, acts[:, 200:])


def with_crises(seed, table, *, crises):
    """A table of quiet counts with short crises of conflict, and a frame of them: `a`, `begin`, `peak`, `end`.

    `crises` is their number for each pair, one in each part of equal length. A crisis lasts one to ten weeks
    and brings 8 to 60 acts (expected, log-uniform), at once and then fading, evenly, or growing to its end.
    """
    rng = np.random.default_rng(seed)
    weeks = table["period"].nunique()
    extra, rows = np.zeros((table["a"].nunique(), weeks)), []
    for pair, name in enumerate(sorted(table["a"].unique())):
        parts = np.linspace(30, weeks - 30, crises + 1).astype(int)
        for low, high in itertools.pairwise(parts):
            begin, length = int(rng.integers(low + 5, high - 35)), int(rng.integers(1, 11))
            week = np.arange(length) / max(length / 3, 0.5)
            shape = (np.exp(-week), np.ones(length), np.exp(week))[rng.integers(3)]
            extra[pair, begin : begin + length] = shape / shape.sum() * np.exp(rng.uniform(np.log(8), np.log(60)))
            rows.append((name, begin, begin + int(shape.argmax()), begin + length - 1))
    acts = rng.poisson(extra.ravel())
    material = rng.binomial(acts, 0.5)
    days = table["period"].unique()
    where = pd.DataFrame(rows, columns=["a", "begin", "peak", "end"])
    where = where.assign(**{name: days[where[name]] for name in ("begin", "peak", "end")})
    return table.assign(n_vf=table["n_vf"] + acts - material, n_mf=table["n_mf"] + material), where


def crises_found(where, episodes):
    """The planted crises of which an episode of conflict begins, peaks or ends within a week of begin, peak or end."""
    week = pd.Timedelta(days=7)
    episodes = episodes[episodes["component"] == "conflict"]
    found = []
    for one in where.itertuples():
        own = episodes.loc[episodes["a"] == one.a, ["begin", "peak", "end"]]
        found.append(any(((own - day).abs() <= week).to_numpy().any() for day in (one.begin, one.peak, one.end)))
    return np.array(found)


def _table(rng, acts):
    """A table of counts of acts by pair, week and side (cooperation, conflict), half of the conflict material."""
    pairs, weeks, _ = acts.shape
    good, bad = np.moveaxis(acts, 2, 0)
    material = rng.binomial(bad, 0.5)
    return pd.DataFrame({
        "a": np.repeat([f"S{number:02d}" for number in range(pairs)], weeks), "b": "T",
        "period": np.tile(pd.date_range(START, periods=weeks, freq="7D").as_unit("us"), pairs),
        "n_vc": good.ravel(), "n_mc": 0, "n_vf": (bad - material).ravel(), "n_mf": material.ravel(),
    })  # fmt: skip
