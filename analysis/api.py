"""The front door: what `import analysis as entente` gives.

Functions take a corpus, an events frame or a table of counts and return plain
objects with frames, summaries and figures. Whatever a user types for an actor,
a period or a frequency is parsed here, once, into a `Scope`.
"""

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

import duckdb
import networkx as nx
import pandas as pd

from analysis import balance, coding, errors, eventdata, events, findings, scale, tables, viz
from analysis import exploration as explore_room
from analysis import export as export_room
from analysis import relations as relations_room
from analysis import tension as tension_room
from analysis.actors.labels import pair as pair_label
from analysis.coding.loading import Source, alias_actors
from analysis.events import Scope
from analysis.relations.graphs import of_period
from analysis.tension import reciprocity
from analysis.text import straighten
from analysis.validation import Validation, evaluate

P = ParamSpec("P")
R = TypeVar("R")
Events = events.CodedCorpus | pd.DataFrame
"""A coded corpus, an events frame, or a table of counts."""


def _checked(function: Callable[P, R]) -> Callable[P, R]:
    """Answer a wrong argument by one line that names the nearest right one."""
    known = inspect.signature(function)

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            known.bind(*args, **kwargs)
        except TypeError as error:
            wrong = [name for name in kwargs if name not in known.parameters]
            if wrong:
                raise errors.unknown(f"argument of {function.__name__}()", wrong[0], known.parameters) from None
            raise errors.InputError(f"{function.__name__}(): {error}; it takes {known}") from None
        return function(*args, **kwargs)

    return call


class CodedCorpus(events.CodedCorpus):
    """A coded corpus that also explains its events; see `analysis.events.CodedCorpus` for its frames and methods."""

    __slots__ = ()

    @classmethod
    def of(cls, corpus: events.CodedCorpus) -> Self:
        """The same corpus, with what can be done at this door."""
        return cls(**{field.name: getattr(corpus, field.name) for field in fields(corpus)})

    def explain(self, event_id: str) -> tables.Explanation:
        """How an event came about: sentence, spans, rule or score, date expression, how each actor was resolved.

        Raises
        ------
        InputError
            If there is no such event.
        """
        return tables.explain(event_id, self)

    def export(self, folder: str | Path, *, formats: str | Iterable[str] | None = None) -> pd.DataFrame:
        """Write tables, networks and a codebook into a folder, for spreadsheets, statistics and network tools.

        Parameters
        ----------
        folder
            Where to write: absent, empty, or the folder of an earlier export.
        formats
            Some of csv, xlsx, parquet, graphml, gexf, icews and gdelt; all by default.

        Returns
        -------
        files
            `file`, `rows` and `left_out`: what the format cannot hold, by reason.

        Raises
        ------
        InputError
            If a format is unknown, or the folder holds other files.
        """
        return export_room.export(self, folder, formats=formats)


class Relations(relations_room.Relations):
    """How pairs stand, with figures; see `analysis.relations.Relations` for its frame and methods."""

    __slots__ = ()

    @classmethod
    def of(cls, found: relations_room.Relations) -> Self:
        """The same measures, with figures."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(found)})

    def plot_matrix(
        self, period: object = None, *, actors: str | Iterable[str] | None = None, max_actors: int = 12
    ) -> viz.Plot:
        """The matrix of one period: rows act on columns, colour is the conflict share, size the number of events.

        Parameters
        ----------
        period
            First day of the period; may be left out where there is one only.
        actors
            Ids, names or demonyms; by default those with most events.
        max_actors
            How many of these.
        """
        rows = of_period(self.pairs(directed=True), period)
        return viz.matrix(rows, actors=self._actors(actors, max_actors))

    def plot_network(
        self, period: object = None, *, actors: str | Iterable[str] | None = None, max_actors: int = 12
    ) -> viz.Plot:
        """The signed network of one period: blue is cooperative, red and dashed hostile, grey neutral or unclear.

        The parameters are those of `plot_matrix`.
        """
        return viz.network(self.graph(period, actors=self._actors(actors, max_actors)))

    def _actors(self, asked: str | Iterable[str] | None, max_actors: int) -> list[str]:
        rows = self.pairs()
        totals = pd.concat([rows.groupby(side)["n"].sum() for side in ("a", "b")]).groupby(level=0).sum()
        named = Scope.parse(actors=asked, known=totals.index).actors
        return list(named) or events.choose_actors((), totals, max_actors=max_actors)


class Tension(tension_room.Tension):
    """Direction and intensity over time, with a figure; see `analysis.tension.Tension` for its frame and methods."""

    __slots__ = ()

    @classmethod
    def of(cls, found: tension_room.Tension) -> Self:
        """The same measures, with a figure."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(found) if field.init})

    def plot(self, a: str, b: str) -> viz.Plot:
        """Conflict share, intensity and events of one pair over time, with its breaks as lines, its episodes shaded.

        Raises
        ------
        InputError
            If an actor is unknown, or the pair was not measured.
        """
        known = set(self.frame["a"]) | set(self.frame["b"])
        pair = Scope.parse(pairs=[(a, b)], known=known).pairs[0]
        rows = self.frame[events.between(self.frame, *pair, sides=("a", "b"))]
        if rows.empty:
            pairs = "; ".join(f"{row.a}-{row.b}" for row in self.pairs().head(8).itertuples())
            raise errors.InputError(f"the pair {'-'.join(pair)} was not measured; the busiest are {pairs}")
        turns = self.breaks()
        lasting, passing = (
            found[events.between(found, *pair, sides=("a", "b"))] for found in (turns.breaks, turns.episodes)
        )
        return viz.series(
            rows, title=pair_label(*pair), breaks=sorted(set(lasting["period"])), episodes=passing,
            freq=self.options.freq,
        )  # fmt: skip


@_checked
def load(  # noqa: PLR0913 - what a user may ask for, all by keyword
    source: Source | Sequence[Source],
    *,
    period: object = None,
    actors: str | Iterable[str] | None = None,
    pairs: str | Iterable[str | Sequence[str]] | None = None,
    freq: str | None = None,
    focus: str | None = None,
    aliases: str | Path | None = None,
    corrections: str | Path | None = None,
    columns: str | Mapping[str, str] | None = None,
    workers: int = 2,
    progress: Callable[[int], object] | None = None,
) -> CodedCorpus:
    """Read and code articles, or open what was coded before.

    Parameters
    ----------
    source
        A folder or file of articles (`docs/articles.md` lists the formats), a data frame of
        articles (columns such as `date`, `text`, `title`, `source`), a folder of frames, a report,
        `"seed"` or `"chronicle"`, or a list of these: what stands in several is counted once.
    period
        `2023`, `"2023-06"`, `"2023-01-01/2023-12-31"`, a date or two: articles published
        outside it are left out, with all that rests on them.
    actors
        `["Russia", "PRK"]` or `"Russia, PRK"`: only events in which one of them takes part.
    pairs, freq, focus
        What the figures look at: pairs, length of a period, the actor in the middle.
    aliases
        A table of your own names; by default the `aliases.csv` in the folder of articles.
    corrections
        A table of your corrections (`docs/corrections.md`); by default the `corrections.csv` in each source.
    columns
        Which column of a table holds the `date`, the `text`, the `title`, the `source`, where its names are
        none of those that are known: `{"date": "Tag", "text": "Inhalt"}` or `"date=Tag,text=Inhalt"`.
    workers
        Processes that code; the result does not depend on it.
    progress
        Called with the number of documents done.

    Returns
    -------
    corpus
        The frames `documents`, `sentences`, `mentions`, `events`, `evidence` and `rejects`.

    Raises
    ------
    InputError
        If a source cannot be read, or a value is unknown; the message says what would be right.

    Examples
    --------
    >>> corpus = load("seed")
    >>> len(corpus.documents)
    1
    """
    known = alias_actors(source, aliases)
    scope = Scope.parse(actors=actors, pairs=pairs, period=period, freq=freq, focus=focus, known=known)
    return CodedCorpus.of(
        coding.load(
            source,
            scope=scope,
            aliases=aliases,
            corrections=corrections,
            columns=columns,
            workers=workers,
            progress=progress or (lambda _: None),
        )
    )


@_checked
def code_sentences(
    sentences: str | Sequence[str], published: str | dt.date | Sequence[str | dt.date] | None = None
) -> pd.DataFrame:
    """Code bare sentences, each read by itself: for a first try, or for a class.

    Parameters
    ----------
    sentences
        One or several.
    published
        Day of publication of all or of each; without it, expressions of time have no anchor.

    Returns
    -------
    events
        One row an event: `sentence` and `trigger` (the words that report it), beside the
        columns `source` to `confidence` of the events frame. Days are missing where no
        day of publication is given and the sentence has no date of its own.

    Raises
    ------
    InputError
        If there are not as many days as sentences.
    """
    texts = [sentences] if isinstance(sentences, str) else list(sentences)
    days = [published] * len(texts) if published is None or isinstance(published, str | dt.date) else list(published)
    if len(days) != len(texts):
        raise errors.InputError(f"{len(texts)} sentences, but {len(days)} days of publication")
    items = [(text, None if day is None else pd.Timestamp(day).date()) for text, day in zip(texts, days, strict=True)]
    rows = [
        _event_row(straighten(text), candidate, dated=day is not None)
        for (text, day), candidates in zip(items, coding.code_sentences(items), strict=True)
        for candidate in candidates
    ]
    return pd.DataFrame(rows, columns=_SENTENCE_COLUMNS)


_SENTENCE_COLUMNS = (
    "sentence", "trigger", "source", "source_role", "target", "target_role", "root", "mode", "context", "cameo",
    "quad", "goldstein", "when_first", "when_last", "when_precision", "modality", "status", "attributed_to",
    "decided_by", "confidence",
)  # fmt: skip


def _event_row(sentence: str, event: coding.CandidateEvent, *, dated: bool) -> dict[str, object]:
    """The columns that `code_sentences` gives for one event."""
    start, end = event.spans.trigger
    own_day = dated or event.days.precision != "published"
    return {
        **{name: getattr(event, name) for name in _SENTENCE_COLUMNS if hasattr(event, name)},
        **{name: getattr(event.event_class, name) for name in ("mode", "context", "cameo", "quad", "goldstein")},
        "sentence": sentence, "trigger": sentence[start:end], "when_precision": event.days.precision,
        "when_first": pd.Timestamp(event.days.first) if own_day else pd.NaT,
        "when_last": pd.Timestamp(event.days.last) if own_day else pd.NaT,
    }  # fmt: skip


@_checked
def read_events(path: str | Path, format: str = "entente", **options: Any) -> eventdata.EventDataset:  # noqa: A002
    """Read other people's event data one by one: ICEWS, GDELT, POLECAT, KEDS, ACLED or a table of your own.

    Parameters and errors are those of `analysis.eventdata.read`.
    """
    return eventdata.read(path, format, **options)


@_checked
def count_events(
    source: Events | str | Path | Sequence[str | Path],
    format: str = "entente",  # noqa: A002
    *,
    freq: str = "M",
    **options: Any,
) -> pd.DataFrame:
    """Count events by pair, period and quad class: from a corpus, an events frame, or a file of event data.

    Files go through in blocks, whatever their size; `options` are then those of
    `analysis.eventdata.aggregate`. So do folders that `entente code` wrote, also several or a pattern
    such as "coded/*", and Parquet files of events; `options` are those of `analysis.scale.count_dataset`.
    Else they are those of `analysis.events.count_acts`:
    with `once=True` an act of both actors together, such as a meeting, is counted in one
    direction only, as the measures of pairs do; by default it is counted in both.

    Returns
    -------
    table
        `a` (acts on) `b`, `period`, `n_vc`, `n_mc`, `n_vf`, `n_mf`, `n`.
    """
    if isinstance(source, events.CodedCorpus):
        return events.count_acts(source.events, freq=freq, evidence=source.evidence, **options)
    if isinstance(source, pd.DataFrame):
        return events.count_acts(source, freq=freq, **options)
    if format == "entente" and scale.is_dataset(source):
        return scale.count_dataset(source, freq=freq, **options)
    return eventdata.aggregate(source, format, freq, **options).table


@_checked
def connect(source: scale.Dataset) -> duckdb.DuckDBPyConnection:
    """Open folders that `entente code` wrote for SQL, whatever their size; see `analysis.scale.connect`.

    Parameters
    ----------
    source
        Folders of frames, or reports: one, several, or a pattern such as "coded/*".

    Returns
    -------
    connection
        Of DuckDB, with the views documents, sentences, mentions, events, evidence and rejects.
    """
    return scale.connect(source)


@_checked
def write_events(
    source: events.CodedCorpus | pd.DataFrame,
    path: str | Path,
    format: str = "entente",  # noqa: A002
) -> dict[str, int]:
    """Write events in a format of the field; what the format cannot hold is counted by reason.

    Formats and errors are those of `analysis.eventdata.write`.
    """
    return eventdata.write(source.events if isinstance(source, events.CodedCorpus) else source, path, format)


@_checked
def home_front(source: Events, state: str) -> Events:
    """The acts inside one state, which are set aside between states: its roles are the actors.

    What comes back is measured, drawn and told like any corpus: `measure_relations(home_front(corpus, "EGY"))` says
    how police and protesters stand, `brief(home_front(corpus, "EGY"), "government", "opposition")` what they did.

    Parameters
    ----------
    source
        A corpus, or an events frame.
    state
        An id, name or demonym: "EGY", "Egypt" or "Egyptian".

    Returns
    -------
    home
        A corpus, or an events frame, with roles such as government, police, courts, opposition and protesters
        (`analysis.events.home_front.SECTORS`) in `source` and `target`; armed groups at home in the state keep
        their id. Event ids and sentences are those of `source`.

    Raises
    ------
    InputError
        If the state is unknown, or nothing happened inside it; the message names the states with most acts inside.
    """
    if isinstance(source, events.CodedCorpus):
        return CodedCorpus.of(events.home_front(source, state))
    return events.home_front(source, state)


@_checked
def measure_relations(source: Events, *, freq: str | None = None, **options: Any) -> Relations:
    """Measure how pairs of actors stand: counts, conflict share, intensity, sign.

    Parameters
    ----------
    source
        A corpus, an events frame or a table of counts.
    freq
        W, M, Q, Y or all; by default the corpus's own, M for a frame.
    **options
        `exposure`, `evidence`, and the fields of `analysis.relations.RelationOptions`,
        such as `prior_strength` and `half_life`.

    Raises
    ------
    InputError
        If an option is unknown or out of range.
    """
    known = [field.name for field in fields(relations_room.RelationOptions)]
    _check_options(options, ["freq", "directed", "exposure", "evidence", *known])
    return Relations.of(relations_room.measure(source, freq=freq or _freq(source, "M"), **options))


@_checked
def measure_tension(source: Events, *, freq: str | None = None, **options: Any) -> Tension:
    """Measure tension over time: direction (conflict share) and intensity (material conflict), each with an interval.

    Parameters
    ----------
    source
        A corpus, an events frame or a table of counts.
    freq
        D, W, M, Q or Y; by default the corpus's own, W for a frame.
    **options
        The fields of `analysis.tension.TensionOptions`, such as `half_life`, `actors` and `min_events`.

    Raises
    ------
    InputError
        If an option is unknown or out of range.
    """
    return Tension.of(tension_room.measure(source, freq=freq or _freq(source, "W"), **options))


def _check_options(names: Iterable[str], known: Iterable[str]) -> None:
    """Refuse an option that is none of those known, with the nearest."""
    accepted = list(known)
    for name in names:
        if name not in accepted:
            raise errors.unknown("option", name, accepted)


def _freq(source: Events, otherwise: str) -> str:
    return source.freq() if isinstance(source, events.CodedCorpus) else otherwise


@_checked
def find_breaks(tension: tension_room.Tension, **options: Any) -> tension_room.Breaks:
    """Breaks of every series, each with the interval of its date; see `analysis.tension.BreakOptions`."""
    return tension.breaks(**options)


@_checked
def early_warning(tension: tension_room.Tension, *, level: float = 0.95) -> tension_room.EarlyWarning:
    """Pairs beyond their own usual range in the last complete period, and how many would be by chance.

    Parameters
    ----------
    tension
        What `measure_tension` returned; measured with `directed=True`, it tells who acted on whom.
    level
        Probability mass of each pair's usual range.

    Returns
    -------
    early_warning
        Its `frame` has a row for each pair and component, `beyond()` those outside their range,
        `sentences()` the same in words, `expected_false` the number to expect by chance.

    Raises
    ------
    InputError
        If `level` is not between 0 and 1.
    """
    return tension.early_warning(level=level)


@_checked
def answers(source: Events, *, freq: str | None = None, conflict: str = "material", max_lag: int = 4) -> pd.DataFrame:
    """Whether what each side of a pair does to the other is answered in kind, and how many periods later.

    Parameters
    ----------
    source
        A corpus, an events frame or a table of counts.
    freq
        D, W, M, Q or Y; by default W.
    conflict
        "material" for deeds, "verbal" for words.
    max_lag
        Latest answer that is looked for, in periods.

    Returns
    -------
    answers
        One row for each direction, with bands and a sentence; see `analysis.tension.reciprocity.answers`.

    Raises
    ------
    InputError
        If an option is unknown or out of range.
    """
    quads = {"material": "n_mf", "verbal": "n_vf"}
    if conflict not in quads:
        raise errors.unknown("conflict", conflict, list(quads))
    return reciprocity.answers(source, freq=freq or "W", quad=quads[conflict], max_lag=max_lag)


@_checked
def find_episodes(tension: tension_room.Tension, **options: Any) -> pd.DataFrame:
    """Short crises and openings of every pair: begin, peak, end; see `analysis.tension.BreakOptions`.

    Returns
    -------
    episodes
        The `episodes` of `find_breaks` with the same options.
    """
    return tension.episodes(**options)


@_checked
def find_blocs(relations: relations_room.Relations, period: object = None, *, seed: int = 0) -> balance.CoreBlocs:
    """Blocs of one period, who stands between them, and how each actor stands to each bloc."""
    return balance.find_core_blocs(relations, period, seed=seed)


@_checked
def find_findings(corpus: events.CodedCorpus, relations: relations_room.Relations | None = None) -> findings.Findings:
    """What a corpus says about its actors, in sentences, each with the interval that supports it.

    Parameters
    ----------
    corpus
        A coded corpus.
    relations
        Its relations over one period, as `measure_relations(corpus, freq="all")` gives them; measured here where
        absent.

    Returns
    -------
    findings
        Prints as sentences; `frame` has all of them as rows, with `certain`, `n` (acts) and `example` (an event id).
        A question that the corpus cannot answer is answered by the reason.
    """
    return findings.find(corpus, measured=relations)


@_checked
def explore(
    corpus: events.CodedCorpus, *, actors: str | Iterable[str] | None = None, period: object = None,
    classes: Sequence[str] = explore_room.CLASSES, min_confidence: float = 0.0,
) -> explore_room.View:  # fmt: skip
    """One part of a corpus from four sides: `matrix()`, `network()`, `timeline()`, `sentences()`.

    Parameters
    ----------
    corpus
        A coded corpus.
    actors
        Ids, names or demonyms: acts with at least one of them.
    period
        A year, month or day, or first and last day.
    classes
        Quad classes by name, such as "material conflict".
    min_confidence
        Acts from this confidence on.
    """
    return explore_room.view(corpus, actors=actors, period=period, classes=classes, min_confidence=min_confidence)


@_checked
def panel(corpus: events.CodedCorpus) -> object:
    """Controls for actors, months, classes and confidence, with pictures that change with them.

    It is shown by JupyterLab and other notebooks that know ipywidgets; `explore` gives the same as still pictures.

    Parameters
    ----------
    corpus
        A coded corpus.
    """
    return explore_room.panel(corpus)


@_checked
def before_after(corpus: events.CodedCorpus, day: str | dt.date = "", **options: Any) -> pd.DataFrame:
    """Who moved: the conflict share of every pair before and since a day, with the interval of the change.

    Parameters
    ----------
    corpus
        A coded corpus.
    day
        First day of the time after; by default the middle of the corpus.
    **options
        The fields of `analysis.relations.RelationOptions`.

    Returns
    -------
    table
        `a`, `b`, `before`, `after` and `change`, each with its interval, `n_before`, `n_after`, `arrow`.
    """
    return relations_room.before_after(corpus, str(day), **options)


@_checked
def signed_graph(
    relations: relations_room.Relations, period: object = None, *, directed: bool = False, clear: bool = False
) -> nx.Graph:
    """The signed network of one period as a networkx graph; `clear` keeps only ties that have a sign."""
    return relations.graph(period, directed=directed, clear=clear)


@_checked
def frustration(graph: nx.Graph, k: int | None = 2) -> balance.Frustration:
    """The least number of ties that no split into `k` blocs satisfies, with its bound and proof."""
    return balance.frustration(graph, k)


@_checked
def null_model(graph: nx.Graph, *, n: int = 500, seed: int = 0) -> balance.NullModel:
    """What balance would be if the signs were shuffled over the same ties."""
    return balance.shuffle_signs(graph, n=n, seed=seed)


@_checked
def attention_index(corpus: events.CodedCorpus, **options: Any) -> pd.DataFrame:
    """The share of articles on threats and acts of war, after Caldara and Iacoviello (2022): it needs no coder."""
    return tension_room.attention_index(corpus, **options)


@_checked
def brief(corpus: events.CodedCorpus, a: str = "", b: str = "") -> tables.Brief:
    """Everything about two actors: their events, counts, standing and turning points."""
    return tables.brief(corpus, a, b)


@_checked
def validate(gold: str | Path, format: str = "entente") -> Validation:  # noqa: A002
    """Measure the coder against a gold file; formats are described in `docs/gold_format.md`."""
    return evaluate(gold, format)


@_checked
def explain(corpus: events.CodedCorpus, event_id: str) -> tables.Explanation:
    """How an event came about; the same as `corpus.explain(event_id)`."""
    return tables.explain(event_id, corpus)
