"""The command `entente`: code a corpus, report on it, correct it, check a gold file, explain an event.

`application` is the program and its errors, `options` the options that commands share. The commands stand in
`starting` (a new folder), `corpora` (what is made of articles), `questions` (what is asked of what was made), `store`
(what is kept of coded articles) and `doctor` (whether all that is needed is there).
"""

from analysis.cli import starting  # isort: skip - commands are listed in this order
from analysis.cli import corpora, doctor, questions, store
from analysis.cli.application import app, main

__all__ = ["app", "corpora", "doctor", "main", "questions", "starting", "store"]
