"""Exact frustration with proofs.

All solvers work on signed weights of pairs (`ties`) and return blocks with a proven lower
bound. `two_blocks` reduces (`presolve`) and enumerates small networks. Where a network is larger, it
starts from a good partition (`local_search`) and a packing of frustrated cycles (`cycle_packing`) and
covers all frustrated cycles (`cycles`) by branch and cut (`cutting_planes`, `highs`), as
`correlation_clustering` does for any number of blocks. `k_blocks` adds what a limit on their number needs.
"""

from analysis.balance._exact.correlation_clustering import solve_any_blocks
from analysis.balance._exact.k_blocks import solve_at_most
from analysis.balance._exact.local_search import leiden
from analysis.balance._exact.ties import Pairs
from analysis.balance._exact.two_blocks import solve_two_blocks

__all__ = ["Pairs", "leiden", "solve_any_blocks", "solve_at_most", "solve_two_blocks"]
