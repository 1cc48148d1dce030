"""Structural balance of signed networks.

Graphs are read and checked by `signed_edges`. From there it goes on to triangles (`triads`), indices of balance
(`indices`, `frustration`, which rests on the private package `_exact`) and what they are by chance (`null_model`), to
blocs (`blocs`, `core_blocs`), brokers (`brokerage`) and the similarity of actors over time (`alignment`). `datasets`
loads two networks to try them on.
"""

from analysis.balance.alignment import similarity
from analysis.balance.blocs import Blocs, cohesion, find_blocs
from analysis.balance.brokerage import brokers, pivots, positions
from analysis.balance.core_blocs import CoreBlocs, blocs_over_periods, choose_focus, find_core_blocs
from analysis.balance.datasets import load_powers, load_tribes
from analysis.balance.frustration import Frustration, frustration
from analysis.balance.indices import Spectral, share_balanced, share_semicycles, spectral, walk_balance
from analysis.balance.null_model import NullModel, shuffle_signs
from analysis.balance.triads import DirectedTriads, Triads, list_triangles, triad_census

__all__ = [
    "Blocs",
    "CoreBlocs",
    "DirectedTriads",
    "Frustration",
    "NullModel",
    "Spectral",
    "Triads",
    "blocs_over_periods",
    "brokers",
    "choose_focus",
    "cohesion",
    "find_blocs",
    "find_core_blocs",
    "frustration",
    "list_triangles",
    "load_powers",
    "load_tribes",
    "pivots",
    "positions",
    "share_balanced",
    "share_semicycles",
    "shuffle_signs",
    "similarity",
    "spectral",
    "triad_census",
    "walk_balance",
]
