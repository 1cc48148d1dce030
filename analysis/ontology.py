"""PLOVER and CAMEO: classes, quad classes, cross-walk, Goldstein weights.

Every table is named and versioned (`data/ontology/README.md`), because
published versions differ; whoever prints a weight prints its table.
"""

from functools import cache

import pandas as pd

from analysis import _package, errors

ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT",
    "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
QUAD_NAMES = {
    0: "statement",
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
QUAD_GLOSSES = {
    0: "words that neither help nor harm: says, comments, explains",
    1: "friendly words and diplomacy: agrees, meets, supports",
    2: "friendly deeds: cooperates, gives aid, yields",
    3: "hostile words: demands, accuses, refuses, threatens",
    4: "hostile deeds: sanctions, mobilizes, coerces, attacks",
}
"""What each quad class holds, in plain words."""
ROOT_GLOSSES = {
    "AGREE": "agrees, promises or declares itself willing to cooperate",
    "CONSULT": "meets, visits, telephones or negotiates",
    "SUPPORT": "praises, backs or congratulates; opens or improves relations",
    "CONCEDE": "gives in: eases a restriction, frees prisoners, accepts a demand",
    "COOPERATE": "works together in deed: trade, joint exercises, shared intelligence",
    "AID": "gives money, arms, relief or asylum",
    "RETREAT": "withdraws forces, ceases fire or lifts a measure",
    "REQUEST": "demands, appeals or urges",
    "ACCUSE": "criticizes, blames, condemns or brings a complaint",
    "REJECT": "refuses, vetoes or breaks off talks",
    "THREATEN": "threatens, warns or gives an ultimatum",
    "PROTEST": "demonstrates, strikes or boycotts an event",
    "SANCTION": "cuts relations, trade or aid; expels diplomats",
    "MOBILIZE": "moves or alerts forces, exercises, tests weapons",
    "COERCE": "restricts, arrests, seizes, blocks or attacks by cyber means",
    "ASSAULT": "uses violence: attacks, bombs, shoots, kills",
}
"""What each PLOVER root holds, in plain words (after the PLOVER manual, 2021)."""
GOLDSTEIN_TABLES = ("gdelt", "keds", "plover")
DEFAULT_GOLDSTEIN = "gdelt"


@cache
def plover() -> pd.DataFrame:
    """PLOVER roots (2021): `plover`, `quadcode`, `quad_name`, `plover_score` and more."""
    return pd.read_csv(_package.DATA / "ontology" / "plover_categories_2021.csv", dtype={"cameo_root": str})


@cache
def cameo() -> pd.DataFrame:
    """CAMEO codes (GDELT's table): `code`, `name`, `goldstein`, `root`, `quadclass_name`, `level`."""
    return pd.read_csv(_package.DATA / "ontology" / "cameo_codes_gdelt.csv", dtype={"code": str, "root": str})


@cache
def _plover_of_cameo() -> dict[str, str]:
    path = _package.DATA / "ontology" / "cameo_to_plover_2021.csv"
    table = pd.read_csv(path, dtype=str)
    usage = pd.read_csv(_package.DATA / "ontology" / "plover_usage_2024.csv", dtype=str)
    manual = dict(table.dropna(subset=["plover_event"])[["cameo_code", "plover_event"]].values.tolist())
    return manual | dict(usage[["cameo_code", "plover_event"]].values.tolist())


@cache
def _quads() -> dict[str, int]:
    table = plover()
    return dict(zip(table["plover"], table["quadcode"].astype(int), strict=True))


@cache
def goldstein_table(name: str = DEFAULT_GOLDSTEIN) -> dict[str, float]:
    """Goldstein weights by code: CAMEO codes for "gdelt" and "keds", PLOVER roots for "plover".

    Negative is hostile; the scale runs from -10 to 10 (Goldstein 1992).

    Raises
    ------
    InputError
        If there is no table of that name.
    """
    if name == "gdelt":
        table = cameo()
        return dict(zip(table["code"], table["goldstein"].astype(float), strict=True))
    if name == "keds":
        table = pd.read_csv(_package.DATA / "ontology" / "goldstein_cameo_keds.csv", dtype={"code": str})
        return dict(zip(table["code"], table["goldstein"].astype(float), strict=True))
    if name == "plover":
        table = plover()
        return dict(zip(table["plover"], table["plover_score"].astype(float), strict=True))
    msg = f"no Goldstein table {name!r}; there are {', '.join(GOLDSTEIN_TABLES)}"
    raise errors.InputError(msg)


def quad_of(root: str | None) -> int:
    """Quad class (1 to 4) of a PLOVER root after the 2021 manual; 0 for a mere statement."""
    if root is None or root != root:  # a null of any kind is a statement
        return 0
    try:
        return _quads()[root]
    except KeyError:
        msg = f"no PLOVER root {root!r}; there are {', '.join(ROOTS)}"
        raise errors.InputError(msg) from None


def plover_of(code: str) -> str | None:
    """PLOVER root of a CAMEO code, or None for a statement (01, 02) or an unknown code.

    After the cross-walk of the PLOVER manual (2021), but for the four codes of
    `plover_usage_2024.csv`, which coders keep with their CAMEO root. Codes deeper
    than the cross-walk fall back to their parent.
    """
    table = _plover_of_cameo()
    for end in range(len(code), 1, -1):
        if code[:end] in table:
            root = table[code[:end]]
            return root if root in ROOTS else None
    return None


def code_of(root: str) -> str:
    """The general CAMEO code of a PLOVER root, for an act of which no more is known: "ACCUSE" is 110."""
    return _GENERAL[root]


_GENERAL = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "COOPERATE": "060", "AID": "070", "CONCEDE": "080",
    "RETREAT": "084",
    "REQUEST": "100", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140", "MOBILIZE": "150",
    "SANCTION": "160",
    "COERCE": "170", "ASSAULT": "180",
}  # fmt: skip


def goldstein(cameo_code: str | None, root: str | None, *, table: str = DEFAULT_GOLDSTEIN) -> float:
    """Weight of an act: by CAMEO code if the table has it, else the PLOVER score of its root, else 0.

    PLOVER scores are averages over the codes of a root (PLOVER manual 2021).
    """
    weights = goldstein_table(table)
    for key in (cameo_code, root):
        if key is not None and key in weights:
            return weights[key]
    if root is not None and root == root:
        return goldstein_table("plover").get(root, 0.0)
    return 0.0
