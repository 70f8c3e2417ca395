"""Channels: nobody interrupts in a circle, somebody works every category, capacities can be reached."""

import pytest

from acd.scenario import parse, warnings
from tests.scenario.made import HANDLE, faults

THREE = "voice: {{{voice}}}, chat: {{{chat}}}, mail: {{{mail}}}"


def centre(group: str = "count: 1, authorised: [a, b]", **channels: str) -> str:
    """Return a scenario of `a` by voice (line 3) and `b` by chat, a group `g` (line 6) and channels (line 7)."""
    inside = THREE.format(**{name: channels.get(name, "") for name in ("voice", "chat", "mail")})
    return (
        f"name: x\ncategories:\n  a: {{{HANDLE}}}\n  b: {{{HANDLE}, channel: chat}}\n"
        f"agents:\n  g: {{{group}}}\nchannels: {{{inside}}}\n"
    )


@pytest.mark.parametrize(
    ("channels", "line"),
    [
        (
            {"voice": "interrupted_by: [chat]", "chat": "interrupted_by: [voice]"},
            "f.yaml:7: channels.voice.interrupted_by: 'voice' by 'chat' by 'voice': interrupted in a circle, all of "
            "them would rest for ever; remove one",
        ),
        (
            {
                "voice": "interrupted_by: [mail]",
                "chat": "interrupted_by: [voice]",
                "mail": "interrupted_by: [chat]",
            },
            "f.yaml:7: channels.voice.interrupted_by: 'voice' by 'mail' by 'chat' by 'voice': interrupted in a circle, "
            "all of them would rest for ever; remove one",
        ),
        (
            {"mail": "interrupted_by: [voice, mail]"},
            "f.yaml:7: channels.mail.interrupted_by: 'mail' cannot interrupt itself; remove it",
        ),
        (
            {"mail": "interrupted_by: [voise]"},
            "f.yaml:7: channels.mail.interrupted_by[0]: unknown channel 'voise'; did you mean 'voice'? "
            "defined channels: voice, chat, mail",
        ),
    ],
)
def test_channels_that_could_only_wait_for_each_other_are_a_fault(
    channels: dict[str, str], line: str
) -> None:
    assert faults(centre(**channels)) == [line]


def test_a_channel_may_be_interrupted_by_several_and_these_by_others() -> None:
    assert faults(centre(mail="interrupted_by: [voice, chat]", chat="interrupted_by: [voice]")) == []


def test_a_category_whose_channel_no_group_of_its_own_works_is_a_fault() -> None:
    assert faults(
        centre(group="count: 1, authorised: [a, b], channels: [voice]}\n  h: {count: 1, authorised: [a]")
    ) == [
        "f.yaml:4: categories.b.channel: no group authorised for 'b' (g) works chat; "
        "add it to `channels` of one of them"
    ]


def test_authority_over_a_channel_that_a_group_does_not_work_is_a_warning() -> None:
    group = "count: 1, authorised: [a, b], channels: [voice]}\n  h: {count: 1, authorised: [b]"
    assert [str(fault) for fault in warnings(parse(centre(group=group)))] == [
        "scenario:6: agents.g.channels: 'g' is authorised for 'b' but does not work chat, by which it comes; "
        "add chat, or take 'b' out of `authorised`"
    ]


def test_a_channel_that_brings_a_group_nothing_is_a_warning() -> None:
    group = "count: 1, authorised: [a, b], channels: [voice, chat, mail]"
    assert [str(fault) for fault in warnings(parse(centre(group=group)))] == [
        "scenario:6: agents.g.channels: 'g' works mail, but may take nothing that comes by it; remove it"
    ]


def test_a_capacity_that_cost_does_not_allow_is_a_warning() -> None:
    assert [str(fault) for fault in warnings(parse(centre(chat="capacity: 3, cost: 50%")))] == [
        "scenario:7: channels.chat.capacity: 3 is never reached: each takes 0.5 of an agent, so that 2 fill one; "
        "lower `cost` of the channel"
    ]
    group = "count: 1, authorised: [a, b], channels: {voice: , chat: {capacity: 4}}"
    [line] = [str(fault) for fault in warnings(parse(centre(group=group, chat="capacity: 3")))]
    assert line.startswith(
        "scenario:6: agents.g.channels.chat.capacity: 4 is never reached: each takes 0.3333 of"
    )
    assert warnings(parse(centre(chat="capacity: 3, cost: 33%"))) == []


def test_nobody_is_steered_into_a_campaign() -> None:
    def steered(other: str) -> str:
        return (
            f"name: x\ncategories:\n  a: {{{HANDLE}, steer: {{to: b, accept: 50%}}}}\n  b: {{{HANDLE}{other}}}\n"
            "agents:\n  g: {count: 1, authorised: [a, b]}\n"
        )

    assert faults(steered(", outbound: {records: 5}")) == [
        "f.yaml:3: categories.a.steer.to: 'b' is a campaign, whose contacts the centre dials from a list; name a "
        "category without outbound"
    ]
    assert faults(steered("")) == []
