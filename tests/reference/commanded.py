"""A routing engine and a plain router that are given the same commands, the senseless ones too.

Which commands make sense is stated here once more, from the table of the router's rules. Both answer in the same
words; a command that makes no sense answers ``refused`` and must leave no trace, which the commands after it show.
"""

from acd.core.codes import AgentState, ContactState, Decision, Pending
from acd.errors import CommandError
from acd.live import RoutingEngine
from tests.reference.router import NONE, Router

SECOND = 1_000_000
REASONS = {0: "", 1: "queue full", 2: "finished", 3: "hung up", 4: "lapsed", 5: "not ready", 10: "hold over"}
SENSELESS = "makes no sense"


class Commanded:
    """Both routers, told the same; agents are numbered through, contacts are numbers."""

    def __init__(self, scenario, seed, timeout, auto_accept):
        self.scenario, self.seconds = scenario, 0
        self.plain = Router(
            scenario, seed, auto_accept=auto_accept, timeout=None if timeout is None else timeout * SECOND
        )
        self.names = [f"{agent.group} {agent.index}" for agent in self.plain.agents]
        groups = {name: agent.group for name, agent in zip(self.names, self.plain.agents, strict=True)}
        self.engine = RoutingEngine(
            scenario,
            lambda: self.seconds,
            agents=groups,
            auto_accept=auto_accept,
            offer_timeout=timeout,
            seed=seed,
        )

    def tell(self, verb, agent, contact, offered):
        """Give a command to both; return the engine's answers and the plain router's.

        Contacts are 0 … 7; ``contact`` + 8 stands for the one that the agent has in hand, if there is one.
        """
        held = self.plain.agents[agent].contact
        in_hand = contact >= 8 and held is not None and verb != "offer"
        contact = held.name if in_hand else contact % 8
        return self.to_engine(verb, agent, contact, offered), self.to_plain(verb, agent, contact, offered)

    # -- the engine -----------------------------------------------------------------------------------------------
    def to_engine(self, verb, agent, contact, offered):
        engine, name, contact = self.engine, self.names[agent], str(contact)
        try:
            if verb == "offer":
                category, tier, waited, priority = self.terms(offered)
                wish = {"preferred": name, "hold": offered[4]} if offered[4] is not None else {}
                answers = engine.offer(
                    contact, category, tier, key=int(contact), waited=waited, priority=priority, **wish
                )
            elif verb == "accept":
                answers = engine.accept(contact, name)
            elif verb in ("finish", "finish_at_once"):
                answers = engine.finish(contact, "", wrap_up=verb == "finish")
            elif verb == "hang_up":
                answers = engine.hang_up(contact)
            else:
                answers = engine.tick() if verb == "tick" else getattr(engine, verb)(name)
        except CommandError:
            return SENSELESS
        return [(a.kind, a.contact, a.agent, a.reason, a.due) for a in answers]

    def terms(self, offered):
        """Return category, tier, seconds waited and priority of a contact from the first of five small numbers."""
        k, t, waited, priority, _ = offered
        categories, tiers = list(self.scenario.categories), self.scenario.tier_names
        return categories[k % len(categories)], tiers[t % len(tiers)], waited, priority

    # -- the plain router -----------------------------------------------------------------------------------------
    def to_plain(self, verb, agent, contact, offered):
        if not self.makes_sense(verb, agent, contact):
            return SENSELESS
        now, plain = self.seconds * SECOND, self.plain
        if verb == "tick":
            answers = plain.tick(now)
        elif verb == "offer":
            category, tier, waited, priority = self.terms(offered)
            hold = offered[4]
            wanted = (NONE, None) if hold is None else (agent, hold * SECOND)
            answers = plain.offer(
                now, contact, category, tier, contact, waited * SECOND, priority, wanted=wanted
            )
        elif verb in ("finish", "finish_at_once"):
            answers = plain.finish(now, contact, verb == "finish")
        else:
            answers = getattr(plain, verb)(now, contact if verb in ("accept", "hang_up") else agent)
        return [self.worded(answer) for answer in answers]

    def makes_sense(self, verb, agent, contact):
        """Say whether a command makes sense in the plain router's state."""
        who, what = self.plain.agents[agent], self.plain.contacts.get(contact)
        state = ContactState.NONE if what is None else what.state
        rules = {
            "log_in": who.state == AgentState.OFF,
            "log_out": who.state != AgentState.OFF,
            "not_ready": who.state != AgentState.OFF,
            "ready": who.state == AgentState.NOT_READY or who.pending != Pending.NOTHING,
            "wrapped_up": who.state == AgentState.WRAP_UP,
            "offer": what is None,
            "accept": state == ContactState.OFFERED and what.agent is who,
            "finish": state == ContactState.BOUND,
            "finish_at_once": state == ContactState.BOUND,
            "hang_up": what is not None,
            "tick": True,
        }
        return rules[verb]

    def worded(self, answer):
        """Return a plain answer in the engine's words."""
        agent = None if answer.agent == NONE else self.names[answer.agent]
        due = None if answer.due == NONE else answer.due / SECOND
        reason = REASONS[answer.reason]
        return Decision(answer.kind).name.lower(), str(answer.contact), agent, reason, due

    # -- what can be seen -----------------------------------------------------------------------------------------
    def seen(self):
        """Return what the engine shows of its state, and what the plain router would show."""
        due = [time for time, *_ in self.plain.dues()]
        states = [agent.state.name.lower() for agent in self.plain.agents]
        plain = states, len(self.plain.waiting()), min(due) / SECOND if due else None
        shown = (
            [self.engine.state_of(name) for name in self.names],
            self.engine.waiting(),
            self.engine.next_due(),
        )
        return shown, plain
