"""Steps of routing plans, and a matrix, that do nothing or leave contacts to nobody are told; those that do are not."""

import pytest

from acd.scenario import parse, warnings

CENTRE = """name: x
channels: {voice: {}, chat: {}}
categories:
  a: {handle: {dist: constant, value: 1}, requires: {french: 2}}
  b: {handle: {dist: constant, value: 1}}
agents:
  g: {count: 1, authorised: [a, b], skills: {french: 1}}
  h: {count: 1, authorised: [a], skills: {french: 2}}
  i: {count: 1, authorised: [a], skills: {french: 2}, channels: [chat]}
  j: {count: 1, authorised: [a], skills: {french: 3}}
routing:
  %s
"""


def told(routing, centre=CENTRE, folder=None):
    scenario = parse(centre % routing, folder, "f.yaml") if folder else parse(centre % routing, name="f.yaml")
    # the groups' channels have warnings of their own
    return [str(fault) for fault in warnings(scenario) if ": routing." in str(fault)]


def idle(number, out, groups="h, j"):
    return [
        f"f.yaml:12: routing.steps.a[{number}]: changes nothing: with it as without it {groups} may have 'a', at the "
        f"same priority; name other groups, relax more, or {out}"
    ]


@pytest.mark.parametrize(
    ("steps", "number", "out"),
    [
        ("[{}]", 0, "remove the plan"),
        ("[{groups: [h, j]}]", 0, "remove the plan"),
        ("[{until: 9s}, {}]", 1, "remove it and the `until` before it"),
        ("[{until: 9s, groups: [h, j]}, {groups: all}]", 1, "remove it and the `until` before it"),
        # i works no voice, and nobody has french 1 in vain but g
        ("[{until: 9s, groups: [h, j]}, {groups: [h, i, j]}]", 1, "remove it and the `until` before it"),
        (
            "[{until: 9s}, {until: 20s, groups: [g, h, j]}, {relax: {french: 1}}]",
            1,
            "remove it and let the step before last until 20s",
        ),
        (
            "[{until: 9s, priority: 1}, {until: 20s, priority: 1, when: {queue_above: 3}}, {refuse: true}]",
            1,
            "remove it and let the step before last until 20s",
        ),
    ],
)
def test_a_step_with_which_nobody_is_reached_but_before_is_told(steps, number, out):
    assert told(f"steps: {{a: {steps}}}") == idle(number, out)


@pytest.mark.parametrize(
    "steps",
    [
        "[{groups: [h]}]",
        "[{relax: {french: 1}}]",
        "[{priority: 1}]",
        "[{until: 9s}, {relax: {french: 1}}]",
        "[{until: 9s}, {priority: 1}]",
        "[{until: 9s, priority: 1}, {}]",
        "[{until: 9s}, {groups: [h]}]",
        # the first sets when the second begins
        "[{until: 9s}, {refuse: true}]",
        "[{until: 9s}, {overflow: b, when: {queue_above: 2}}, {until: 20s}, {refuse: true}]",
        "[{overflow: b, when: {queue_above: 2}}, {}]",
        # who was not let into the second is let back to nobody else, who was is
        "[{until: 9s}, {until: 20s, groups: [h], when: {queue_above: 2}}, {}]",
        "[{until: 9s, groups: [h]}, {until: 20s, when: {free_below: 2}}, {}]",
    ],
)
def test_a_step_that_changes_something_or_keeps_time_is_not_told(steps):
    assert told(f"steps: {{a: {steps}}}") == []


def test_a_step_that_only_makes_a_line_of_its_own_is_not_told_where_lines_differ():
    centre = CENTRE.replace("{count: 1, authorised: [a], skills: {french: 3}}", "%s")
    group = "{count: 1, answer: {dist: constant, value: 1}, authorised: {a: %s}, skills: {french: 3}}"
    for factors, again, said in [
        ("{above: 1}", "", 1),
        ("{}", "reoffer: {}, ", 1),
        ("{above: 1}", "reoffer: {}, ", 0),
    ]:
        written = centre % (group % factors, f"{{{again}steps: {{a: [{{until: 9s}}, {{}}]}}}}")
        found = [str(one) for one in warnings(parse(written, name="f.yaml"))]
        assert [line for line in found if ": routing.steps" in line] == said * idle(
            1, "remove it and the `until` before it"
        )


@pytest.mark.parametrize(
    ("steps", "number", "why", "contacts"),
    [
        ("[{until: 9s, groups: [g]}, {}]", 0, "g has no french 2", "wait until a later step begins"),
        (
            "[{until: 9s}, {until: 20s, groups: [g, i], priority: 1}, {refuse: true}]",
            1,
            "g has no french 2, i does not work voice",
            "wait until a later step begins",
        ),
        (
            "[{until: 9s}, {until: 20s, relax: {french: 4}}, {}]",
            1,
            "g has no french 4, h has no french 4, i does not work voice, j has no french 4",
            "wait until a later step begins",
        ),
        ("[{until: 9s}, {groups: [i]}]", 1, "i does not work voice", "wait for ever or give up"),
    ],
)
def test_a_step_in_which_nobody_may_have_the_contact_is_told(steps, number, why, contacts):
    assert told(f"steps: {{a: {steps}}}") == [
        f"f.yaml:12: routing.steps.a[{number}]: nobody may have 'a' in this step ({why}), so that contacts {contacts}; "
        "relax more, name other groups, or remove it"
    ]


def test_more_priority_by_which_nobody_is_chosen_is_told():
    for keys, said in [("[longest_wait]", 1), ("[priority]", 0), ("[aged_priority]", 0)]:
        found = told(f"{{choose_contact: {keys}, steps: {{a: [{{until: 9s}}, {{priority: 3}}]}}}}")
        assert found == said * [
            "f.yaml:12: routing.steps.a[1].priority: 3 changes nothing: choose_contact names neither priority nor "
            "aged_priority; name one there, or remove this"
        ]


MATRIX = """name: x
categories:
  a: {handle: {dist: constant, value: 1}}
  b: {handle: {dist: constant, value: 1}}
agents:
  g: {count: 1, authorised: [a, b]}
  h: {count: 1, authorised: [a]}
routing: {matrix: {file: m.csv}%s}
"""
VAIN = (
    "f.yaml:8: routing.matrix: changes nothing: neither choose_agent nor choose_contact names `matrix`, and no cell "
    "delays a group or takes a category from it; name it there, or remove this"
)


@pytest.mark.parametrize(
    ("rows", "keys", "said"),
    [
        ("a,1,2\nb,1,\n", "", [VAIN]),
        ("a,1,2\nb,1,\n", ", choose_agent: [longest_idle], choose_contact: [category_order]", [VAIN]),
        ("a,1,2\nb,1,\n", ", choose_agent: matrix", []),
        ("a,1,2\nb,1,\n", ", choose_contact: [priority, matrix]", []),
        ("a,1,2@9s\nb,1,\n", "", []),
        ("a,1,\nb,1,\n", "", []),
    ],
)
def test_a_matrix_by_which_nothing_is_chosen_delayed_or_taken_away_is_told(rows, keys, said, tmp_path):
    (tmp_path / "m.csv").write_text("category,g,h\n" + rows)
    assert told(keys, MATRIX, tmp_path) == said


def test_a_step_for_a_group_that_the_matrix_leaves_out_is_told(tmp_path):
    (tmp_path / "m.csv").write_text("category,g,h\na,1,\nb,1,\n")
    [line] = told(", steps: {a: [{until: 9s, groups: [h]}, {}]}", MATRIX, tmp_path)
    assert (
        "nobody may have 'a' in this step (h has an empty cell in the matrix), so that contacts wait until"
        in line
    )
