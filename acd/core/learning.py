"""How much longer an agent takes while new: a learning curve by tenure.

Handling and wrap-up are multiplied by 1 + e (1 + t / u)^-b, with t the time worked, u its unit, and e the excess of
somebody who begins: a power law (Wright 1936, Journal of the Aeronautical Sciences 3:122-128) that ends at the
experienced agent's time instead of at 0 (de Jong 1957, Ergonomics 1:51-60). Logarithms of service times that fall
along a line in the logarithm of experience were measured in a call centre by Gans, Liu, Mandelbaum, Shen and Ye (2010,
in Borrowing Strength, IMS Collections 6:99-123). Time worked grows by whole calendar days.
"""

from __future__ import annotations

import math

from acd.core._compile import cold
from acd.core.arrivals import DAY
from acd.core.logarithm import natural_log
from acd.core.tables import Handle, member, person, team

DAYS_A_WEEK = 7.0


@cold
def slowness(z: Handle, now: int, a: int) -> float:
    """Return the factor on what agent ``a`` does now; 1 for whoever is not new."""
    weeks = float(person(z, a)["weeks"])
    if weeks < 0.0:
        return 1.0
    home = team(z, member(z, a)["group"])
    worked = weeks + float(now // DAY) / DAYS_A_WEEK
    fade = math.exp(-float(home["steepness"]) * natural_log(1.0 + worked / float(home["unit"])))
    return 1.0 + float(home["excess"]) * fade
