"""Actors: who is named, and what they are called.

From the tables of `data/actors/` (`tables`, `office_holders`) to the names in a text (`gazetteer`) and the
expressions that refer back to them (`coreference`); `resolution` reads bare phrases, `lookup` and `labels` turn
names into ids and ids into names.
"""

from analysis.actors.coreference import link_coreference
from analysis.actors.gazetteer import Gazetteer
from analysis.actors.labels import label
from analysis.actors.lookup import find_actor
from analysis.actors.mention import Mention
from analysis.actors.resolution import resolve, state_of

__all__ = ["Gazetteer", "Mention", "find_actor", "label", "link_coreference", "resolve", "state_of"]
