"""Routing rules of well-known products under their names: ``routing: {like: asterisk/rrmemory}``.

Each stands for keys of acd's own that give the same order, and says what the product does besides. It is no copy of a
product: none of their clocks, polls or faults are here. Where a product has levels or penalties of agents, the preset
is for agents whose levels are alike; put ``group_order`` first, in a list of your own, where they are not.

Sources: Asterisk ``app_queue`` and FreeSWITCH ``mod_callcenter`` as their code reads; of the others their vendors'
documentation (Avaya Business Advocate User Guide, 2006; Cisco Unified Contact Center Express; Genesys Cloud, routing
and evaluation methods; Amazon Connect Administrator Guide; Twilio TaskRouter; Azure Job Router; Zendesk).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acd.scenario.model import Scenario


@dataclass(frozen=True)
class Preset:
    """What a product's strategy stands for.

    Parameters
    ----------
    called : str
        What the product calls the choice of an agent, or of a contact where it is about that alone.
    sets : mapping
        Keys of ``routing`` and their values, as one would write them.
    besides : str
        What the product does that these keys do not, or where to say it.
    """

    called: str
    sets: Mapping[str, object] = field(default_factory=dict)
    besides: str = ""

    def stands_for(self) -> str:
        """Return what one would write in ``routing`` instead."""
        return ", ".join(f"{key}: {_written(value)}" for key, value in self.sets.items())


PRODUCTS: dict[str, str] = {
    "asterisk": "Asterisk",
    "freeswitch": "FreeSWITCH",
    "genesys": "Genesys",
    "avaya": "Avaya",
    "cisco": "Cisco",
    "connect": "Amazon Connect",
    "twilio": "Twilio",
    "azure": "Azure",
    "zendesk": "Zendesk",
}

_IN_TURN = {"choose_contact": ["priority", "longest_wait"]}
_BY_WAIT = {"choose_contact": ["longest_wait"]}
_SCORED = {"choose_contact": ["aged_priority"], "ageing": {"per_point": "60s"}}
_PENALTIES = "penalties: put group_order first"
_SCORE = "base_score is a category's age_credit"
_CURSOR = "the product goes on from where this caller's last try ended"


def _agent(*keys: str) -> dict[str, object]:
    return {"choose_agent": list(keys)}


PRESETS: dict[str, Preset] = {
    "asterisk/ringall": Preset("ringall", _agent("longest_idle") | {"ring": "all"} | _IN_TURN, _PENALTIES),
    "asterisk/leastrecent": Preset("leastrecent", _agent("longest_idle") | _IN_TURN, _PENALTIES),
    "asterisk/fewestcalls": Preset("fewestcalls", _agent("fewest_contacts") | _IN_TURN, _PENALTIES),
    "asterisk/random": Preset("random", _agent("random") | _IN_TURN, _PENALTIES),
    "asterisk/wrandom": Preset(
        "wrandom", _agent("weighted_random") | _IN_TURN, "the penalty weighs there; here the group's weight"
    ),
    "asterisk/rrmemory": Preset("rrmemory", _agent("round_robin") | _IN_TURN, _PENALTIES),
    "asterisk/rrordered": Preset("rrordered", _agent("round_robin") | _IN_TURN, _PENALTIES),
    "asterisk/linear": Preset("linear", _agent("linear") | _IN_TURN, _CURSOR),
    "freeswitch/longest-idle-agent": Preset("longest-idle-agent", _agent("longest_idle") | _BY_WAIT, _SCORE),
    "freeswitch/agent-with-least-talk-time": Preset(
        "agent-with-least-talk-time", _agent("least_talk_time") | _BY_WAIT, _SCORE
    ),
    "freeswitch/agent-with-fewest-calls": Preset(
        "agent-with-fewest-calls", _agent("fewest_contacts") | _BY_WAIT, _SCORE
    ),
    "freeswitch/round-robin": Preset("round-robin", _agent("round_robin") | _BY_WAIT, _SCORE),
    "freeswitch/top-down": Preset("top-down", _agent("linear") | _BY_WAIT, _CURSOR),
    "freeswitch/sequentially-by-agent-order": Preset(
        "sequentially-by-agent-order", _agent("linear") | _BY_WAIT, _SCORE
    ),
    "freeswitch/random": Preset("random", _agent("random") | _BY_WAIT, _SCORE),
    "freeswitch/ring-all": Preset("ring-all", _agent("longest_idle") | {"ring": "all"} | _BY_WAIT, _SCORE),
    "freeswitch/ring-progressively": Preset(
        "ring-progressively",
        _agent("longest_idle") | {"ring": {"agents": 1, "one_more_after": "10s"}} | _BY_WAIT,
        _SCORE,
    ),
    "genesys/all-skills-matching": Preset(
        "next agent", _agent("longest_idle") | _SCORED, "skills are what `requires` says"
    ),
    "genesys/best-available-skills": Preset(
        "Best available skills",
        _agent("highest_skill", "longest_idle") | _SCORED,
        "no skill is a must there; leave it out of `requires`, or relax it",
    ),
    "avaya/ucd-mia": Preset("UCD-MIA", _agent("longest_idle")),
    "avaya/ead-mia": Preset("EAD-MIA", _agent("highest_skill", "longest_idle")),
    "avaya/ucd-loa": Preset("UCD-LOA", _agent("least_occupied")),
    "avaya/ead-loa": Preset("EAD-LOA", _agent("highest_skill", "least_occupied")),
    "avaya/pad": Preset("PAD", _agent("percent_allocation"), "shares are a group's here, an agent's there"),
    "avaya/greatest-need": Preset("Greatest Need", {"choose_contact": ["greatest_need"]}),
    "avaya/skill-level": Preset(
        "Skill Level",
        {"choose_contact": ["category_order", "longest_wait"]},
        "levels: the order of `authorised`",
    ),
    "cisco/longest-available": Preset("Longest Available", _agent("longest_idle")),
    "cisco/shortest-aht": Preset("Shortest AHT", _agent("shortest_handling", "longest_idle")),
    "cisco/most-skilled": Preset("Most Skilled", _agent("highest_skill", "longest_idle")),
    "cisco/least-skilled": Preset("Least Skilled", _agent("lowest_skill", "longest_idle")),
    "cisco/linear": Preset("Linear", _agent("linear")),
    "cisco/circular": Preset("Circular", _agent("round_robin")),
    "connect/priority-delay": Preset(
        "longest Available",
        _agent("longest_idle") | {"choose_contact": ["category_order", "longest_wait"]},
        "priorities: the order of `authorised`; delays: `after` in it",
    ),
    "twilio/fifo": Preset(
        "longest unoccupied", _agent("longest_idle") | _IN_TURN, "targets and timeouts: `routing.steps`"
    ),
    "twilio/lifo": Preset("longest unoccupied", _agent("longest_idle") | {"choose_contact": ["last_come"]}),
    "azure/round-robin": Preset("round robin", _agent("round_robin") | _IN_TURN),
    "azure/longest-idle": Preset("longest idle", _agent("spare_share", "longest_idle") | _IN_TURN),
    "azure/best-worker": Preset("best worker", _agent("highest_skill", "longest_idle") | _IN_TURN),
    "zendesk/highest-spare-capacity": Preset("highest spare capacity", _agent("spare_capacity") | _IN_TURN),
    "zendesk/round-robin": Preset("round robin", _agent("round_robin") | _IN_TURN),
}


def _written(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_written(item)}' for key, item in value.items())}}}"
    return str(value)


def missing(preset: Preset) -> list[str]:
    """Return what a preset stands for and this version of acd does not have.

    Parameters
    ----------
    preset : Preset
        One of `PRESETS`.

    Returns
    -------
    list of str
        Keys and words; empty when it can be used.
    """
    from acd.scenario.own import keys_of_acd
    from acd.scenario.routing import Routing  # which refers to this module

    found = [key for key in preset.sets if key not in Routing.model_fields]
    for key, known in keys_of_acd().items():
        words = preset.sets.get(key, [])
        assert isinstance(words, list)
        found += [word for word in words if word not in known]
    return found


def usable() -> dict[str, Preset]:
    """Return the presets that this version of acd has all keys for, by name."""
    return {name: preset for name, preset in PRESETS.items() if not missing(preset)}


def note(scenario: Scenario) -> str | None:
    """Return what the preset of a scenario stands for, as `acd check` says it; None where there is no preset.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    str or None
        One line.
    """
    name = scenario.routing.like
    if name is None:
        return None
    preset = PRESETS[name]
    more = f" ({preset.besides})" if preset.besides else ""
    return f"routing.like: {name} stands for {preset.stands_for()}{more}"
