"""What the user wrote: scenario files, checked, with units; no numpy, no run.

`load` reads a YAML file into a `Scenario` or raises every fault at once. `curves`, `shifts` and `calendar`
then say what the scenario means in seconds from day one. Other layers import from here and never read the
file themselves.
"""

from __future__ import annotations

from acd.scenario.agents import Break, Group, Shift, Staffing
from acd.scenario.arrivals import Arrivals, Burst, Correlation
from acd.scenario.cautions import warnings
from acd.scenario.constancy import changing
from acd.scenario.contact_rules import CONTACT_POLICIES
from acd.scenario.contacts import Category, Channel, ServiceLevel
from acd.scenario.distributions import DISTRIBUTIONS, Distribution
from acd.scenario.guarantees import GUARANTEES, elsewhere
from acd.scenario.hours import AUTO, Calendar
from acd.scenario.leanings import Factors
from acd.scenario.loading import check, load, parse
from acd.scenario.model import STANDARD, Scenario
from acd.scenario.own import OF_AGENTS, OF_CONTACTS, own_words, policy, register
from acd.scenario.policies import AGENT_POLICIES
from acd.scenario.presets import PRESETS, usable
from acd.scenario.presets import note as preset_note
from acd.scenario.returns import Return
from acd.scenario.routing import Routing
from acd.scenario.schema import json_schema
from acd.scenario.starter import starter
from acd.scenario.tiers import Loyalty, PreferredAgent, Tier

__all__ = [
    "AGENT_POLICIES",
    "AUTO",
    "CONTACT_POLICIES",
    "DISTRIBUTIONS",
    "GUARANTEES",
    "OF_AGENTS",
    "OF_CONTACTS",
    "PRESETS",
    "STANDARD",
    "Arrivals",
    "Break",
    "Burst",
    "Calendar",
    "Category",
    "Channel",
    "Correlation",
    "Distribution",
    "Factors",
    "Group",
    "Loyalty",
    "PreferredAgent",
    "Return",
    "Routing",
    "Scenario",
    "ServiceLevel",
    "Shift",
    "Staffing",
    "Tier",
    "changing",
    "check",
    "elsewhere",
    "json_schema",
    "load",
    "own_words",
    "parse",
    "policy",
    "preset_note",
    "register",
    "starter",
    "usable",
    "warnings",
]
