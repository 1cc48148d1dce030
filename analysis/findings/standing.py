"""Who is on good terms and who is at odds: the pairs with a clear sign over the whole time."""

from typing import Any

import pandas as pd

from analysis import schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.findings.finding import CONFLICT, LEVEL, Answer, Finding, Level, example_of, interval
from analysis.relations import Relations
from analysis.relations.rating import RatingRule, rate

_QUESTION = "standing"
_FEWEST = 2  # acts of one kind that are worth a word


def find(measured: Relations, acts: pd.DataFrame) -> Answer:
    """The pairs with a clear sign: by turns the hostile and the cooperative one whose interval lies farthest out.

    Parameters
    ----------
    measured
        Relations over one period.
    acts
        The measured acts, as `finding.counted_acts` gives them.
    """
    rows = measured.pairs()
    hostile = rows[rows["sign"] < 0].sort_values(["share_low", "n"], ascending=False, kind="stable")
    friendly = rows[rows["sign"] > 0].sort_values(["share_high", "n"], ascending=[True, False], kind="stable")
    sides = [[_finding(row, acts) for row in schemas.records(side)] for side in (hostile, friendly)]
    most = max(map(len, sides))
    found = [side[rank] for rank in range(most) for side in sides if len(side) > rank]
    if found:
        return Answer(_QUESTION, tuple(found), "")
    seen = labels.counted(len(rows), "pair")
    text = f"No pair is clearly on good terms or at odds: acts were seen of {seen}, nowhere enough of one kind."
    return Answer(_QUESTION, tuple(_reported(measured, acts)), text)


def _reported(measured: Relations, acts: pd.DataFrame) -> list[Finding]:
    """What is only reported and rates nobody.

    The busiest pair with acts of both kinds, groups with nothing but cooperation, pairs with nothing but conflict.
    """
    found = [_most_reported(row, acts) for row in schemas.records(measured.busiest(1)) if _is_mixed(row)]
    found += [_of_one_kind(members, measured, acts, hostile=False) for members in measured.cooperating_groups()]
    rows = measured.too_few()
    hostile = rows[(rows["n_vc"] + rows["n_mc"] == 0) & (rows["n"] >= _FEWEST)]
    found += [_of_one_kind([row["a"], row["b"]], measured, acts, hostile=True) for row in schemas.records(hostile)]
    kept = [one for one in found if one.levels[0].n >= _FEWEST]
    return sorted(kept, key=lambda one: -one.levels[0].n)


def _is_mixed(row: dict[str, Any]) -> bool:
    conflict = row["n_vf"] + row["n_mf"]
    return bool(row["n"] > _FEWEST and 0 < conflict < row["n"])


def _most_reported(row: dict[str, Any], acts: pd.DataFrame) -> Finding:
    """The busiest pair, where no pair has a clear sign."""
    a, b, n = row["a"], row["b"], int(row["n"])
    conflict = int(row["n_vf"] + row["n_mf"])
    share, bounds = f"{row['share']:.2f}", interval(row["share_low"], row["share_high"])
    own = acts[(acts["a"] == a) & (acts["b"] == b)]
    mostly = own[(own["quad"] >= CONFLICT) == (2 * conflict >= n)]
    return Finding(
        question=_QUESTION, kind="most reported", certain=True, actors=(a, b), n=n,
        claim=f"Most is reported between {labels.in_sentence(a)} and {labels.in_sentence(b)}, of both kinds.",
        detail=(
            f"{conflict} of {n} acts are of conflict; conflict share over the whole time {share} "
            f"({LEVEL:.0%} interval {bounds}), neither clearly hostile nor clearly friendly."
        ),
        unit="conflict share",
        levels=(Level("whole time", float(row["share"]), float(row["share_low"]), float(row["share_high"]), n),),
        where={"pair": filters.of_pairs((a, b)), **filters.COUNTED}, example=example_of(mostly),
    )  # fmt: skip


def _of_one_kind(members: list[str], measured: Relations, acts: pd.DataFrame, *, hostile: bool) -> Finding:
    own = acts[acts["a"].isin(members) & acts["b"].isin(members)]
    n, kind = len(own), "conflict" if hostile else "cooperation"
    rated = rate([n if hostile else 0], [n], RatingRule.of(measured.parameters)).to_dict("records")[0]
    names = [labels.in_sentence(one) for one in members]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    detail = (
        f"{labels.counted(n, 'act')} are reported, too few to rate a pair by; their conflict share together is "
        f"{rated['share']:.2f} "
        f"({LEVEL:.0%} interval {interval(rated['share_low'], rated['share_high'])})."
    )
    return Finding(
        question=_QUESTION, kind=f"only {kind}", certain=True, actors=tuple(members), n=n,
        claim=f"{'Between' if len(names) == 2 else 'Among'} {listed} only {kind} is reported.", detail=detail,
        unit="conflict share",
        levels=(Level("all together", rated["share"], rated["share_low"], rated["share_high"], n),),
        where={"among": ",".join(members), **filters.COUNTED}, example=example_of(own),
    )  # fmt: skip


def _finding(row: dict[str, Any], acts: pd.DataFrame) -> Finding:
    a, b, hostile, n = row["a"], row["b"], row["sign"] < 0, int(row["n"])
    conflict = int(row["n_vf"] + row["n_mf"])
    of_kind = f"{conflict} of {n} acts are of conflict" if hostile else f"{n - conflict} of {n} acts are of cooperation"
    detail = (
        f"{of_kind}; conflict share over the whole time {row['share']:.2f} "
        f"({LEVEL:.0%} interval {interval(row['share_low'], row['share_high'])})."
    )
    own = acts[(acts["a"] == a) & (acts["b"] == b)]
    terms = "are at odds" if hostile else "are on good terms"
    return Finding(
        question=_QUESTION, kind="at odds" if hostile else "on good terms", certain=True, actors=(a, b), n=n,
        claim=f"{labels.in_sentence(a, first=True)} and {labels.in_sentence(b)} {terms}.", detail=detail,
        unit="conflict share",
        levels=(Level("whole time", float(row["share"]), float(row["share_low"]), float(row["share_high"]), n),),
        where={"pair": filters.of_pairs((a, b)), **filters.COUNTED},
        example=example_of(own[(own["quad"] >= CONFLICT) == hostile]),
    )  # fmt: skip
