"""From a parsed sentence to acts: which words tell of an act, of which class, with which phrases as source and target.

Verbs are read by their rows in the lexicon; light verbs ("hold talks") and
events that one undergoes ("face sanctions") by the noun; verbs of will over an
act ("threatened to cut aid") by composition; nouns of doing ("Moscow's attack
on Kyiv") by their own slots. Which actor a phrase names is not decided here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis import clauses, lexicon, persons
from analysis.clauses import Clause
from analysis.parse import Tree

COMPOSING = frozenset({"agree", "threaten", "refuse", "request", "stop", "allow", "force"})
SWALLOWING = COMPOSING | {"accuse", "prevent"}
DENYING = frozenset({"deny", "disavow", "disclaim"})
INSISTENT = frozenset({"call", "urge", "appeal", "demand", "plead"})
"""Verbs of asking that ask also where nobody is named who is asked."""
COMMITTING = frozenset({"agree", "promise", "pledge", "consent", "offer", "vow"})
"""Verbs that bind the speaker, whatever it is to."""
CONTROL_BY_OBJECT = frozenset({"request", "allow", "force", "prevent"})
RECIPROCAL = frozenset({"recip", "recip1"})
_NAMED = {"intent": "agree", "request": "request", "reject": "refuse"}

_LABOUR = frozenset(
    "labor labour general transport rail bus truck teacher nurse worker doctor port dock wage pay school student climate hour day week".split()
)
SENSES = {
    "strike": ((frozenset({"hunger"}), "hunger-strike"), (_LABOUR | {"sit-in", "sit", "sympathy"}, "labour-strike")),
    "attack": (
        (frozenset({"verbal", "heart", "panic", "personal", "scathing", "extraordinary", "stinging"}), "verbal-attack"),
    ),
    "support": (
        (frozenset({"military"}), "military-support"),
        (
            frozenset(
                "financial economic humanitarian material logistical budget budgetary technical air naval emergency food medical security".split()
            ),
            "material-support",
        ),
    ),
    "test": ((frozenset({"virus", "covid-19", "coronavirus", "pcr", "blood", "drug", "dna"}), "medical-test"),),
}
CONTAINERS = frozenset(
    "delivery shipment package program programme flow supply batch tranche ton tonne round series regime wave barrage number pair group process effort campaign channel mission".split()
)
TIMES = frozenset(
    "weekend week day month year night morning evening afternoon hour minute summer winter spring autumn decade time moment today "
    "tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday past".split()
)

Heads = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """Phrases (by their head tokens) in which a side of an act is looked for, and by which name ("obj", "with")."""

    name: str
    heads: Heads


@dataclass(frozen=True, slots=True)
class Act:
    """An act that a sentence tells of.

    `place` is the token of the predicate, `path` the tokens from the highest
    verb of will down to it; `sources` and `targets` are tried in order.
    `mutual` acts go both ways; `among` acts may hold among the members of one
    side; `solo` acts need no target. `sure` lies in 0 to 1, `rule` names rows
    of the lexicon, `modality` is what an operator says of the act.
    """

    place: int
    path: Heads
    code: str
    mode: str
    context: str
    sources: tuple[Slot, ...]
    targets: tuple[Slot, ...]
    mutual: bool
    among: bool
    solo: bool
    sure: float
    rule: str
    modality: str = "asserted"
    nominal: bool = False


class Reader:
    """Reads the acts of one sentence.

    `kind` tells of a token what the mention over it is ("state", "person",
    "body", "organisation"), or None where there is none.
    """

    def __init__(self, tree: Tree, kind: Callable[[int], str | None], book: lexicon.Lexicon | None = None) -> None:
        self.tree = tree
        self.kind = kind
        self.book = book if book is not None else lexicon.default()
        self.clauses = clauses.Clauses(tree)
        self._known: dict[int, list[Act]] = {}
        self.swallowed: set[int] = set()

    def acts(self) -> list[Act]:
        """The acts of the sentence in order; what an operator took up is not told again."""
        self._settle_controllers()
        found: list[Act] = []
        for place in range(len(self.tree)):
            found += self.at(place)
        return [act for act in found if act.place not in self.swallowed or act.path[0] != act.place]

    def at(self, place: int) -> list[Act]:
        """The acts whose highest word is the token at a place."""
        known = self._known.get(place)
        if known is None:
            self._known[place] = []  # a loop in a broken parse ends here
            tag = self.tree.tag[place][0]
            known = self._verb(place) if tag == "V" and self.tree.dep[place] not in {"aux", "auxpass"} else []
            if tag == "N" and not known:
                known = self._noun(place)
            self._known[place] = known
        return known

    def _settle_controllers(self) -> None:
        """Give each infinitive under a verb of asking the one who is asked as its subject."""
        for place in range(len(self.tree)):
            if not self.tree.is_verb(place):
                continue
            for operator in self.book.operators.get(self.tree.lemma[place], ()):
                if operator.kind in CONTROL_BY_OBJECT:
                    clause = self.clauses.at(place)
                    asked = [head for slot in self._addressees(operator, clause) for head in slot.heads]
                    inner = [below for _, below in clause.complements] + [
                        v for verbs in clause.verbal.values() for v in verbs
                    ]
                    for below in inner:
                        if asked and self.clauses.form(below) != "that":
                            self.clauses.controllers.setdefault(below, asked)
                    break

    # -- verbs ------------------------------------------------------------------

    def _verb(self, place: int) -> list[Act]:
        clause = self.clauses.at(place)
        lemma = self.tree.lemma[place]
        if lemma == "be" or (
            lemma in {"feel", "remain", "seem", "appear", "become", "grow"} and self.tree.children(place, "acomp")
        ):
            return self._adjective(place, clause)
        if lemma in clauses.SAYING and (found := self._obliged(place, clause) or self._warned(place, clause)):
            return found
        if (
            lemma in DENYING
            and not clause.passive
            and (clause.complements or clause.verbal or clause.objects)
            and not clause.datives
        ):
            return self._denied(place, clause)
        operators = [one for one in self.book.operators.get(lemma, ()) if self._operates(one, clause)]
        found = self._over_clause(place, clause, operators)
        if found:
            return found
        row = self._row(place, clause)
        if row is not None and "troops" in row.flags and (joint := self._joint(place, clause, row)) is not None:
            return [joint]
        if row is not None and (row.objects or row.needs):
            return [self._plain(place, clause, row)]
        found = self._over_noun(place, clause, operators) or self._light(place, clause, operators)
        if found:
            return found
        if row is not None:
            return [self._plain(place, clause, row)]
        return self._bare_operator(place, clause, operators)

    def _obliged(self, place: int, clause: Clause) -> list[Act]:
        """ "Said Iran must stop": to say that another must act is to ask for it."""
        tree = self.tree
        for form, inner in clause.complements:
            words = {tree.low[kid] for kid in tree.children(inner, "aux")}
            needs = tree.lemma[inner] in {"need", "have"} and any(tree.dep[kid] == "xcomp" for kid in tree.kids[inner])
            if form != "that" or not (words & {"must", "should", "ought"} or needs):
                continue
            below = tree.children(inner, "xcomp")[0] if needs else inner
            asked = self.clauses.at(below)
            heads = tuple(asked.subjects if not asked.passive else asked.agents)
            codes = [made[0] for act in self._inner(below) if (made := self.book.composed("request", act.code))]
            if not heads or any(tree.low[head] in {"he", "she", "it", "they", "we"} for head in heads):
                continue
            self.swallowed.update({inner, below})
            return [Act(place, (place, below), codes[0] if codes else "100", "", "", self._subject_slots(clause), (Slot("subj of clause", heads),),
                        False, False, False, 0.7, "say + must")]  # fmt: skip
        return []

    def _warned(self, place: int, clause: Clause) -> list[Act]:
        """ "Warned that it would close the strait": to warn of one's own act is to threaten it."""
        tree = self.tree
        if tree.lemma[place] not in {"warn", "caution"}:
            return []
        for form, inner in clause.complements:
            marks = {tree.low[kid] for kid in tree.children(inner, "aux")}
            own = any(tree.low[kid] in {"it", "he", "she", "they", "we"} for kid in tree.children(inner, "nsubj"))
            if form != "that" or not marks & {"will", "would", "could", "may", "might"} or not own:
                continue
            made = [
                (act, code[0])
                for act in self._inner(inner)
                if (code := self.book.composed("agree", act.code)) and code[0].startswith("13")
            ]
            self.swallowed.add(inner)
            targets = (
                *(Slot("obj", tuple(clause.objects)) for _ in clause.objects[:1]),
                *(made[0][0].targets if made else ()),
            )
            return [Act(place, (place, inner), made[0][1] if made else "130", "", "", self._subject_slots(clause), targets, False, False, True,
                        0.7, "warn + " + (made[0][0].rule if made else "own act"))]  # fmt: skip
        return []

    def _denied(self, place: int, clause: Clause) -> list[Act]:
        """To deny an accusation is to reject it (CAMEO 120); what is denied is told as denied."""
        row = self._row(place, clause)
        if row is not None and row.objects:
            return [self._plain(place, clause, row)]
        accuser = tuple(Slot(name, tuple(clause.slots[name])) for name in ("by", "from") if clause.slots.get(name))
        return [
            Act(place, (place,), "120", "", "", self._subject_slots(clause), accuser, False, False, True, 0.6, "deny")
        ]

    def _row(self, place: int, clause: Clause) -> lexicon.Row | None:
        fitting = [row for row in self.book.verbs.get(self.tree.lemma[place], ()) if self._fits(row, clause)]
        aimed = [row for row in fitting if self._targets(row, clause) or not row.flags & RECIPROCAL or row.objects]
        return next(iter(aimed or fitting), None)

    def _fits(self, row: lexicon.Row, clause: Clause) -> bool:
        if row.particle and not self._has_particle(row.particle, clause):
            return False
        if row.preposition:
            if not self._lemmas(clause.slots.get(row.preposition, ())) & row.objects:
                return False
        elif row.objects and not self._lemmas(clause.objects) & row.objects:
            return False
        if any(not self._lemmas(clause.slots.get(name, ())) & wanted for name, wanted in row.needs):
            return False
        if not self._suits(row, clause):
            return False
        return bool(self._targets(row, clause)) or "solo" in row.flags or not row.target or bool(row.flags & RECIPROCAL)

    def _has_particle(self, particle: str, clause: Clause) -> bool:
        words = particle.split()
        if words[0] in clause.particles or words[0] in clause.slots:
            return True
        after = self.tree.low[clause.place + 1 : clause.place + 1 + len(words)]
        return after == words or words[-1] in self._lemmas(clause.objects)

    def _lemmas(self, heads: Iterable[int]) -> set[str]:
        """Lemmas of coordinated heads; of "aid deliveries" also that of what is delivered."""
        tree = self.tree
        found = set()
        for one in (one for head in heads for one in clauses.members(tree, head)):
            found.add(self._sense(one))
            if tree.lemma[one] in CONTAINERS:
                found |= {tree.lemma[kid] for kid in tree.children(one, "compound")}
                found |= {
                    tree.lemma[kid]
                    for of in tree.children(one, "prep")
                    if tree.low[of] == "of"
                    for kid in tree.children(of, "pobj")
                }
        return found

    def _suits(self, row: lexicon.Row, clause: Clause) -> bool:
        """Whether subject and object are of the kind that the row's flags ask for."""
        flags = row.flags
        if row.word == "call" and "person" in flags and self._named(clause):
            return False
        if "crowd" in flags:
            return any(
                self.kind(head) == "people" or self.tree.lemma[head] in persons.CROWD for head in clause.subjects
            )
        if "place" in flags:
            return any(
                self.tree.lemma[head] in self.book.classes["territory"] | self.book.classes["asset"]
                for head in clause.objects
            )
        if "transitive" in flags or (flags >= {"person"} and row.code == "042"):
            return bool(clause.objects) == ("transitive" in flags) and ("transitive" in flags or self._moves(clause))
        if "person" in flags:
            heads = clause.objects if row.target[:1] == ("obj",) else clause.subjects
            return any(persons.is_person(self.tree, head, self.kind(head)) for head in heads)
        if "thing" in flags and "obj" in row.target:
            return any(
                not persons.is_person(self.tree, head, self.kind(head)) and self.kind(head) is None
                for head in clause.objects
            )
        if "org" in flags:
            heads = [head for slot in self._targets(row, clause) for head in slot.heads]
            return any(
                self.kind(head) == "organisation" or self.tree.lemma[head] in self.book.classes["accord"]
                for head in heads
            )
        if "aid" in flags:
            return bool(clause.datives) and bool(self._lemmas(clause.objects) & self.book.classes["aid"])
        if "weapons2" in flags:
            return bool(self._targets(row, clause))
        if "animate" in flags and row.target == ("to",):
            return any(self.kind(head) in {"person", "body"} for head in clause.subjects)
        return True

    def _moves(self, clause: Clause) -> bool:
        """Whether the subject is somebody who can travel."""
        return any(persons.is_person(self.tree, head, self.kind(head)) for head in clause.subjects)

    def _named(self, clause: Clause) -> bool:
        """Whether the object gets a name or a description: "called him a friend"."""
        return (
            len(clause.objects) > 1
            or bool(clause.datives)
            or bool(self.tree.children(clause.place, "oprd", "ccomp", "acomp"))
        )

    def _targets(self, row: lexicon.Row, clause: Clause) -> tuple[Slot, ...]:
        """The slots of a row that the clause fills: also those that hang on the object noun."""
        bound = bool(row.objects) and not row.preposition
        found = []
        for name in row.target:
            heads = self._slot(name, clause, bound=bound)
            if name == "obj" and bound:
                # "declared Seoul an enemy": whom it is said of stands beside the noun, else inside its phrase.
                beside = tuple(head for head in (*clause.datives, *heads) if self.tree.lemma[head] not in row.objects)
                found += [Slot("obj", beside)] if beside else []
                heads, name = tuple(head for head in heads if head not in beside), "within"
            if heads:
                found.append(Slot(name, heads))
        return tuple(found)

    def _slot(self, name: str, clause: Clause, *, bound: bool) -> Heads:
        if name == "obj":
            return tuple(clause.objects)
        if name == "dat":
            return tuple(clause.datives)
        own = list(clause.slots.get(name, ()))
        if name == "by" and not clause.passive:
            own += clause.agents
        for noun in clause.objects if bound or (name in {"to", "from"} and not own) else ():
            own += clauses.noun_slots(self.tree, noun).get(name, ())
            if not own and name in {"to", "from"}:
                own += [
                    kid
                    for low in self.tree.under(noun)
                    if self.tree.low[low] == name
                    for kid in self.tree.children(low, "pobj")
                ]
        return tuple(head for head in own if self.tree.lemma[head] not in TIMES)

    def _plain(self, place: int, clause: Clause, row: lexicon.Row) -> Act:
        targets = self._targets(row, clause)
        mutual = "recip" in row.flags or row.code in {"042", "043"}  # a visit is a meeting of guest and host
        self.swallowed.update(head for head in clause.objects if row.objects and self.tree.lemma[head] in row.objects)
        sure = 0.6 if row.flags & {"weak", "verbal"} else 0.85
        return Act(
            place, (place,), row.code, row.mode, row.context, self._subject_slots(clause), targets, mutual,
            bool(row.flags & RECIPROCAL) and not targets, "solo" in row.flags or not row.target, sure, row.id,
        )  # fmt: skip

    def _joint(self, place: int, clause: Clause, row: lexicon.Row) -> Act | None:
        """A drill that is held with others is cooperation (CAMEO 062), not a show of force."""
        for noun in map(self._content, clause.objects):
            for act in self._noun(noun):
                partners = tuple(
                    Slot(name, heads)
                    for name in ("with", "alongside", "between")
                    if (heads := self._slot(name, clause, bound=True))
                )
                several = len([one for head in clause.subjects for one in clauses.members(self.tree, head)]) > 1
                if act.code == "062" or ("joint" in self._noun_flags(noun) and (partners or several)):
                    self.swallowed.add(noun)
                    return replace(self._plain(place, clause, row), code="062", mode="", targets=partners, mutual=True, among=True, solo=False,
                                   rule=f"{row.id} + {act.rule}")  # fmt: skip
        return None

    def _noun_flags(self, noun: int) -> frozenset[str]:
        return frozenset().union(*(row.flags for row in self.book.nouns.get(self.tree.lemma[noun], ())))

    def _subject_slots(self, clause: Clause) -> tuple[Slot, ...]:
        own = (Slot("subj", tuple(clause.subjects)),) if clause.subjects else ()
        return (*own, Slot("speaker", tuple(clause.speakers))) if clause.speakers and not clause.passive else own

    # -- operators --------------------------------------------------------------

    def _operates(self, one: lexicon.Operator, clause: Clause) -> bool:
        if one.particle and not self._has_particle(one.particle, clause):
            return False
        return not one.objects or bool(self._lemmas(clause.objects) & one.objects)

    def _over_clause(self, place: int, clause: Clause, operators: list[lexicon.Operator]) -> list[Act]:
        """Acts of a verb of will over a clause: "agreed to lift", "urged Iran to stop", "accused of sending"."""
        for operator in operators:
            below = [
                inner
                for form, inner in clause.complements
                if self._takes(operator, form) and self._asked(operator, form, inner)
            ]
            below += [verb for name, verbs in clause.verbal.items() if name in operator.complement for verb in verbs]
            if operator.objects:
                below += [kid for noun in clause.objects for kid in self.tree.children(noun, "acl")]
            if not below or operator.kind not in SWALLOWING:
                continue
            acts = [act for inner in below for act in self._inner(inner)]
            self.swallowed.update(below, (act.place for act in acts))
            found = [made for act in acts if (made := self._composed(place, clause, operator, act)) is not None]
            if found:
                return found
            if operator.kind == "prevent":
                continue
            return self._bare_operator(place, clause, [operator], below=below)
        return []

    def _asked(self, operator: lexicon.Operator, form: str, inner: int) -> bool:
        """Whether a finite clause under a verb of asking is asked for ("insisted that he go"), not told ("insisted that he had gone")."""
        if form != "that" or operator.kind != "request" or operator.word == "demand":
            return True
        marks = {self.tree.low[kid] for kid in self.tree.children(inner, "aux", "mark", "advmod")}
        if marks & {"whether", "if", "why", "how", "when"}:
            return False
        return bool(marks & {"should", "must", "to"}) or (self.tree.tag[inner] == "VB" and not marks - {"not", "that"})

    def _takes(self, operator: lexicon.Operator, form: str) -> bool:
        if "only" in operator.flags:
            return form == "to"
        if form == "that":
            return operator.kind in {"agree", "request", "threaten", "allow"} and operator.word not in {
                "tell",
                "warn",
                "remind",
                "expect",
                "argue",
            }
        if form == "ing":
            return operator.kind in {"stop", "refuse", "agree", "threaten"} or "ing" in operator.complement
        return operator.kind != "stop" or operator.word in {"cease", "refrain", "desist"}

    def _inner(self, place: int, depth: int = 0) -> list[Act]:
        """Acts of the clause below an operator, through verbs that tell of none ("to use force to retake")."""
        tree = self.tree
        if not tree.is_verb(place):
            return self._noun(place)
        found = list(self.at(place))
        reached = any(act.targets for act in found)
        if depth < 3 and not reached:
            for kid in tree.children(place, "xcomp", "advcl", "conj", "ccomp"):
                if tree.is_verb(kid) and self.clauses.form(kid) != "that":
                    deeper = self._inner(kid, depth + 1)
                    found = [act for act in deeper if act.targets] or found or deeper
        for kid in tree.children(place, "conj"):
            if tree.is_verb(kid) and reached:
                self.swallowed.add(kid)
                found += self.at(kid)
        return found

    def _composed(self, place: int, clause: Clause, operator: lexicon.Operator, act: Act) -> Act | None:
        if operator.kind == "accuse":
            return replace(
                act, path=(place, *act.path), code=operator.code, mode="", context=act.context,
                sources=self._subject_slots(clause), targets=self._addressees(operator, clause), mutual=False, among=False,
                solo=False, rule=f"{operator.id} + {act.rule}", place=place,
            )  # fmt: skip
        made = self.book.composed(operator.kind, act.code)
        if made is None:
            return None
        code, modality = made
        if operator.word in {"offer", "volunteer"} and code.startswith("138"):
            code = "0334"  # who offers to send troops means to protect
        addressed = self._addressees(operator, clause)
        if operator.kind in CONTROL_BY_OBJECT:
            targets = addressed or act.sources or (act.targets if code.startswith("10") else ())
            mutual = among = False
        else:
            partners = addressed if "recip" in operator.flags else ()
            targets = (*partners, *act.targets, *(() if partners else addressed))
            mutual = (act.mutual and (operator.kind == "stop" or "recip" in operator.flags)) or bool(partners)
            among = act.among or ("recip" in operator.flags and not partners)
        return replace(
            act, place=place, path=(place, *act.path), code=code, sources=self._subject_slots(clause), targets=tuple(targets), mutual=mutual,
            among=among, solo=act.solo or operator.kind == "request", sure=min(act.sure, 0.85) if targets else 0.6,
            rule=f"{operator.id} + {act.rule}", modality=modality, nominal=False,
        )  # fmt: skip

    def _addressees(self, operator: lexicon.Operator, clause: Clause) -> tuple[Slot, ...]:
        found = []
        for name in operator.addressee:
            heads = self._slot(name, clause, bound=bool(operator.objects))
            if name == "obj" and operator.objects:
                heads = ()
            if heads:
                found.append(Slot(name, heads))
        if not found and operator.kind in CONTROL_BY_OBJECT:
            subjects = [kid for _, inner in clause.complements for kid in self.tree.children(inner, *clauses.SUBJECTS)]
            if subjects:
                found.append(Slot("subj of clause", tuple(subjects)))
        return tuple(found)

    def _over_noun(self, place: int, clause: Clause, operators: list[lexicon.Operator]) -> list[Act]:
        """Acts of a verb of will over a noun of doing: "suspended aid", "called for talks", "rejected the deal"."""
        for operator in operators:
            if operator.kind not in COMPOSING:
                continue
            # "called for talks", but "called the talks a success": only some verbs of asking ask for their object.
            asks = operator.kind != "request" or operator.flags & {"that", "object"}
            nouns = [*clause.objects] if operator.kind not in {"allow", "force"} and asks else []
            nouns += [noun for name in operator.complement for noun in clause.slots.get(name, ())]
            for noun in map(self._content, nouns):
                acts = [replace(act, targets=(*act.targets, *self._loose(act, clause))) for act in self._noun(noun)]
                found = [made for act in acts if (made := self._composed(place, clause, operator, act)) is not None]
                if operator.kind == "agree" and len(found) == len(acts):
                    found = [
                        replace(made, code=act.code) if _done_by_word(operator, act) else made
                        for made, act in zip(found, acts, strict=True)
                    ]
                if found:
                    self.swallowed.add(noun)
                    return [self._unasked(made, noun, operator) for made in found]
        return []

    def _unasked(self, made: Act, noun: int, operator: lexicon.Operator) -> Act:
        """A noun that is the verb's object is not whom the verb addresses."""
        kept = tuple(slot for slot in made.targets if noun not in slot.heads)
        if not kept and operator.kind in {"request", "refuse"}:
            leaves = any(act.code[:3] in {"087", "083"} for act in self._noun(noun))  # "the withdrawal of their troops"
            own = tuple(slot for slot in self._noun_sources(noun) if slot.name != "of" or leaves)
            kept = own or tuple(
                slot
                for act in self._noun(noun)[:1]
                for slot in act.targets
                if slot.name == "against" or slot.name == "on"
            )
        return replace(made, targets=kept)

    def _loose(self, act: Act, clause: Clause) -> tuple[Slot, ...]:
        """Slots of the act's noun that hang on the verb: "cut off aid to Egypt"."""
        row = next((row for row in self.book.nouns.get(self.tree.lemma[act.place], ()) if row.id == act.rule), None)
        names = row.target if row is not None else ()
        return tuple(Slot(name, tuple(clause.slots[name])) for name in names if clause.slots.get(name))

    def _bare_operator(
        self, place: int, clause: Clause, operators: list[lexicon.Operator], below: list[int] | None = None
    ) -> list[Act]:
        """A verb of will over something that is no known act: "agreed with Iran", "urged Israel to think"."""
        for operator in operators:
            if (
                not operator.code
                or (below is None and "only" in operator.flags)
                or (below is None and operator.kind in {"agree", "allow", "force"} and "recip" not in operator.flags)
            ):
                continue
            targets = self._addressees(operator, clause)
            if (
                operator.kind == "agree"
                and "recip" not in operator.flags
                and not targets
                and operator.word not in COMMITTING
            ):
                continue  # "wanted to re-enact": to will what is no known act is none
            if operator.kind not in CONTROL_BY_OBJECT | {"accuse"} and below and "recip" not in operator.flags:
                targets = (
                    *targets,
                    *(slot for inner in below if self.tree.is_verb(inner) for slot in self._inside(inner)),
                )
            among = "recip" in operator.flags and not self._addressees(operator, clause)
            if operator.word in COMMITTING and below is not None and not targets:
                return [
                    Act(
                        place,
                        (place,),
                        operator.code,
                        "",
                        "",
                        self._subject_slots(clause),
                        (),
                        False,
                        among,
                        True,
                        0.55,
                        operator.id,
                    )
                ]
            solo = operator.word in INSISTENT and (
                below is not None or any(clause.slots.get(name) for name in ("for", "on", "upon"))
            )
            if targets or among or solo:
                return [Act(place, (place,), operator.code, "", "", self._subject_slots(clause), targets, "recip" in operator.flags,
                            among, solo, 0.6, operator.id)]  # fmt: skip
        return []

    def _inside(self, verb: int) -> list[Slot]:
        """Whom an unknown act is done to: its object, or whom it is done with."""
        clause = self.clauses.at(verb)
        found = [Slot("obj", tuple(clause.objects))] if clause.objects else []
        return found + [
            Slot(name, tuple(clause.slots[name])) for name in ("with", "to", "for", "against") if clause.slots.get(name)
        ]

    # -- light verbs and nouns ----------------------------------------------------

    def _light(self, place: int, clause: Clause, operators: list[lexicon.Operator]) -> list[Act]:
        """ "Held talks with", "launched an attack on"; and what one undergoes: "faced sanctions from"."""
        for operator in operators:
            if operator.kind not in {"do", "undergo"}:
                continue
            for noun in map(
                self._content, [*clause.objects, *clause.slots.get("in" if operator.word == "engage" else "under", ())]
            ):
                for act in self._noun(noun):
                    self.swallowed.add(noun)
                    if operator.kind == "do":
                        return [self._done(place, clause, act)]
                    if "obj" in operator.flags or operator.particle:
                        return [self._undergone(place, clause, act)]
        return []

    def _done(self, place: int, clause: Clause, act: Act) -> Act:
        targets = (
            *act.targets,
            *self._loose(act, clause),
            *(Slot("dat", tuple(clause.datives)) for _ in clause.datives[:1]),
        )
        return replace(act, place=place, path=(place, *act.path), sources=self._subject_slots(clause) or act.sources, targets=targets,
                       sure=0.85, nominal=False, rule=f"{self.tree.lemma[place]} + {act.rule}")  # fmt: skip

    def _undergone(self, place: int, clause: Clause, act: Act) -> Act:
        doers = [Slot(name, tuple(clause.slots[name])) for name in ("from", "by", "with") if clause.slots.get(name)]
        return replace(act, place=place, path=(place, *act.path), sources=(*act.sources, *doers), targets=self._subject_slots(clause),
                       sure=0.7, nominal=False, rule=f"{self.tree.lemma[place]} + {act.rule}")  # fmt: skip

    def _noun(self, place: int) -> list[Act]:
        if (
            self.tree.tag[place][:2] not in {"NN", "VB"}
            or self.tree.tag[place] == "NNP"
            or self.tree.dep[place] == "compound"
        ):
            return []
        for row in self._noun_rows(place):
            if not self._modified(place, row):
                continue
            slots = self._slots_of(place)
            targets = tuple(Slot(name, tuple(slots[name])) for name in row.target if slots.get(name))
            sources = tuple(
                Slot(name, tuple(slots[name]))
                for name in row.source
                if slots.get(name) and (name != "of" or "of" not in row.target)
            )
            if (
                "joint" in row.flags
                and row.code == "150"
                and any(len(clauses.members(self.tree, head)) > 1 for slot in sources for head in slot.heads)
            ):
                row = replace(row, code="062", flags=frozenset({"recip", "joint"}))
            found = Act(place, (place,), row.code, row.mode, row.context, (*sources, Slot("mod", (place,))), targets, "recip" in row.flags,
                        "recip" in row.flags, "solo" in row.flags, 0.45 if "weak" in row.flags else 0.65, row.id, nominal=True)  # fmt: skip
            return self._willed(place, row, found)
        return []

    def _slots_of(self, noun: int) -> dict[str, list[int]]:
        """The slots of a noun, with those that it shares with what it is coordinated with: "rejection and condemnation of"."""
        found = clauses.noun_slots(self.tree, noun)
        for other in clauses.members(self.tree, noun)[1:] if self.tree.children(noun, "conj") else ():
            for name, heads in clauses.noun_slots(self.tree, other).items():
                found.setdefault(name, heads)
        return found

    def _content(self, noun: int) -> int:
        """What a noun of measure holds: of "a round of exercises" the exercises."""
        tree = self.tree
        if tree.lemma[noun] not in CONTAINERS:
            return noun
        inner = [kid for of in tree.children(noun, "prep") if tree.low[of] == "of" for kid in tree.children(of, "pobj")]
        return inner[0] if inner and tree.tag[inner[0]][0] == "N" else noun

    def _noun_rows(self, place: int) -> Sequence[lexicon.Row]:
        """Rows of a noun; of "the dialogue process", "aid deliveries" those of the noun within."""
        lemma = self._noun_lemma(place)
        rows = self.book.nouns.get(lemma, ())
        if rows or lemma not in CONTAINERS:
            return rows
        for kid in self.tree.children(place, "compound"):
            if self.tree.tag[kid] in {"NN", "NNS"} and (inner := self.book.nouns.get(self.tree.lemma[kid], ())):
                return inner
        return ()

    def _noun_lemma(self, place: int) -> str:
        return self._sense(place) if self.tree.tag[place][0] == "N" else self.tree.low[place]

    def _sense(self, place: int) -> str:
        """The lemma, told apart where a modifier gives it another sense: "hunger strike", "verbal attack"."""
        lemma = self.tree.lemma[place]
        senses = SENSES.get(lemma)
        if senses is None:
            return lemma
        near = {self.tree.lemma[kid] for kid in self.tree.children(place, "compound", "amod", "nmod")} | set(
            self.tree.low[max(0, place - 2) : place]
        )
        return next((sense for words, sense in senses if near & words), lemma)

    def _noun_sources(self, noun: int) -> tuple[Slot, ...]:
        slots = clauses.noun_slots(self.tree, noun)
        return tuple(Slot(name, tuple(heads)) for name, heads in slots.items() if name in {"poss", "by", "from", "of"})

    def _modified(self, place: int, row: lexicon.Row) -> bool:
        if not row.modifiers:
            return True
        near = {self.tree.lemma[kid] for kid in self.tree.children(place, "compound", "amod", "nmod")}
        near |= set(self.tree.low[max(0, place - 3) : place])
        return near >= set(row.modifiers) - {"of"}

    def _willed(self, place: int, row: lexicon.Row, act: Act) -> list[Act]:
        """A noun of will over a clause: "a promise to withdraw", "the demand that Iran stop"."""
        kind = next((operator for flag, operator in _NAMED.items() if flag in row.flags), None)
        if kind is None:
            return [act]
        for kid in self.tree.children(place, "acl"):
            for inner in self._inner(kid) if self.tree.is_verb(kid) else ():
                self.swallowed.add(kid)
                made = self.book.composed(kind, inner.code)
                if made is not None:
                    targets = act.targets if kind == "request" else (*inner.targets, *act.targets)
                    return [replace(act, path=(place, *inner.path), code=made[0], modality=made[1], targets=targets,
                                    rule=f"{row.id} + {inner.rule}", among=False, mutual=inner.mutual)]  # fmt: skip
        return [act]

    # -- adjectives ----------------------------------------------------------------

    def _adjective(self, place: int, clause: Clause) -> list[Act]:
        """ "Is ready to talk", "is critical of", "is at war with"."""
        tree = self.tree
        for word in self._predicatives(place):
            for row in self.book.adjectives.get(word if isinstance(word, str) else tree.low[word], ()):
                slots = dict(clause.slots)
                kids: list[tuple[str, int]] = list(clause.complements)
                if isinstance(word, int):
                    for name, heads in clauses.noun_slots(tree, word).items():
                        slots.setdefault(name, []).extend(heads)
                    kids += [(self.clauses.form(kid), kid) for kid in tree.children(word, "xcomp", "ccomp")]
                targets = tuple(Slot(name, tuple(slots[name])) for name in row.target if slots.get(name))
                yielded = self._adjectival(place, clause, row, targets, kids)
                if yielded is not None:
                    return [yielded]
        return []

    def _predicatives(self, place: int) -> Iterator[int | str]:
        tree = self.tree
        yield from tree.children(place, "acomp")
        if tree.low[place + 1 : place + 3] == ["at", "war"]:
            yield "at war"
        if tree.low[place + 1 : place + 3] == ["to", "blame"]:
            yield "to blame"
        yield from tree.children(place, "prep")

    def _adjectival(
        self, place: int, clause: Clause, row: lexicon.Row, targets: tuple[Slot, ...], kids: list[tuple[str, int]]
    ) -> Act | None:
        kind = next((flag[3:] for flag in row.flags if flag.startswith("op:")), None)
        plain = Act(place, (place,), row.code, "", "", self._subject_slots(clause), targets, "recip" in row.flags, "recip" in row.flags,
                    False, 0.7, row.id)  # fmt: skip
        if kind is None:
            return plain if targets or plain.among else None
        for _, inner in kids:
            for act in self._inner(inner) if self.tree.is_verb(inner) else ():
                self.swallowed.update((inner, act.place))
                made = self.book.composed(kind, act.code)
                if made is not None:
                    return replace(act, place=place, path=(place, *act.path), code=made[0], modality=made[1],
                                   sources=self._subject_slots(clause), targets=(*act.targets, *targets),
                                   rule=f"{row.id} + {act.rule}", nominal=False, sure=0.7)  # fmt: skip
        for inner in (inner for _, inner in kids if self.tree.is_verb(inner)):
            found = self._inside(inner)
            if found:
                return replace(plain, path=(place, inner), targets=tuple(found), mutual=False, among=False, sure=0.55)
        return None


def _done_by_word(operator: lexicon.Operator, act: Act) -> bool:
    """Whether to will the noun is to do it: what is agreed on is an agreement reached, support that is pledged is given."""
    return (act.code == "057" and "recip" in operator.flags) or act.code in {"050", "051", "052"}
