"""The text of an article: `cleaning`, then its `sentences`, then `parsing` one by one, then the `clauses` of the parse.

A clause gives a verb its arguments back, wherever in the sentence they stand.
"""

from analysis.text.clauses import Clause
from analysis.text.cleaning import clean, dateline, straighten
from analysis.text.parsing import Tree, parse
from analysis.text.sentences import Sentence, in_capitals, split_sentences

__all__ = ["Clause", "Sentence", "Tree", "clean", "dateline", "in_capitals", "parse", "split_sentences", "straighten"]
