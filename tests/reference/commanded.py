"""A routing engine and a plain router that are given the same commands, the senseless ones too.

Which commands make sense is stated here once more, from the table of the router's rules. Both answer in the same
words; a command that makes no sense answers ``refused`` and must leave no trace, which the commands after it show.
"""

from math import inf

from acd.core.codes import AgentState, ContactState, Decision, DecisionReason, Pending
from acd.errors import CommandError
from acd.live import RoutingEngine
from tests.reference.asking import TALKING, LiveRouter
from tests.reference.holds import NO_WISH, NONE, Wish
from tests.reference.journal import Journal
from tests.reference.told_changes import CHANGES, tell, told

SECOND = 1_000_000
REASONS = {r: "" if r == DecisionReason.NONE else r.name.lower().replace("_", " ") for r in DecisionReason}
SENSELESS = "makes no sense"
BY_AGENT = ("log_in", "log_out", "not_ready", "ready")
BY_CONTACT = ("hold", "resume", "conference", "end_consult", "hang_up")


class Commanded:
    """Both routers, told the same; agents are numbered through, contacts are numbers."""

    def __init__(self, scenario, seed, timeout, auto_accept):
        self.scenario, self.seconds = scenario, 0
        self.plain = LiveRouter(
            scenario, seed, auto_accept=auto_accept, timeout=None if timeout is None else timeout * SECOND
        )
        self.names = [f"{agent.group} {agent.index}" for agent in self.plain.agents]
        known = self.plain.contacts
        self.journal = Journal(self.plain, self.names, lambda name: [known[name]] if name in known else [])
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

        Contacts are 0 … 7; ``contact`` + 8 stands for one of those that the agent has in hand, if there are any.
        """
        wrapped = verb in ("wrapped_up", "wrapped_up_one")
        held = [c for c in self.plain.agents[agent].hands if (c.state == ContactState.WRAPPING) == wrapped]
        in_hand = contact >= 8 and held and verb not in ("offer", "call_back")
        contact = held[contact % len(held)].name if in_hand else contact % 8
        if verb in CHANGES:
            return self.tell_change(verb, agent, contact, offered)
        if not self.makes_sense(verb, agent, contact, offered):
            return self.to_engine(verb, agent, contact, offered), SENSELESS
        engine = self.to_engine(verb, agent, contact, offered)
        return engine, [self.worded(answer) for answer in self.to_plain(verb, agent, contact, offered)]

    def tell_change(self, verb, agent, contact, offered):
        """Let both go on by other rules."""
        what = told(verb, self.scenario, self.names[agent], contact, offered[:3])
        named = what | ({"contact": str(contact)} if "contact" in what else {})
        try:
            engine = [(a.kind, a.contact, a.agent, a.reason, a.due) for a in tell(self.engine, named)]
        except CommandError:
            engine = SENSELESS
        plain = self.journal.change(self.seconds * SECOND, what)
        return engine, SENSELESS if plain is None else [self.worded(answer) for answer in plain]

    def terms(self, offered):
        """Return category, tier, seconds waited and priority of a contact from the first of six small numbers."""
        k, t, waited, priority, *_ = offered
        categories, tiers = list(self.scenario.categories), self.scenario.tier_names
        return categories[k % len(categories)], tiers[t % len(tiers)], waited, priority

    def channels(self, agent, offered):
        """Return some of the channels that an agent's group works."""
        worked = self.plain.worked(agent)
        return [name for place, name in enumerate(worked) if (offered[0] + 1) >> place & 1]

    def question(self, contact, offered):
        """Return the name of what is asked about a contact."""
        return (int(contact) + 1 + offered[2]) % 8

    def whom(self, agent, offered):
        """Return to whom a contact is sent on, in the engine's words, and in the plain router's.

        That is nobody in particular, the given agent, or the agent's group; for as long as it takes, or not long.
        """
        hold, to = offered[4:]
        if to == 0:
            return {}, NO_WISH
        who = self.plain.agents[agent]
        named = {"agent": self.names[agent]} if to == 1 else {"group": who.home}
        longest = inf if hold is None else hold * SECOND
        wish = Wish(agent if to == 1 else who.home, longest, sent=True)
        return named | ({} if hold is None else {"hold": hold}), wish

    # -- the engine -----------------------------------------------------------------------------------------------
    def to_engine(self, verb, agent, contact, offered):
        try:
            answers = self.tell_engine(verb, self.names[agent], str(contact), offered, agent)
        except CommandError:
            return SENSELESS
        return [(a.kind, a.contact, a.agent, a.reason, a.due) for a in answers]

    def tell_engine(self, verb, name, contact, offered, agent):
        engine, wrap_up = self.engine, agent % 2 == 0
        if verb in BY_AGENT:
            return getattr(engine, verb)(name)
        if verb in BY_CONTACT:
            return getattr(engine, verb)(contact)
        others = {
            "accept": lambda: engine.accept(contact, name),
            "reject": lambda: engine.reject(contact, name),
            "ready_for": lambda: engine.ready(name, channels=self.channels(agent, offered)),
            "wrapped_up": lambda: engine.wrapped_up(name),
            "wrapped_up_one": lambda: engine.wrapped_up(name, contact),
            "finish": lambda: engine.finish(contact, ""),
            "finish_at_once": lambda: engine.finish(contact, "", wrap_up=False),
            "hand_over": lambda: engine.hand_over(contact, wrap_up=wrap_up),
            "tick": engine.tick,
        }
        return others[verb]() if verb in others else self.offer_engine(verb, agent, contact, offered)

    def offer_engine(self, verb, agent, contact, offered):
        engine, name, wrap_up = self.engine, self.names[agent], agent % 2 == 0
        category, tier, waited, priority = self.terms(offered)
        named, _ = self.whom(agent, offered)
        if verb == "consult":
            return engine.consult(contact, category, as_=str(self.question(contact, offered)), **named)
        if verb == "transfer":
            return engine.transfer(
                contact, category, age_credit=waited, priority=priority, wrap_up=wrap_up, **named
            )
        wish = {"preferred": name, "hold": offered[4]} if offered[4] is not None else {}
        if verb == "call_back":
            return engine.call_back(contact, category, tier, key=int(contact), waited=waited, **wish)
        own = {} if self.own_needs(agent) is None else {"requires": self.own_needs(agent)}
        return engine.offer(
            contact, category, tier, key=int(contact), waited=waited, priority=priority, **wish, **own
        )

    # -- the plain router -----------------------------------------------------------------------------------------
    def to_plain(self, verb, agent, contact, offered):
        now, plain = self.seconds * SECOND, self.plain
        if verb in BY_AGENT:
            return getattr(plain, verb)(now, agent)
        others = {
            "hold": lambda: plain.do(now, contact, AgentState.HOLD),
            "resume": lambda: plain.do(now, contact, AgentState.BUSY),
            "ready_for": lambda: plain.ready(now, agent, self.channels(agent, offered)),
            "wrapped_up": lambda: plain.wrapped_up(now, agent),
            "wrapped_up_one": lambda: plain.wrapped_up(now, agent, contact),
            "finish": lambda: plain.finish(now, contact, wrap_up=True),
            "finish_at_once": lambda: plain.finish(now, contact),
            "hand_over": lambda: plain.hand_over(now, contact, agent % 2 == 0),
            "tick": lambda: plain.tick(now),
        }
        if verb in others:
            return others[verb]()
        if verb in ("accept", "reject"):
            return getattr(plain, verb)(now, contact, a=agent)
        if verb in BY_CONTACT:
            return getattr(plain, verb)(now, contact)
        return self.offer_plain(verb, agent, contact, offered)

    def offer_plain(self, verb, agent, contact, offered):
        now, plain = self.seconds * SECOND, self.plain
        category, tier, waited, priority = self.terms(offered)
        _, sent = self.whom(agent, offered)
        if verb == "consult":
            return plain.consult(now, contact, category, self.question(contact, offered), sent)
        if verb == "transfer":
            return plain.transfer(now, contact, category, waited * SECOND, priority, agent % 2 == 0, sent)
        wish = NO_WISH if offered[4] is None else Wish(agent, offered[4] * SECOND)
        if verb == "call_back":
            return plain.call_back(now, contact, category, tier, contact, waited * SECOND, wish=wish)
        wish = wish._replace(requires=self.own_needs(agent))
        return plain.offer(now, contact, category, tier, contact, waited * SECOND, priority, wish)

    def own_needs(self, agent):
        """Return what a contact requires itself, None for what its category does: where there are plans, always."""
        plain = self.plain
        if any(plain.others(name) or plain.first_step(name) for name in self.scenario.categories):
            return None
        return [None, {"french": 3}, None, {}, {"stocks": 2, "french": 1}][agent]

    def makes_sense(self, verb, agent, contact, offered):
        """Say whether a command makes sense in the plain router's state."""
        if verb in ("log_in", "log_out", "not_ready", "ready", "ready_for"):
            return self.agent_may(verb, agent, offered)
        what = self.plain.contacts.get(contact)
        if verb in ("accept", "reject"):
            return what is not None and self.plain.phone_at(what, agent) is not None
        if verb in ("wrapped_up", "wrapped_up_one"):
            wrapped = [c.name for c in self.plain.agents[agent].hands if c.state == ContactState.WRAPPING]
            return contact in wrapped if verb == "wrapped_up_one" else len(wrapped) == 1
        if verb in ("offer", "call_back", "tick", "hang_up"):
            return {"tick": True, "hang_up": what is not None}.get(verb, what is None)
        bound = what is not None and what.state == ContactState.BOUND
        if bound and verb in ("consult", "transfer") and not self.sent_may(verb, agent, what, offered):
            return False
        return bound and self.bound_may(verb, what, offered)

    def sent_may(self, verb, agent, what, offered):
        """Say whether whoever is named may take what is sent to them; an agent does not ask herself."""
        if offered[5] == 0:
            return True
        who = self.plain.agents[agent]
        may = self.plain.ever(who.group if offered[5] == 1 else who.home, self.terms(offered)[0])
        return may and not (verb == "consult" and offered[5] == 1 and what.agent.index == agent)

    def agent_may(self, verb, agent, offered):
        """Say whether a command about an agent makes sense."""
        who = self.plain.agents[agent]
        if verb in ("log_in", "log_out", "not_ready"):
            return (who.state == AgentState.OFF) == (verb == "log_in")
        worked = self.plain.worked(agent)
        takes = self.plain.hands.taken.get(agent) or worked
        will = self.channels(agent, offered) if verb == "ready_for" else worked
        news = who.pending != Pending.NOTHING or takes != will
        return will != [] and (who.state == AgentState.NOT_READY or (who.state != AgentState.OFF and news))

    def bound_may(self, verb, what, offered):
        """Say whether a command about a bound contact makes sense."""
        asks, alone = self.plain.question(what) is not None, what not in sum(self.plain.questions, ())
        rules = {
            "finish": True,
            "finish_at_once": True,
            "hold": alone and what.activity == AgentState.BUSY,
            "resume": alone and what.activity == AgentState.HOLD,
            "transfer": alone,
            "consult": alone and self.question(what.name, offered or (0,) * 6) not in self.plain.contacts,
            "conference": asks and what.activity == AgentState.CONSULT,
            "end_consult": asks,
            "hand_over": asks and what.activity in TALKING,
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
