"""Numbers that open: links from a count into the evidence browser, which shows as many events.

A link is only made where its filter keeps exactly what is counted. Where the events
themselves are known and no filter says them, the link lists their ids.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from markupsafe import Markup

from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.tables import html

BROWSER = "index.html"
"""The page of the evidence browser, in the folder of the evidence pages."""
_LINK = Markup('<a class="num" href="{}">{}</a>')


class Links:
    """The links of one corpus; without a folder of evidence pages all numbers stay text.

    Parameters
    ----------
    corpus
        The corpus of the report.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    """

    def __init__(self, corpus: CodedCorpus, evidence_pages: str) -> None:
        self._page = evidence_pages + BROWSER if evidence_pages else ""
        self._facets = filters.facets(corpus) if evidence_pages else None

    def number(
        self, n: float, where: filters.Where | None, *, text: str = "", events: Iterable[str] | None = None
    ) -> html.Cell:
        """A count that opens to the events that it counts.

        Parameters
        ----------
        n
            The count.
        where
            The filter that keeps these events; None where there is none.
        text
            What the cell says, if it is more than the count.
        events
            Their ids, where they are known: the link lists them if the filter keeps others.
        """
        said = text or f"{n:.0f}"
        found = self._checked(where, int(n), None if events is None else set(events)) if n else None
        if found is None:
            return html.Cell(Markup.escape(said), said)
        return html.Cell(_LINK.format(self._page + filters.fragment(found), said), said)

    def _checked(self, where: filters.Where | None, n: int, ids: set[str] | None) -> filters.Where | None:
        """The filter if it keeps what is counted, else one that lists the events, else None."""
        if self._facets is None:
            return None
        if where is not None:
            kept = self._facets["event_id"][filters.matches(self._facets, where)]
            if len(kept) == n and (ids is None or set(kept) == ids):
                return where
        return None if ids is None or len(ids) != n else {"events": ",".join(sorted(ids))}

    def share(self, text: str, where: filters.Where) -> html.Cell:
        """A share that opens to the events among which it is one."""
        if self._facets is None or not filters.matches(self._facets, where).any():
            return html.Cell(Markup.escape(text), text)
        return html.Cell(Markup('<a href="{}">{}</a>').format(self._page + filters.fragment(where), text), text)

    def filter_of(self, events: pd.DataFrame) -> filters.Where | None:
        """The filter that keeps just these events: all, those of a pair or with some actors, also only the acts.

        None where there is no such filter.
        """
        if self._facets is None:
            return None
        wanted = self._facets["event_id"].isin(set(events["event_id"])).to_numpy()
        for kind in ({}, filters.ASSERTED, filters.OF_STATES):
            among = filters.matches(self._facets, kind)
            if not (wanted & ~among).any():
                sides = _sides_of(self._facets[among], wanted[among])
                if sides is not None:
                    return {**sides, **kind}
        return None


def _sides_of(table: pd.DataFrame, wanted: filters.Mask) -> filters.Where | None:
    """The pair, or the fewest actors, that all wanted events of a table have and no others; empty for all events."""
    if wanted.all():
        return {}
    own = table[wanted]
    if own.empty:
        return None
    pair = {"pair": filters.of_pairs((own["source"].iloc[0], own["target"].iloc[0]))}
    if own["source"].iloc[0] and own["target"].iloc[0] and (filters.matches(table, pair) == wanted).all():
        return pair
    # An actor whose events are all wanted may be named; of these, the busiest ones that together have every event.
    sides = pd.concat([table["source"], table["target"].where(table["target"] != table["source"], "")])
    whole, part = sides.value_counts(), sides[np.tile(wanted, 2)].value_counts()
    candidates = [actor for actor in part.index if actor and part[actor] == whole[actor]]
    left, chosen = wanted.copy(), list[str]()
    for actor in candidates:
        if not left.any():
            break
        has = filters.matches(table, {"actor": actor})
        if (left & has).any():
            chosen.append(actor)
            left &= ~has
    return None if left.any() else {"actor": ",".join(chosen)}


def narrowed(where: filters.Where | None, **more: str) -> filters.Where | None:
    """A filter with further names; None stays None."""
    return None if where is None else {**where, **more}
