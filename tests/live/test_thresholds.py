"""A group takes a category only above so many waiting, or while enough of its agents stay ready; then at once."""

import json

from acd.live import RoutingEngine
from acd.scenario import parse

HANDLE = {"dist": "constant", "value": 60}


class Centre:
    """A router at work: who is ready, and what was decided."""

    def __init__(self, agents, groups, *, auto_accept=True, **root):
        raw = {
            "name": "x",
            "categories": {"red": {"handle": HANDLE}, "blue": {"handle": HANDLE}},
            "agents": {name: {"count": 1} | group for name, group in groups.items()},
        }
        self.now = 0.0
        self.engine = RoutingEngine(
            parse(json.dumps(raw | root)), lambda: self.now, agents=agents, auto_accept=auto_accept
        )
        for agent in agents:
            self.engine.log_in(agent)
            self.engine.ready(agent)

    def say(self, verb, *args, **more):
        """Give a command a second later; return what was decided, in short."""
        self.now += 1
        return [
            " ".join(part for part in (one.kind, one.contact, one.agent) if part)
            for one in getattr(self.engine, verb)(*args, **more)
        ]


def helped(above):
    """Return a centre with one agent for red and a helper, who is for blue and takes red above so many waiting."""
    groups = {"own": {"authorised": ["red"]}, "help": {"authorised": {"blue": {}, "red": {"above": above}}}}
    return Centre({"ana": "own", "bob": "help"}, groups)


def test_the_contact_that_lifts_the_queue_above_lets_the_first_of_it_go():
    centre = helped(2)
    assert centre.say("offer", "r1", "red") == ["bound r1 ana"]
    assert centre.say("offer", "r2", "red") == ["queued r2"]
    assert centre.say("offer", "r3", "red") == ["queued r3"]
    # r4 is the third who waits: the first of them goes to the helper, and then it waits
    assert centre.say("offer", "r4", "red") == ["bound r2 bob", "queued r4"]
    assert centre.engine.waiting("red") == 2


def test_a_helper_who_is_free_takes_no_more_once_the_queue_has_fallen():
    centre = helped(2)
    for name in ("r1", "r2", "r3", "r4", "r5"):
        centre.say("offer", name, "red")
    assert centre.engine.waiting("red") == 3
    assert centre.say("finish", "r2", "", wrap_up=False) == ["ended r2 bob", "bound r3 bob"]
    assert centre.say("finish", "r3", "", wrap_up=False) == ["ended r3 bob"]
    assert centre.engine.state_of("bob") == "ready"
    assert centre.say("finish", "r1", "", wrap_up=False) == ["ended r1 ana", "bound r4 ana"]


def test_the_first_by_the_keys_goes_though_it_came_last():
    centre = helped(1)
    centre.say("offer", "r1", "red")
    centre.say("offer", "r2", "red")
    assert centre.say("offer", "urgent", "red", priority=5) == ["bound urgent bob"]


def test_a_contact_whose_offer_came_to_nothing_counts_again():
    groups = {"own": {"authorised": ["red"]}, "help": {"authorised": {"blue": {}, "red": {"above": 1}}}}
    centre = Centre({"ana": "own", "bob": "help"}, groups, auto_accept=False)
    assert centre.say("offer", "r1", "red") == ["offered r1 ana"]
    assert centre.say("offer", "r2", "red") == ["queued r2"]
    # r1 waits again, so that two do, and it is the first of them
    assert centre.say("not_ready", "ana") == ["rescinded r1 ana", "requeued r1", "offered r1 bob"]


def test_above_nothing_is_no_threshold():
    assert helped(0).say("offer", "r1", "red") == ["bound r1 ana"]
    groups = {"help": {"authorised": {"blue": {}, "red": {"above": 0}}}}
    assert Centre({"bob": "help"}, groups).say("offer", "r1", "red") == ["bound r1 bob"]


def test_so_many_of_a_group_are_kept_for_its_other_category():
    agents = {"ana": "g", "bob": "g", "cyd": "g"}
    centre = Centre(agents, {"g": {"authorised": {"blue": {}, "red": {"keep_free": 1}}}})
    assert centre.say("offer", "r1", "red") == ["bound r1 ana"]
    assert centre.say("offer", "r2", "red") == ["bound r2 bob"]
    assert centre.say("offer", "r3", "red") == ["queued r3"]
    assert centre.say("offer", "b1", "blue") == ["bound b1 cyd"]
    # free again, each is the only one who is ready: it takes blue alone
    assert centre.say("finish", "r1", "", wrap_up=False) == ["ended r1 ana"]
    assert centre.say("finish", "b1", "", wrap_up=False) == ["ended b1 cyd", "bound r3 cyd"]


def test_whoever_holds_something_may_take_more_once_another_is_ready():
    agents = {"ana": "g", "bob": "g"}
    kinds = {
        "red": {"handle": HANDLE, "channel": "chat"},
        "blue": {"handle": HANDLE, "channel": "chat"},
    }
    centre = Centre(
        agents,
        {"g": {"authorised": {"blue": {}, "red": {"keep_free": 1}}}},
        channels={"chat": {"capacity": 2}},
        categories=kinds,
    )
    assert centre.say("offer", "b1", "blue") == ["bound b1 ana"]
    # ana has room, and bob stays ready
    assert centre.say("offer", "r1", "red") == ["bound r1 ana"]
    assert centre.say("offer", "r2", "red") == ["queued r2"]
    assert centre.say("finish", "r1", "", wrap_up=False) == ["ended r1 ana", "bound r2 ana"]
    assert centre.say("not_ready", "bob") == []
    assert centre.say("finish", "r2", "", wrap_up=False) == ["ended r2 ana"]
    assert centre.say("offer", "r3", "red") == ["queued r3"]
    # bob may not take it, which would leave nobody ready; but now that bob is, ana may
    assert centre.say("ready", "bob") == ["bound r3 ana"]


def test_an_agent_who_has_room_for_something_again_is_one_more_that_is_kept():
    kinds = {"red": {"handle": HANDLE}, "blue": {"handle": HANDLE, "channel": "chat"}}
    centre = Centre(
        {"ana": "g", "bob": "g"},
        {"g": {"authorised": {"blue": {}, "red": {"keep_free": 1}}}},
        channels={"voice": {}, "chat": {}},
        categories=kinds,
    )
    centre.say("not_ready", "bob")
    centre.say("close_channel", "g", "chat")
    # bob would take chats alone, of which the group takes none
    assert centre.say("ready", "bob", channels=["chat"]) == []
    assert centre.say("offer", "r1", "red") == ["queued r1"]
    assert centre.say("open_channel", "g", "chat") == ["bound r1 ana"]


def test_an_agent_whom_a_contact_wants_takes_it_at_any_time():
    centre = helped(5)
    assert centre.say("offer", "r1", "red", preferred="bob") == ["bound r1 bob"]


def test_many_may_go_at_once_when_one_more_is_ready():
    agents = {f"a{n}": "g" for n in range(8)} | {"last": "g"}
    kinds = {"red": {"handle": HANDLE, "channel": "chat"}, "blue": {"handle": HANDLE, "channel": "chat"}}
    centre = Centre(
        agents,
        {"g": {"authorised": {"blue": {}, "red": {"keep_free": 1}}}},
        channels={"chat": {"capacity": 20}},
        categories=kinds,
        routing={"choose_agent": "longest_idle"},
    )
    centre.say("not_ready", "last")
    for n in range(8):
        assert centre.say("offer", f"b{n}", "blue") == [f"bound b{n} a{n}"]
    for n in range(100):
        assert centre.say("offer", f"r{n}", "red") == [f"queued r{n}"]
    found = centre.say("ready", "last")
    assert [one.split()[1] for one in found] == [f"r{n}" for n in range(100)]
    assert not any(one.endswith("last") for one in found)
