"""The command `entente`: code a corpus, report on it, correct it, check a gold file, explain an event.

`application` is the program and its errors, `options` the options that commands share. The commands stand in
`corpora` (what is made of articles) and `questions` (what is asked of what was made).
"""

from analysis.cli import corpora, questions
from analysis.cli.application import app, main

__all__ = ["app", "corpora", "main", "questions"]
