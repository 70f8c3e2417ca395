"""What the audit says of contacts of several legs: referred, called back, on hold, ringing in vain."""

from acd.log import audit
from tests.log import ten_rows


def faults(*rows, states=()):
    """Audit a log of a few legs, and of one agent."""
    agents = ten_rows.agents_of(*((time, "front 1", state) for time, state in ((0, "ready"), *states)))
    return audit(ten_rows.legs_of(*rows), agents)


def leg(joined, bound, ended, **values):
    times = {"joined": joined, "bound": bound, "ended": ended, "wrapped": ended}
    return {"matter": 0, "contact": 0, "arrived": 0, "agent": "front 1", **times, **values}


def busy(bound, ended):
    return (bound, "busy"), (ended, "ready")


def test_a_referred_leg_says_nothing_of_settlement_because_another_leg_does():
    first = leg(0, 5, 10, settled=-1, reason="referred")
    last = leg(10, 20, 30, leg=2, settled=1)
    states = (*busy(5, 10), *busy(20, 30))
    assert faults(first, last, states=states) == []
    alone, without_end = faults(first, states=states[:2])
    assert "a contact ends in one of its legs" in without_end
    assert "says whether it settled the matter, unless the contact goes on in another" in alone


def test_the_last_leg_of_a_contact_announces_its_return():
    first = leg(0, 5, 10, settled=-1, reason="referred")
    last = leg(10, 20, 30, leg=2, settled=0, return_kind="recontact", return_at=50)
    again = leg(50, 50, 60, contact=1, attempt=2, settled=1, arrived=50)
    states = (*busy(5, 10), *busy(20, 30), *busy(50, 60))
    assert faults(first, last, again, states=states) == []
    wrong = faults(first, last, {**again, "joined": 49, "arrived": 49}, states=states)
    assert any("arrive when the one before announced it" in fault for fault in wrong)


def test_who_was_called_back_but_not_reached_may_call_again_but_settles_nothing_again():
    promised = {"matter": 0, "contact": 0, "joined": 0, "ended": 0, "outcome": "callback"}
    dialled = leg(0, 5, 10, leg=2, settled=0, reason="not reached", return_kind="redial", return_at=50)
    assert faults(promised, dialled, states=busy(5, 10)) == []
    wrong = faults(promised, {**dialled, "return_kind": "recontact"}, states=busy(5, 10))
    assert any("a recontact follows an answered leg" in fault for fault in wrong)


def test_time_on_hold_is_work_and_coming_back_from_it_takes_no_other_contact():
    on_hold = (5, "busy"), (7, "hold"), (9, "busy"), (12, "ready")
    assert faults(leg(0, 5, 12, settled=1), states=on_hold) == []
    assert "work differs from its legs" in faults(leg(0, 5, 11, settled=1), states=on_hold)[0]


def test_it_may_ring_again_at_once_where_a_customer_hung_up():
    rings = (1, "offered"), (2, "offered")
    lost = {"joined": 1, "ended": 2, "outcome": "abandoned"}
    later = leg(1, 4, 6, matter=1, contact=1, settled=1)
    assert faults(lost, later, states=(*rings, *busy(4, 6))) == []
