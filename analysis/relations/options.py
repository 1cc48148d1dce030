"""The options of `relations.measure`, checked once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from numbers import Real
from typing import Any, TypeVar

from analysis import errors
from analysis.relations.rating import MIN_EVENTS


def _number(value: object) -> float:
    """The value as a number; NaN, which is in no range, where it is none."""
    return float(value) if isinstance(value, Real) and not isinstance(value, bool) else float("nan")


_RANGES: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "half_life": ("a number of days above 0, or None", lambda value: value is None or _number(value) > 0),
    "prior_strength": ("a number above 0", lambda value: _number(value) > 0),
    "base_share": (
        "a number between 0 and 1, None or 'corpus'",
        lambda value: value is None or value == "corpus" or 0 < _number(value) < 1,
    ),
    "neutral_share": ("a number between 0 and 1", lambda value: 0 < _number(value) < 1),
    "neutral_zone": ("a number from 0 to 1", lambda value: 0 <= _number(value) <= 1),
    "min_events": ("a number, 0 or more", lambda value: _number(value) >= 0),
    "level": ("a number between 0 and 1", lambda value: 0 < _number(value) < 1),
    "bootstrap": ("a number of replicates, 0 or more", lambda value: _number(value) >= 0),
}


Options = TypeVar("Options")


def override(options: Options, overrides: Mapping[str, Any]) -> Options:
    """A copy of a dataclass of options with some of them changed by name.

    Raises
    ------
    InputError
        If an option is unknown, which the message answers with the nearest one.
    """
    record: Any = options
    known = [field.name for field in fields(record)]
    for name in overrides:
        if name not in known:
            raise errors.unknown("option", name, known)
    changed: Options = replace(record, **overrides)
    return changed


@dataclass(frozen=True, slots=True)
class RelationOptions:
    """What relations rest on, besides the events and the length of a period.

    Attributes
    ----------
    half_life
        In days. An event weighs 2^(-age / half_life) at the end of each period, and
        each row looks back on all events so far, until less than half an event is
        left. None counts each period alone.
    prior_strength, base_share
        The Beta prior of the conflict share: worth `prior_strength` events, of which
        `base_share` are conflict. None takes the neutral share, so that no sign comes
        from the prior; "corpus" takes the share among all events.
    neutral_share, neutral_zone
        The share that divides cooperation from hostility, and how far an interval
        may reach from it and still be called neutral.
    min_events
        Fewest (weighted) events for a sign. Not to be lowered for a small corpus. More
        are needed where so few would give no sign even if all were of one kind.
    level
        Mass of the credible intervals.
    goldstein_table
        Table of weights for `goldstein_mean` (see `ontology.goldstein_table`); None
        takes the weights that the events carry.
    bootstrap, seed
        Number of bootstrap replicates over stories (without evidence: over the days
        of a pair), and their seed. 0 computes none.
    keep_private
        Whether events count whose source is a private person or a firm.
    modality
        Modalities that count.
    status
        Which events count: "now", events of their time; "state", standing states and habits;
        "reference", what a sentence only refers to.

    Raises
    ------
    InputError
        If a value is out of range.
    """

    half_life: float | None = None
    prior_strength: float = 10.0
    base_share: float | str | None = None
    neutral_share: float = 0.5
    neutral_zone: float = 0.15
    min_events: float = MIN_EVENTS
    level: float = 0.9
    goldstein_table: str | None = None
    bootstrap: int = 0
    seed: int = 0
    keep_private: bool = False
    modality: Sequence[str] = ("asserted",)
    status: Sequence[str] = ("now",)

    def __post_init__(self) -> None:
        """Check every value."""
        for name in ("modality", "status"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value))
        for name, (wanted, test) in _RANGES.items():
            value = getattr(self, name)
            if not test(value):
                raise errors.InputError(f"option {name} is {value!r}; it must be {wanted}")

    def changed(self, **overrides: Any) -> "RelationOptions":
        """These options with some of them changed.

        Raises
        ------
        InputError
            If an option is unknown, which the message answers with the nearest one, or
            if a value is out of range.
        """
        return override(self, overrides)


DEFAULTS = RelationOptions()
