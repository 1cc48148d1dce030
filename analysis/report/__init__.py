"""Reports: the notebooks run over a corpus and made into pages that need no network.

`runner` runs the notebooks and renders them, `brief` writes the first page, `pair_pages` those of pairs,
`pages` the evidence and the articles, `making` all of them,
`folder` says what may be written and removed, `refresh` reruns the committed notebooks.
"""

from analysis.report.runner import NotebookResult, run_all, run_notebook

__all__ = ["NotebookResult", "run_all", "run_notebook"]
