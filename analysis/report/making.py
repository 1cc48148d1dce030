"""Make a whole report: the brief, the pages of pairs, the map and the timeline, beside the notebooks.

The notebooks run in processes of their own; meanwhile this process measures once what all its
own pages rest on, and writes them.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from analysis.actors import labels
from analysis.events.coded import CodedCorpus
from analysis.events.pairs import Pair, unordered
from analysis.report import folder, runner
from analysis.report.briefing import brief, map_page, pair_pages, timeline_page
from analysis.report.briefing.brief import Measures
from analysis.report.runner import NotebookResult


def make(
    corpus: CodedCorpus,
    out: Path,
    *,
    name: str,
    parameters: Mapping[str, Any],
    pairs: Sequence[Pair] = (),
    workers: int = 2,
    linked: bool = False,
    progress: Callable[[str], object] = lambda _: None,
) -> list[NotebookResult]:
    """Write a report below `out`; return how each notebook ended.

    Parameters
    ----------
    corpus
        The coded corpus; its note stands on every page.
    out
        Folder of the report.
    name
        Title of the report.
    parameters
        Parameters of the notebooks, as for `runner.run_all`; `actors` and `freq` also choose
        what the other pages show.
    pairs
        Pairs of actor ids that get a page besides the busiest ones.
    workers
        Processes that run notebooks.
    linked
        Link to the index over all reports in the parent folder.
    progress
        Called with the name of each part that is done.

    Raises
    ------
    InputError
        If `out` holds anything but an earlier report, or a file that is not a report's would be written over.
    """
    site = runner.site(corpus, out)
    scope = {key: str(parameters.get(key, "")) for key in ("actors", "freq")}
    folder.claim(out, _file_names(corpus, pairs))

    def write_own() -> tuple[Measures, dict[Pair, str]]:
        measures = Measures.of(corpus, **scope)
        chosen = pair_pages.chosen(measures, pairs)
        pair_pages.write(measures, site, chosen)
        map_page.write(measures, site)
        timeline_page.write(measures, site)
        progress("own pages")
        return measures, pair_pages.addresses(chosen)

    with ThreadPoolExecutor(max_workers=1) as beside:
        own = beside.submit(write_own)
        results = runner.run_all(corpus, out, parameters=parameters, workers=workers, progress=progress)
        measures, addresses = own.result()
    brief.write(measures, site, name=name, results=results, pair_pages=addresses, linked=linked)
    return results


def printed(
    corpus: CodedCorpus, out: Path, results: Sequence[NotebookResult], pairs: Sequence[Pair] = ()
) -> dict[str, str]:
    """The pages of a report that belong on paper, by file, with their titles, in the order in which they are read.

    Lists of all events and of all articles are not among them: they are for looking things up.

    Parameters
    ----------
    corpus
        The coded corpus.
    out
        Folder of the report, as `make` has written it.
    results
        What `make` returned.
    pairs
        Pairs of actor ids that were given to `make`.
    """
    briefs = {file: labels.pair(*pair) for pair, file in pair_pages.addresses(_pairs(corpus, pairs)).items()}
    own = {"index.html": "Brief", **briefs, map_page.FILE: "Map", timeline_page.FILE: "Timeline"}
    titles = {**own, **{result.page: result.title for result in results}}
    return {file: title for file, title in titles.items() if (out / file).is_file()}


def _file_names(corpus: CodedCorpus, pairs: Sequence[Pair]) -> list[str]:
    """The files that `make` writes itself, below the folder of a report."""
    return ["index.html", map_page.FILE, timeline_page.FILE, *pair_pages.addresses(_pairs(corpus, pairs)).values()]


def _pairs(corpus: CodedCorpus, asked: Sequence[Pair]) -> list[Pair]:
    """The pairs that may get a page: the busiest ones, and those asked for."""
    return [*corpus.pairs(max_pairs=brief.MAX_PAIRS), *(unordered(*pair) for pair in asked)]
