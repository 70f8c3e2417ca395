"""The pictures say what they show; what they look like was judged by eye."""

import pytest

from acd.report import charts
from acd.report.waits import waits
from tests.report import made

HOW_TO_READ = "a curve above its cross meets the target"


def titles(figure):
    return [axes.get_title(loc="left").strip() for axes in figure.axes]


def test_the_service_picture_counts_the_intervals_that_reach_the_target():
    assert (
        titles(charts.service_and_load(made.result()))[0]
        == "80 % answered within 20 s: reached in 4 of 7 intervals"
    )


def test_different_targets_have_no_common_line():
    scenario = made.scenario()
    scenario.categories["two"].service_level.share = 0.9
    figure = charts.service_and_load(made.result(scenario=scenario))
    assert titles(figure)[0] == "Service level and load by interval"
    assert "target" not in str(figure.axes[0].get_legend_handles_labels()[1])


def test_the_waiting_picture_needs_the_log():
    with pytest.raises(ValueError, match=r"waiting\(result\) needs the log; simulate with keep_log=True"):
        charts.waiting(made.result(log=None))


def test_the_waiting_picture_draws_a_curve_for_each_category_and_marks_the_target():
    figure = charts.waiting(made.result())
    assert titles(figure) == ["2 % of contacts did not wait", "Answered within any time, by category"]
    assert figure.axes[1].get_legend_handles_labels()[1] == ["one", "two"]
    assert [text.get_text() for text in figure.axes[1].texts] == ["target 80 % in 20 s", HOW_TO_READ]


def test_waits_leave_out_the_warm_up_and_those_who_still_wait():
    legs = made.legs()
    legs.loc[legs.index[-1], ["bound", "ended", "outcome"]] = [float("nan"), float("nan"), "abandoned"]
    frame = waits(legs, warm_up=3600.0)
    assert len(frame) == 99
    assert frame["wait"].between(0, 49).all()
    assert not frame.loc[frame["wait"] > 40, "answered"].any()


def test_the_staffing_picture_counts_the_intervals_with_too_few_agents():
    figure = charts.staffing(made.result())
    assert titles(figure) == ["Agents logged in against agents needed: too few in 4 of 8 intervals"]


def test_saving_writes_three_pictures(tmp_path):
    paths = charts.save(made.result(), tmp_path)
    assert [path.name for path in paths] == ["service_and_load.png", "waiting.png", "staffing.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)
