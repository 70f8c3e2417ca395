"""Routing plans and the matrix must fit what they speak of, and say where they do not, in one line."""

import pytest

from tests.scenario.made import faults

CENTRE = """name: x
channels: {voice: {}, chat: {}}
categories:
  a: {handle: {dist: constant, value: 60}, requires: {french: 2}}
  b: {handle: {dist: constant, value: 60}, channel: chat}
  c: {handle: {dist: constant, value: 60}, outbound: {records: 5, reach: {probability: 1}}}
  d: {handle: {dist: constant, value: 60}}
agents:
  g: {count: 1, authorised: [a, b, d], skills: {french: 1}}
  h: {count: 1, authorised: [a, c], skills: {french: 2}}
routing:
  steps: {%s}
"""
PLACE = "f.yaml:12: routing.steps."


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("e: [{groups: all}]", "e: unknown category 'e'; defined categories: a, b, c, d"),
        ("a: [{groups: [k]}]", "a[0].groups[0]: unknown group 'k'; defined groups: g, h"),
        (
            "a: [{relax: {frensh: 1}}]",
            "a[0].relax.frensh: unknown skill 'frensh'; did you mean 'french'? defined skills: french",
        ),
        (
            "a: [{until: 9s, overflow: d}, {}]",
            "a[0].until: 9s is given together with overflow, which takes no time; remove it: the next step begins at "
            "once",
        ),
        ("a: [{overflow: f}, {}]", "a[0].overflow: unknown category 'f'; defined categories: a, b, c, d"),
        ("a: []", "a: is empty; write a step, or remove it"),
        (
            "a: [{groups: every}]",
            "a[0].groups: 'every' is not a list of groups; write [name, name] or all",
        ),
        (
            "a: [{overflow: d, refuse: true}]",
            "a[0]: overflow and refuse are given together; a step does one thing, so write several steps",
        ),
        (
            "a: [{refuse: true, groups: [g]}]",
            "a[0].groups: is given together with refuse, which takes no time; say who may have the contact in a step "
            "of its own",
        ),
        (
            "a: [{until: 9s}, {when: {}}]",
            "a[1].when: asks nothing; give one of queue_above, estimated_wait_above, free_below, service_level_below, "
            "or remove it",
        ),
        (
            "a: [{until: 9s}, {until: 9s}, {}]",
            "a[1].until: 9s is not after 9s, when the step begins; times count from joining and rise from step to step",
        ),
        (
            "a: [{groups: [h]}, {}]",
            "a[0]: has no `until`, so that the steps behind it never begin; say until when it lasts",
        ),
        (
            "a: [{groups: [h]}, {refuse: true}]",
            "a[0]: has no `until`, so that 'refuse' behind it would begin with it; say until when it lasts, or write "
            "that step before it",
        ),
        (
            "a: [{until: 9s}]",
            "a[0].until: 9s ends the last step, behind which there is none; remove it",
        ),
        (
            "a: [{when: {queue_above: 1}}]",
            "a[0].when: is asked of the step in which contacts join, before which there is none to stay in; remove it, "
            "or write a step before",
        ),
        (
            "d: [{groups: [g, h]}]",
            "d[0].groups[1]: 'h' is not authorised for 'd', and no step changes that; authorise it, or leave it out",
        ),
        (
            "d: [{relax: {french: 1}}]",
            "d[0].relax.french: 'd' does not require 'french'; add it to `requires`, with level 0 if need be, or "
            "remove it",
        ),
        (
            "a: [{callback: true}, {}]",
            "a[0].callback: 'a' has no `callback` that could be offered; describe one, or remove it",
        ),
        (
            "a: [{overflow: b}, {}]",
            "a[0].overflow: 'b' comes by chat, 'a' by voice; whoever waits stays in the channel, so name a category of "
            "the same one",
        ),
        (
            "a: [{overflow: c}, {}]",
            "a[0].overflow: 'c' is dialled by the centre itself; name a category in which contacts wait",
        ),
        (
            "c: [{groups: [h]}]",
            "c: is the plan of a category that the centre dials itself, where nobody waits; remove it",
        ),
        (
            "a: [{until: 9s}, {groups: [g]}]",
            "a[1]: is the last step, and of its groups (g) nobody has french 2, so that contacts wait for ever; relax "
            "more, name other groups, or end with overflow or refuse",
        ),
        (
            "a: [{until: 9s}, {overflow: d}], d: [{until: 5s}, {overflow: a}]",
            "a[1].overflow: leads round: 'a' -> 'd' -> 'a'; let one of these plans end otherwise",
        ),
    ],
)
def test_a_plan_that_does_not_fit_is_told_in_one_line(steps, said):
    assert faults(CENTRE % steps) == [PLACE + said]


def test_a_plan_may_end_with_nobody_when_it_refuses_then():
    assert faults(CENTRE % "a: [{until: 9s, groups: [g]}, {refuse: true}]") == []


def test_a_requirement_that_nobody_fulfils_is_no_fault_when_a_step_relaxes_it():
    raised = CENTRE.replace("requires: {french: 2}", "requires: {french: 5}")
    assert faults(raised % "a: [{until: 9s}, {relax: {french: 2}}]") == []
    assert len(faults(raised % "a: [{until: 9s}, {}]")) == 2


def test_delays_belong_to_contacts_that_wait():
    delayed = CENTRE.replace("authorised: [a, c]", "authorised: {a: {after: 5s}, c: {after: 5s}}")
    assert faults(delayed % "") == [
        "f.yaml:10: agents.h.authorised.c.after: 'c' is dialled by the centre itself, and its contacts do not wait; "
        "remove it"
    ]


MATRIX = """name: x
categories:
  a: {handle: {dist: constant, value: 60}}
  b: {handle: {dist: constant, value: 60}}
agents:
  g: {count: 1, authorised: {a: {after: 4s}, b: {}}}
  h: {count: 1, authorised: [a]}
routing: {matrix: {file: m.csv}%s}
"""


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        ("category,g,h\na,1,2\nb,1,\n", "", []),
        ("category,g\na,1\nb,1\n", "", ["has no column for the group 'h'"]),
        ("category,g,h\na,1,2\n", "", ["has no row for the category 'b'"]),
        (
            "category,g,h\na,1,2\nb,1,3\n",
            "",
            ["row 3, column 'h': '3' for 'b', for which the group is not authorised"],
        ),
        ("category,g,h\na,1,x\nb,1,\n", "", ["row 2, column 'h': 'x' is no rank; write a whole number"]),
        ("category,g,h\na,1,2@x\nb,1,\n", "", ["row 2, column 'h': '2@x' is no rank"]),
        ("category,g,h\na,1,2\nb,,\n", "", ["leaves 'b' to nobody; fill a cell of its row"]),
        (
            "category,g,h\na,,2\nb,1,\n",
            ", steps: {a: [{groups: [g]}]}",
            [
                "leaves 'a' to h, where for want of skills, or by its last step, nobody ever takes it; fill a cell of g"
            ],
        ),
        ("category,g,h\na,,2\nb,1,\n", ", steps: {a: [{until: 9, groups: [g]}, {refuse: true}]}", []),
        ("category,g,h\na,1@3s,2\nb,1,\n", "", ["is said in the matrix, too; say it in one place"]),
        ("category,g,i,h\na,1,1,2\nb,1,,\n", "", ["has a column 'i', which is no group; one of: g, h"]),
        (
            "category,g,h\na,1,2\nb,1,\n",
            ", choose_contact: [matrix, category_order]",
            ["matrix and category_order both rank the categories for a group; keep one"],
        ),
    ],
)
def test_a_matrix_fits_the_scenario(rows, more, said, tmp_path):
    (tmp_path / "m.csv").write_text(rows)
    found = faults(MATRIX % more, tmp_path)
    assert len(found) == len(said)
    assert all(part in line for part, line in zip(said, found, strict=True))


def test_a_matrix_leaves_no_category_to_those_who_lack_the_skills_for_it(tmp_path):
    (tmp_path / "m.csv").write_text("category,g,h\na,,2\nb,1,\n")
    skilled = MATRIX.replace("value: 60}}\n  b", "value: 60}, requires: {french: 1}}\n  b")
    (fault,) = faults(skilled.replace("  g: {", "  g: {skills: {french: 1}, ") % "", tmp_path)
    assert fault.endswith(
        "leaves 'a' to h, where for want of skills, or by its last step, nobody ever takes it; fill "
        "a cell of g"
    )


def test_the_key_matrix_needs_a_matrix():
    without = MATRIX.replace("matrix: {file: m.csv}%s", "choose_agent: matrix")
    assert faults(without) == [
        "f.yaml:8: routing.choose_agent: names `matrix`, but there is none; give routing.matrix, or remove it"
    ]
