"""Every rival gives the right answer on a small work, and a wrong one is refused."""

from dataclasses import replace

import pytest

from benchmarks.works import check, work

pytest.importorskip("ciw", reason="install acd[bench]")

from benchmarks.peers import special
from benchmarks.peers.__main__ import COMPILED, PROGRAMS, UNDISTURBED, WATCHED, goals, main


@pytest.mark.parametrize("name", ["A", "B"])
@pytest.mark.parametrize("program", list(PROGRAMS))
def test_every_program_gives_the_right_answer(program, name):
    told = work(name)
    seconds, measured = PROGRAMS[program][1](told, 5_000, 1)
    assert seconds > 0
    assert measured.contacts > 4_500
    check(program, told, measured)


@pytest.mark.parametrize("wrong", [{"abandonment": 0.05}, {"wait": 9.0}, {"occupancy": 0.85}])
def test_a_wrong_answer_is_refused(wrong):
    told = work("A")
    _seconds, measured = PROGRAMS[COMPILED][1](told, 100_000, 1)
    with pytest.raises(AssertionError, match=next(iter(wrong))):
        check("wrong", told, replace(measured, **wrong))


def test_the_program_for_one_model_says_that_it_has_no_room():
    with pytest.raises(ValueError, match="more contacts wait than `special` has room for"):
        special.run(replace(work("A"), rates=(240.0,)), 5_000, 1)


def test_the_script_prints_every_program_and_every_goal(capsys):
    main(["--quick", "--work", "B"])
    printed = capsys.readouterr().out
    assert all(program in printed for program in PROGRAMS)
    assert printed.count("met") == 5


def test_goals_say_what_was_not_reached():
    best = dict.fromkeys(PROGRAMS, 1.0) | {COMPILED: 50.0, UNDISTURBED: 49.0, WATCHED: 1.2}
    assert [met for *_, met in goals(best, ((1e-6, 2e-6), (3e-6, 9e-6)))] == [True, False, True, False, False]
