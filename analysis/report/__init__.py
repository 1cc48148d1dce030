"""Reports: the notebooks run over a corpus and made into pages that need no network.

`making` makes a whole report. `runner` runs the notebooks and renders them, `briefing` writes the first page, those of
pairs, the map and the timeline, `evidence`, `browser` and `articles` what every number opens to; `pages` is what pages
share. `folder` says what may be written and removed, `pdf` prints, `refresh` reruns the committed notebooks.
"""

from analysis.report.runner import NotebookResult, run_all, run_notebook

__all__ = ["NotebookResult", "run_all", "run_notebook"]
