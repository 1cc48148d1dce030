"""Homes: the state of a phrase that names none, such as "the police", "protesters", "its army".

`evidence` gathers what a document says about it: the place beside the phrase, who is named in the sentence, what was
said before, the dateline, the state that the story plays in. `choice` weighs that and gives the phrase a home, or none.
"""

from analysis.homes.choice import Found, give_homes

__all__ = ["Found", "give_homes"]
