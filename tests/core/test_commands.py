"""The router alone: every command in every state, offers that are accepted, rescinded and lapse."""

import pytest

from acd.build.router import enlarge, new_router
from acd.core.codes import AgentReason, AgentState, Command, ContactState, Decision, DecisionReason, Pending
from acd.core.commands import FULL, REFUSED, next_timer, obey_agent, obey_contact, obey_offer, tick
from acd.core.lines import OWN_PRIORITY
from acd.core.tables import NEVER, NONE
from tests.runs import centre

LUNCH = int(AgentReason.FIRST_WORD)


class Desk:
    """A router of two agents of one group; commands at a time that rises by one."""

    def __init__(self, *, auto_accept=False, timeout=20, max_queue=2):
        scenario = centre(f"max_queue: {max_queue}")
        self.tables = new_router(scenario, 1, 0, auto_accept=auto_accept, offer_timeout=timeout)
        self.now = 0

    def agent(self, what, a=0, reason=0):
        self.now += 1
        return self.answer(obey_agent(self.tables.handle, self.now, what.value, a, reason))

    def contact(self, what, c=0, a=NONE, wrap_up=0):
        self.now += 1
        return self.answer(obey_contact(self.tables.handle, self.now, what.value, c, a, wrap_up))

    def offer(self, waited=0, priority=-OWN_PRIORITY):
        self.now += 1
        slot = obey_offer(self.tables.handle, self.now, 0, 0, 5, waited, priority)
        return self.answer(slot if slot == FULL else int(self.tables["desk"]["n_decisions"][0]))

    def tick(self, now):
        self.now = now
        return self.answer(tick(self.tables.handle, now))

    def answer(self, n):
        rows = self.tables["decided"][: max(n, 0)]
        found = [
            (
                Decision(row["kind"]).name,
                int(row["contact"]),
                int(row["agent"]),
                DecisionReason(row["reason"]).name,
            )
            for row in rows
        ]
        return n if n < 0 else found

    def state(self, a=0):
        return AgentState(self.tables["agent"]["state"][a]).name

    def staffed(self, n=1):
        for a in range(n):
            self.agent(Command.LOG_IN, a)
            self.agent(Command.READY, a)
        return self


def test_an_offer_is_accepted_finished_and_wrapped_up():
    desk = Desk().staffed()
    assert desk.offer() == [("OFFERED", 0, 0, "NONE")]
    assert desk.tables["decided"]["due"][0] == desk.now + 20
    assert desk.contact(Command.ACCEPT, a=0) == [("BOUND", 0, 0, "NONE")]
    assert desk.contact(Command.FINISH, wrap_up=1) == [("ENDED", 0, 0, "FINISHED")]
    assert desk.state() == "WRAP_UP"
    assert desk.agent(Command.WRAPPED_UP) == []
    assert desk.state() == "READY"


def test_with_auto_accept_a_contact_is_bound_at_once():
    desk = Desk(auto_accept=True).staffed()
    assert desk.offer() == [("BOUND", 0, 0, "NONE")]
    assert desk.offer() == [("QUEUED", 1, -1, "NONE")]
    assert desk.contact(Command.FINISH) == [("ENDED", 0, 0, "FINISHED"), ("BOUND", 1, 0, "NONE")]


def test_a_full_line_refuses():
    desk = Desk(max_queue=1)
    assert desk.offer() == [("QUEUED", 0, -1, "NONE")]
    assert desk.offer() == [("REFUSED", 1, -1, "QUEUE_FULL")]
    assert desk.contact(Command.HANG_UP) == [("ENDED", 0, -1, "HUNG_UP")]
    assert desk.offer() == [("QUEUED", 0, -1, "NONE")]


def test_hanging_up_an_offered_contact_frees_the_agent_who_keeps_the_idle_time():
    desk = Desk().staffed()
    idle_since = int(desk.tables["agent"]["idle_since"][0])
    desk.offer()
    assert desk.contact(Command.HANG_UP) == [("RESCINDED", 0, 0, "HUNG_UP"), ("ENDED", 0, -1, "HUNG_UP")]
    assert desk.state() == "READY"
    assert desk.tables["agent"]["idle_since"][0] == idle_since


def test_hanging_up_an_offered_contact_lets_the_agent_take_the_next():
    desk = Desk().staffed()
    desk.offer()
    desk.offer()
    assert desk.contact(Command.HANG_UP)[-1] == ("OFFERED", 1, 0, "NONE")


def test_an_offer_that_lapses_makes_the_agent_not_ready_and_goes_to_another():
    desk = Desk().staffed(2)
    desk.offer()
    assert next_timer(desk.tables.handle) == desk.now + 20
    assert desk.tick(desk.now + 19) == NONE
    assert desk.tick(desk.now + 1) == [
        ("RESCINDED", 0, 0, "LAPSED"),
        ("REQUEUED", 0, -1, "LAPSED"),
        ("OFFERED", 0, 1, "NONE"),
    ]
    assert (desk.state(0), desk.tables["agent"]["reason"][0]) == ("NOT_READY", AgentReason.NO_ANSWER)


def test_a_contact_whose_offer_lapses_keeps_its_place():
    desk = Desk().staffed()
    for _ in range(2):
        desk.offer()
    assert desk.tick(desk.now + 40)[-1] == ("REQUEUED", 0, -1, "LAPSED")
    assert desk.agent(Command.READY) == [("OFFERED", 0, 0, "NONE")]


def test_an_offer_that_lapses_of_an_agent_about_to_leave_is_their_leave():
    desk = Desk(timeout=20).staffed()
    desk.offer()
    desk.tables["agent"]["pending"][0] = Pending.LOG_OUT
    desk.tick(desk.now + 40)
    assert desk.state() == "OFF"


def test_without_a_timeout_an_offer_stands_for_ever():
    desk = Desk(timeout=NONE).staffed()
    desk.offer()
    assert desk.tables["decided"]["due"][0] == NONE
    assert next_timer(desk.tables.handle) == NEVER
    assert desk.tick(10**9) == NONE


@pytest.mark.parametrize("what", [Command.ACCEPT, Command.HANG_UP])
@pytest.mark.parametrize("asked", [True, False])
def test_the_timer_of_an_offer_that_is_over_does_nothing(what, asked):
    desk = Desk().staffed()
    desk.offer()
    desk.contact(what, a=0)
    if asked:
        assert next_timer(desk.tables.handle) == NEVER
    assert desk.tick(desk.now + 100) == NONE


def test_the_timer_of_a_contact_does_not_let_the_next_one_of_its_slot_lapse():
    desk = Desk(timeout=20).staffed()
    desk.offer()
    desk.contact(Command.HANG_UP)
    desk.offer()
    first_due = next_timer(desk.tables.handle)
    assert first_due == desk.now + 20
    assert desk.tick(first_due - 2) == NONE


def test_the_timer_of_an_earlier_offer_does_not_end_a_later_one_of_the_same_contact():
    desk = Desk(timeout=20).staffed()
    desk.offer()
    desk.agent(Command.NOT_READY)
    desk.agent(Command.READY)
    assert next_timer(desk.tables.handle) == desk.now + 20
    assert desk.tick(desk.now + 19) == NONE


@pytest.mark.parametrize(("what", "state"), [(Command.NOT_READY, "NOT_READY"), (Command.LOG_OUT, "OFF")])
def test_an_agent_who_leaves_during_an_offer_leaves_at_once_and_the_contact_goes_on(what, state):
    desk = Desk().staffed(2)
    desk.offer()
    assert desk.agent(what, 0, LUNCH) == [
        ("RESCINDED", 0, 0, "NOT_READY"),
        ("REQUEUED", 0, -1, "NOT_READY"),
        ("OFFERED", 0, 1, "NONE"),
    ]
    assert (desk.state(0), desk.tables["agent"]["reason"][0]) == (state, LUNCH)


@pytest.mark.parametrize("wrap_up", [0, 1])
@pytest.mark.parametrize(("what", "state"), [(Command.NOT_READY, "NOT_READY"), (Command.LOG_OUT, "OFF")])
def test_an_agent_who_leaves_with_work_in_hand_finishes_it(what, state, wrap_up):
    desk = Desk(auto_accept=True).staffed()
    desk.offer()
    assert desk.agent(what, 0, LUNCH) == []
    assert desk.state() == "BUSY"
    desk.contact(Command.FINISH, wrap_up=wrap_up)
    if wrap_up:
        assert desk.state() == "WRAP_UP"
        desk.agent(Command.WRAPPED_UP)
    assert (desk.state(), desk.tables["agent"]["reason"][0]) == (state, LUNCH)
    assert desk.tables["pool"]["logged_in"][0] == int(state == "NOT_READY")


def test_ready_cancels_what_was_pending():
    desk = Desk(auto_accept=True).staffed()
    desk.offer()
    desk.agent(Command.LOG_OUT)
    desk.agent(Command.READY)
    desk.contact(Command.FINISH)
    assert desk.state() == "READY"


def test_a_ready_agent_who_leaves_is_out_of_the_pool():
    desk = Desk().staffed(2)
    desk.agent(Command.LOG_OUT, 0)
    desk.agent(Command.NOT_READY, 1)
    assert desk.tables["pool"]["head"][0] == NONE
    assert desk.tables["pool"]["logged_in"][0] == 1
    desk.agent(Command.NOT_READY, 1)
    desk.agent(Command.LOG_OUT, 1)
    assert desk.offer() == [("QUEUED", 0, -1, "NONE")]


def test_priority_of_its_own_and_time_waited_move_a_contact_ahead():
    desk = Desk(auto_accept=True, max_queue=9)
    desk.offer()
    desk.offer(waited=10)
    desk.offer(priority=1)
    desk.offer(priority=-1)
    order = []
    desk.staffed()
    for _ in range(4):
        order.append(int(desk.tables["agent"]["contact"][0]))
        desk.contact(Command.FINISH, order[-1])
    assert order == [2, 1, 0, 3]


def test_time_worked_and_time_available_are_kept_since_log_in_where_agents_are_compared_by_them():
    desk = Desk(auto_accept=True)
    desk.tables["rules"]["counted"] = 1
    steps = [
        (10, lambda: desk.agent(Command.LOG_IN)),
        (20, lambda: desk.agent(Command.READY)),
        (35, desk.offer),
        (60, lambda: desk.contact(Command.FINISH, wrap_up=1)),
        (70, lambda: desk.agent(Command.WRAPPED_UP)),
        (100, lambda: desk.agent(Command.NOT_READY)),
        (150, lambda: desk.agent(Command.READY)),
    ]
    accounts = []
    for now, act in steps:
        desk.now = now - 1
        act()
        accounts.append(tuple(int(desk.tables["agent"][name][0]) for name in ("worked", "available")))
    assert accounts == [(0, 0), (0, 0), (0, 15), (25, 40), (35, 50), (35, 80), (35, 80)]
    desk.agent(Command.LOG_OUT)
    desk.agent(Command.LOG_IN)
    assert desk.tables["agent"][["worked", "available"]].tolist()[0] == (0, 0)


AGENT_COMMANDS = [Command.LOG_IN, Command.LOG_OUT, Command.READY, Command.NOT_READY, Command.WRAPPED_UP]
MAKES_SENSE = {
    "OFF": {Command.LOG_IN},
    "NOT_READY": {Command.LOG_OUT, Command.READY, Command.NOT_READY},
    "READY": {Command.LOG_OUT, Command.NOT_READY},
    "OFFERED": {Command.LOG_OUT, Command.NOT_READY},
    "BUSY": {Command.LOG_OUT, Command.NOT_READY},
    "WRAP_UP": {Command.LOG_OUT, Command.NOT_READY, Command.WRAPPED_UP},
}


def in_state(state):
    """Return a desk whose agent 0 is in a state."""
    desk = Desk()
    if state != "OFF":
        desk.agent(Command.LOG_IN)
    if state in ("READY", "OFFERED", "BUSY", "WRAP_UP"):
        desk.agent(Command.READY)
    if state in ("OFFERED", "BUSY", "WRAP_UP"):
        desk.offer()
    if state in ("BUSY", "WRAP_UP"):
        desk.contact(Command.ACCEPT, a=0)
    if state == "WRAP_UP":
        desk.contact(Command.FINISH, wrap_up=1)
    assert desk.state() == state
    return desk


@pytest.mark.parametrize("what", AGENT_COMMANDS)
@pytest.mark.parametrize("state", MAKES_SENSE)
def test_a_senseless_command_about_an_agent_is_refused_and_changes_nothing(state, what):
    desk = in_state(state)
    before = {name: desk.tables[name].tobytes() for name in ("agent", "contact", "desk", "pool", "queue")}
    answer = desk.agent(what)
    assert (answer != REFUSED) == (what in MAKES_SENSE[state])
    if answer == REFUSED:
        assert {name: desk.tables[name].tobytes() for name in before} == before


CONTACT_SENSE = {
    ContactState.NONE: set(),
    ContactState.QUEUED: {Command.HANG_UP},
    ContactState.OFFERED: {Command.HANG_UP, Command.ACCEPT},
    ContactState.BOUND: {Command.FINISH},
}


@pytest.mark.parametrize("what", [Command.HANG_UP, Command.ACCEPT, Command.FINISH])
@pytest.mark.parametrize("state", CONTACT_SENSE)
def test_a_senseless_command_about_a_contact_is_refused_and_changes_nothing(state, what):
    desk = in_state(
        {ContactState.OFFERED: "OFFERED", ContactState.BOUND: "BOUND"}.get(state, "OFF").replace(
            "BOUND", "BUSY"
        )
    )
    if state == ContactState.QUEUED:
        desk.offer()
    assert desk.tables["contact"]["state"][0] == state
    before = {name: desk.tables[name].tobytes() for name in ("agent", "contact", "desk", "pool", "queue")}
    answer = desk.contact(what, a=0)
    assert (answer != REFUSED) == (what in CONTACT_SENSE[state])
    if answer == REFUSED:
        assert {name: desk.tables[name].tobytes() for name in before} == before


def test_only_the_agent_to_whom_it_is_offered_can_accept():
    desk = Desk().staffed(2)
    desk.offer()
    assert desk.contact(Command.ACCEPT, a=1) == REFUSED


@pytest.mark.parametrize(("table", "used"), [("contacts", "in_system"), ("events", "n_events")])
def test_a_command_that_may_find_no_room_is_answered_with_full_and_changes_nothing(table, used):
    desk = Desk().staffed()
    desk.offer()
    room = desk.tables["capacity"]
    # of the timers the core is told less what one command may add
    room[table] = desk.tables["desk"][used] + (1 if table == "contacts" else 0)
    names = ("agent", "contact", "desk", "pool", "queue", "event")
    before = {name: desk.tables[name].tobytes() for name in names}
    handle = desk.tables.handle
    assert obey_offer(handle, 50, 0, 0, 5, 0, -OWN_PRIORITY) == FULL
    assert desk.contact(Command.ACCEPT, a=0) == FULL
    assert desk.agent(Command.NOT_READY) == FULL
    assert desk.tick(1000) == FULL
    assert {name: desk.tables[name].tobytes() for name in before} == before
    room[table] += 2
    assert desk.contact(Command.ACCEPT, a=0) == [("BOUND", 0, 0, "NONE")]


@pytest.mark.parametrize("fill", ["contact", "event"])
def test_enlarging_makes_room_and_keeps_every_row(fill):
    desk = Desk(max_queue=1000).staffed(2)
    column = {"contact": "in_system", "event": "n_events"}[fill]
    while desk.offer() != FULL and (fill == "contact" or desk.contact(Command.HANG_UP) != FULL):
        pass
    rows = len(desk.tables[fill])
    before = desk.tables[fill].tobytes()
    enlarge(desk.tables)
    assert len(desk.tables[fill]) == 2 * rows
    assert desk.tables[fill].tobytes().startswith(before)
    assert desk.tables["desk"][column][0] + 9 > rows
    assert desk.offer() != FULL
