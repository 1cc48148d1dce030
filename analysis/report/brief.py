"""The first page of a report: what was read, what was found, and how it ran."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import relations, schemas
from analysis._package import VERSION
from analysis.actors import labels
from analysis.events.coded import CodedCorpus
from analysis.report import pages

_MAX_REJECTS = 200
_MAX_PAIRS = 15
_SIGN_TONES = {1: "coop", -1: "conf", 0: "flat"}


def write_summary(corpus: CodedCorpus, out: Path, *, name: str, results: Sequence[Any], linked: bool = False) -> None:
    """Write `out/index.html`: what was read, the pages, the busiest pairs, what was set aside, how it ran.

    Parameters
    ----------
    corpus
        The coded corpus.
    out
        Folder of the report.
    name
        Title of the report.
    results
        How each notebook ended, as `runner.run_all` returns.
    linked
        Link to the index over all reports in the parent folder.
    """
    shelf = [{"title": "All reports", "href": "../index.html", "current": False}] if linked else []
    measured = relations.measure(corpus, freq="all")
    pairs = measured.pairs().sort_values(["n", "a", "b"], ascending=[False, True, True]).head(_MAX_PAIRS)
    rejects = [{**row, "line": "" if pd.isna(row["line"]) else row["line"]} for row in schemas.records(corpus.rejects)]
    pages.write(
        pages.environment(), "summary", out / "index.html", title=name, note=pages.corpus_note(corpus),
        links=shelf + pages.navigation([(one.page, one.title) for one in results], current="index.html"),
        lead=_lead(corpus), cards=_cards(corpus), results=results,
        pairs=[_pair_row(row) for row in schemas.records(pairs)],
        aside=schemas.records(measured.set_aside), rejects=rejects[:_MAX_REJECTS],
        more_rejects=max(0, len(rejects) - _MAX_REJECTS), stages=_stages(corpus.run), version=VERSION,
    )  # fmt: skip


def _lead(corpus: CodedCorpus) -> str:
    days = corpus.documents["published"]
    first, last = days.min().date(), days.max().date()
    what = "one article says" if len(days) == 1 else f"{len(days):,} articles say"
    when = f"on {first}" if first == last else f"from {first} to {last}"
    return f"What {what}, published {when}, about who did what to whom. Every number opens to the sentences behind it."


def _cards(corpus: CodedCorpus) -> list[dict[str, str]]:
    acts = corpus.events[corpus.events["quad"] > 0]
    applied = int((corpus.corrections["status"] == "applied").sum())
    values: Iterable[tuple[str, int]] = (
        ("articles", len(corpus.documents)),
        ("near-duplicates", int(corpus.documents["duplicate_of"].notna().sum())),
        ("rejected", len(corpus.rejects)),
        ("sentences", len(corpus.sentences)),
        ("events", len(acts)),
        ("statements", len(corpus.events) - len(acts)),
        ("pieces of evidence", len(corpus.evidence)),
        *(
            [("corrections applied", applied)]
            if (applied := int((corpus.corrections["status"] == "applied").sum()))
            else []
        ),
    )
    return [{"label": label, "value": f"{value:,}"} for label, value in values]


def _pair_row(row: Mapping[str, Any]) -> dict[str, Any]:
    counts = {key: f"{row[key]:.0f}" for key in ("n", "n_vc", "n_mc", "n_vf", "n_mf")}
    title, file = labels.pair(row["a"], row["b"]), labels.dyad_file(row["a"], row["b"])
    return {**counts, "title": title, "file": file, "standing": row["standing"], "tone": _SIGN_TONES[int(row["sign"])]}


def _stages(run: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for stage, value in (run.get("seconds") or {}).items():
        speed = (run.get("words_per_second") or {}).get(stage)
        name = "total time" if stage == "wall" else stage
        rows.append({"stage": name, "seconds": f"{value:.2f}", "speed": f"{speed:,.0f}" if speed else ""})
    return rows
