"""What only richer centres tell the plain router: channels open and close, agents ask each other, callbacks come in."""

from acd.core.codes import Pending


class Richer:
    """Commands of richer centres, as a part of `Router`; what is not here is the router's."""

    def set_channel(self, now, group, channel, on):
        """A group begins, or ceases, to take contacts of a channel; what waits and fits goes to its agents at once."""
        self.begin(now)
        self.hands.off ^= {(group, channel)}
        assert on != ((group, channel) in self.hands.off)
        while on and (pairs := self.pairs(group, channel)):
            self.give(*pairs[0])
        self.match()
        if on:
            self.fill_up(group)
        return self.answers

    def pairs(self, group, channel):
        """Return who waits by a channel and which agent of a group can take the contact, the first one first."""
        team = next((a for a in self.agents if a.home == group), None)
        found = []
        for c in self.waiting() if team is not None else ():
            if self.hands.channel(c.category) == channel and any(
                self.allows(a.group, c) for a in self.agents if a.home == group
            ):
                agent = self.choose_agent(c)
                if c.held:
                    agent = self.best_wanted(c) if c.wanted[0].home == group else None
                if agent is not None:
                    found.append((self.standing_of(team, c), c, agent))
        return [(c, agent) for _, c, agent in sorted(found, key=lambda item: item[0])]

    def begin_asking(self, now, a):
        """Agent ``a`` asks another one, and takes nothing more."""
        self.begin(now)
        self.hands.asking[a] += 1
        return self.answers

    def end_asking(self, now, a):
        """Agent ``a`` asks no longer: what waits and fits is taken."""
        self.begin(now)
        self.hands.asking[a] -= 1
        agent = self.agents[a]
        able = self.choose_contact(agent) is not None or self.next_ringing(agent) is not None
        if agent.pending == Pending.NOTHING and able:
            self.free(agent, agent.idle_since)
        return self.answers

    def call_back(self, now, *terms, **wish):
        """A contact comes in to which a place was promised; as `offer`, but a full line does not refuse it."""
        self.promised = True
        answers = self.offer(now, *terms, **wish)
        self.promised = False
        return answers
