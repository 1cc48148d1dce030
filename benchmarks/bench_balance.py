"""Time balance on networks like those of the literature, made by chance from fixed seeds.

State systems: 64 to 155 nodes, 362 to 1,288 ties, alliances within regions and
disputes mostly between them. Chambers: 100 members, 2,200 ties, two parties
with dissent. Hard: signs by the toss of a coin. Large: 1,000 nodes, 20,000 ties.
"""

import time

import networkx as nx
import numpy as np

from analysis import balance


def states(size: int, ties: int, negative: float, seed: int) -> nx.Graph:
    rng = np.random.default_rng(seed)
    region = rng.choice(5, size, p=rng.dirichlet(np.full(5, 2.0)))
    busy = rng.pareto(1.5, size) + 0.5
    u, v = np.triu_indices(size, 1)
    same = region[u] == region[v]
    foes = int(ties * negative)
    likely = np.sqrt(busy[u] * busy[v]) * np.where(same, 1.0, 0.02)
    friends = rng.choice(len(u), ties - foes, replace=False, p=likely / likely.sum())
    likely = busy[u] * busy[v] * np.where(same, 0.15, 1.0)
    likely[friends] = 0
    hostile = rng.choice(len(u), foes, replace=False, p=likely / likely.sum())
    graph = nx.empty_graph(size)
    graph.add_edges_from((int(u[i]), int(v[i]), {"sign": 1}) for i in friends)
    graph.add_edges_from((int(u[i]), int(v[i]), {"sign": -1}) for i in hostile)
    return graph


def chamber(size: int, ties: int, dissent: float, seed: int) -> nx.Graph:
    rng = np.random.default_rng(seed)
    party = rng.random(size) < 0.5
    graph = nx.gnm_random_graph(size, ties, seed=seed)
    for u, v, data in graph.edges(data=True):
        sign = 1 if party[u] == party[v] else -1
        data["sign"] = -sign if rng.random() < dissent else sign
    return graph


def coins(size: int, ties: int, negative: float, seed: int) -> nx.Graph:
    rng = np.random.default_rng(seed)
    graph = nx.gnm_random_graph(size, ties, seed=seed)
    for _, _, data in graph.edges(data=True):
        data["sign"] = -1 if rng.random() < negative else 1
    return graph


def main() -> None:
    sizes = [(64, 362), (80, 500), (100, 700), (120, 900), (140, 1100), (155, 1288)]
    cases = {f"states {n}, {m}": states(n, m, 0.07 + 0.02 * k, k) for k, (n, m) in enumerate(sizes)}
    cases |= {f"states {n}, {m}, many foes": states(n, m, 0.35, k) for k, (n, m) in enumerate(sizes)}
    cases |= {f"chamber, {share:.0%} dissent": chamber(100, 2200, share, 1) for share in (0.05, 0.1, 0.2)}
    cases |= {
        f"coins {n}, {m}, {share:.0%}": coins(n, m, share, 1) for n, m in sizes[::2] for share in (0.18, 0.3, 0.5)
    }
    cases["large"] = coins(1000, 20_000, 0.3, 1)
    for name, graph in cases.items():
        started = time.perf_counter()
        balance.triad_census(graph)
        triads = time.perf_counter() - started
        for blocks in (2, None):
            found = balance.frustration(graph, blocks, time_limit=20)
            answer = f"index {found.index}, bound {found.bound}, {'proven' if found.proven else 'open'}"
            print(
                f"{name}; blocks {blocks or 'free'}: {answer} in {found.seconds:.2f} s; triads in {triads:.3f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
