"""What one part says must fit what another says: names, authority, skills, shares, shifts, sizes."""

import pytest

from tests.scenario.made import faults, made, text

SHIFT = "shifts: [{{agents: 1, at: {at}, length: {length}, days: {days}}}], authorised: [a]"


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            {"category": "channel: voise"},
            "f.yaml:3: categories.a.channel: unknown channel 'voise'; did you mean 'voice'? "
            "defined channels: voice",
        ),
        (
            {"category": "requires: {french: 1}"},
            "f.yaml:3: categories.a.requires.french: unknown skill 'french'; defined skills: none",
        ),
        (
            {"root": "tiers: {gold: {share: {b: 1}}}"},
            "f.yaml:6: tiers.gold.share.b: unknown category 'b'; defined categories: a",
        ),
        (
            {"group": "count: 1, authorised: {a: {}, b: {}}"},
            "f.yaml:5: agents.g.authorised.b: unknown category 'b'; defined categories: a",
        ),
        (
            {"category": "requires: {french: 3}", "group": "count: 1, authorised: [a], skills: {french: 2}"},
            "f.yaml:3: categories.a.requires: no group authorised for 'a' (g) has french 3; "
            "lower the level or give a group the skill",
        ),
        (
            {"root": "tiers: {gold: {share: {a: 60%}}, blue: {share: 50%}}"},
            "f.yaml:6: tiers: the shares of 'a' add up to 1.1 (gold 0.6, blue 0.5); at most 1 in all",
        ),
        (
            {"category": "arrivals: {rate: 48000000/s}"},
            "f.yaml:3: categories.a.arrivals.rate: 4.15e+12 matters in the run are more than 1e+09; "
            "look at the unit",
        ),
        (
            {
                "group": "count: 20000, authorised: [a], shrinkage: 1%",
                "root": "calendar: {days: 1000}",
            },
            "f.yaml:5: agents.g: 20000 agents on 1000 days are more than 5000000 shifts; "
            "take fewer agents or fewer days",
        ),
        (
            {
                "category": "outbound: {records: 5, windows: {mon-fri: 06:00-07:00}}",
                "root": "calendar: {open: {mon-fri: 08:00-20:00}}",
            },
            "f.yaml:3: categories.a.outbound.windows: mon 06:00-07:00, tue 06:00-07:00, wed 06:00-07:00, "
            "thu 06:00-07:00, fri 06:00-07:00 lies outside opening hours (mon 08:00-20:00, tue 08:00-20:00, "
            "wed 08:00-20:00, thu 08:00-20:00, fri 08:00-20:00); dial while open, or open longer",
        ),
        (
            {"category": "outbound: {per_day: 6000}", "root": "calendar: {days: 1000}"},
            "f.yaml:3: categories.a.outbound.per_day: 6000 records on 1000 days are more than 5000000; "
            "take fewer records or fewer days",
        ),
    ],
)
def test_parts_that_do_not_fit_are_told(parts: dict[str, str], line: str) -> None:
    assert faults(text(**parts)) == [line]


def test_a_category_that_nobody_may_handle_is_a_fault() -> None:
    second = text(root="").replace("agents:", "  b: {handle: {dist: constant, value: 1}}\nagents:")
    assert faults(second) == [
        "f.yaml:4: categories.b: no group is authorised for 'b'; "
        "add it to `authorised` of one of the groups: g"
    ]


@pytest.mark.parametrize(
    ("at", "length", "days", "told"),
    [
        ("08:00", "10h", "mon-fri", None),
        ("22:00", "4h", "thu", None),
        ("07:00", "8h", "mon-fri", "07:00 for 8h on mon is outside opening hours (08:00-18:00)"),
        ("08:00", "8h", "fri-sat", "08:00 for 8h on sat is outside opening hours (closed)"),
        ("20:00", "8h", "thu", "20:00 for 8h on thu is outside opening hours (08:00-18:00, 20:00-24:00)"),
    ],
)
def test_a_shift_must_lie_in_opening_hours(at: str, length: str, days: str, told: str | None) -> None:
    hours = "{mon-wed: 08:00-18:00, thu: '08:00-18:00, 20:00-24:00', fri: '00:00-02:00, 08:00-18:00'}"
    lines = faults(
        text(group=SHIFT.format(at=at, length=length, days=days), root=f"calendar: {{open: {hours}}}")
    )
    if told is None:
        assert lines == []
    else:
        assert lines == [f"f.yaml:5: agents.g.shifts[0]: {told}; shorten or move the shift, or open longer"]


def test_a_night_shift_may_run_from_sunday_into_monday() -> None:
    assert faults(text(group=SHIFT.format(at="22:00", length="8h", days="mon-sun"))) == []


def test_a_skill_that_another_group_has_serves_nobody_who_is_not_authorised() -> None:
    groups = "  h: {count: 1, authorised: [b], skills: {french: 5}}"
    written = text(category="requires: {french: 1}", root=groups).replace(
        "agents:", "  b: {handle: {dist: constant, value: 1}}\nagents:"
    )
    assert [line.split(": ")[1] for line in faults(written)] == ["categories.a.requires"]


def test_shares_of_tiers_may_fill_a_category_to_the_brim() -> None:
    scenario = made(root="tiers: {gold: {share: {a: 10%}}, blue: {share: 70%}, red: {share: 20%}}")
    assert [tier.share_of("a") for tier in scenario.tiers.values()] == [0.1, 0.7, 0.2]
    assert scenario.tier_names == ["standard", "gold", "blue", "red"]
