"""How far acts bring further acts of their own: what a pair's usual bursts let expect of each period.

Acts come in bursts where each brings others after it: a self-exciting process (Hawkes
1971, Biometrika 58, 83-90). By periods it is an autoregression of counts, with a part of the
expected rate from what just happened (Fokianos, Rahbek and Tjostheim 2009, Journal of the
American Statistical Association 104, 1430-1439; negative binomial: Zhu 2011, Journal of Time
Series Analysis 32, 54-67). A crisis must exceed this, not only the quiet time around it.
"""

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from analysis.tension.turns._costs import Counts, Floats

ECHO_DAYS = 14.0
"""Mean time after which an act brings another. Estimated by pair it costs as many alarms and finds no more."""
_PARTS = np.arange(0.0, 0.96, 0.05)
_LEAST_EXPECTED = 1e-6


class Bursts:
    """What a series' bursts let expect: the part of its rate that earlier acts bring.

    Parameters
    ----------
    cost
        The counts and their exposure, with the size of their negative binomial.
    year
        Periods on each side over which the usual rate is taken.
    echo
        Mean number of periods after which an act brings another.
    """

    def __init__(self, cost: Counts, *, year: int, echo: float) -> None:
        self._cost, self._window = cost, np.ones(2 * year + 1)[: len(cost.signal)]
        keep = np.exp(-1 / echo)
        acts = cost.signal[:, 0]
        self._echoes = np.concatenate([[0.0], lfilter([1 - keep], [1, -keep], acts)[:-1]])

    def part(self, outside: npt.NDArray[np.bool_]) -> float:
        """The part of the rate that earlier acts bring, 0 to 0.95: the likeliest one for the periods `outside`."""
        acts, exposure = self._cost.signal.T
        used = outside & (exposure > 0)
        usual, echoes, count = (self._usual(outside) * exposure)[used], self._echoes[used], acts[used]
        expected = np.maximum(np.outer(1 - _PARTS, usual) + np.outer(_PARTS, echoes), _LEAST_EXPECTED)
        size = self._cost.size * exposure[used]
        fit = (count * np.log(expected) - (count + size) * np.log(expected + size)).sum(axis=1)
        return float(_PARTS[int(np.argmax(fit))])

    def exposure(self, outside: npt.NDArray[np.bool_]) -> Floats:
        """The exposure, raised where recent acts let expect more than usual and lowered where there are none.

        The usual rate and the part of it that acts bring are taken from the periods `outside`.
        """
        own, part = self._cost.signal[:, 1], self.part(outside)
        expected = (1 - part) * own + part * self._echoes / self._usual(outside)
        return np.where(own > 0, expected, 0.0)

    def _usual(self, outside: npt.NDArray[np.bool_]) -> Floats:
        """Acts in a period of typical exposure over the year before and after, without the periods not `outside`."""
        count, seen = (np.convolve(part * outside, self._window, mode="same") for part in self._cost.signal.T)
        return self._cost.rate(count, seen)
