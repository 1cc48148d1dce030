"""Homes: the state of a phrase that names none, such as "the police", "protesters", "its army", "we".

`evidence` gathers what a document says about it: the place beside the phrase, who is named in the sentence, what was
said before, the dateline, the author, the state that the story plays in. `choice` weighs that and gives the phrase a
home, or none. `abbreviations` reads letters as the document introduces them. `authors` finds the official in whose
name a document speaks, `speakers` for whom "we" stands and in whose words a sentence is.
"""

from analysis.homes.abbreviations import settle as settle_abbreviations
from analysis.homes.authors import is_signature
from analysis.homes.choice import Found, give_homes
from analysis.homes.speakers import Line, Speech, give_speakers

__all__ = ["Found", "Line", "Speech", "give_homes", "give_speakers", "is_signature", "settle_abbreviations"]
