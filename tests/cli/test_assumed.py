"""What an author marked as assumed is found again."""

from acd.cli.assumed import assumed, of_models
from acd.scenario import parse


def test_marked_keys_are_gathered_with_their_lines(tmp_path):
    file = tmp_path / "x.yaml"
    first = "a:\n  resolution: 90%   # assumed\n  handle: 3m   # from data\n"
    second = "b:\n  resolution: 90%   # Assumed: no data\n  recontact: {probability: 5%}  # assumed\n"
    file.write_text(f"{first}{second}# assumed: no key\n")
    assert assumed(file) == [f"resolution ({file}, lines 2, 5)", f"recontact ({file}, line 6)"]


def test_nothing_marked_is_nothing_assumed(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text("name: the assumed one\n")
    assert assumed(file) == []


def test_where_customers_are_asked_the_report_says_once_that_the_score_is_a_model():
    handle = "handle: {dist: constant, value: 60}"
    survey = f"{{{handle}, survey: {{response: 20%}}}}"
    root = "name: x\ncategories:\n  a: A\n  b: B\nagents: {g: {count: 1, authorised: [a, b]}}\n"
    [line] = of_models(parse(root.replace("A", survey).replace("B", survey)))
    assert line.startswith("satisfaction, which is the model under `score` of each survey; no public data")
    assert of_models(parse(root.replace("A", f"{{{handle}}}").replace("B", f"{{{handle}}}"))) == []
