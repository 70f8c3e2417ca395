import numpy as np
import pandas as pd

from acd.log import AGENT_COLUMNS, LEG_COLUMNS, Names, agent_frame, leg_frame
from acd.log.schema import FIRST_WORD
from acd.scenario import parse
from tests.log import ten_rows
from tests.log.ten_rows import NAMES


def types(frame):
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


def test_frames_have_the_columns_and_types_of_the_schema():
    assert types(ten_rows.legs()) == {column.name: column.dtype for column in LEG_COLUMNS}
    assert types(ten_rows.agents()) == {column.name: column.dtype for column in AGENT_COLUMNS}


def test_an_empty_log_has_the_same_columns_and_types():
    legs = leg_frame(np.zeros(0, ten_rows.LEG_DTYPE), NAMES, 0)
    agents = agent_frame(np.zeros(0, ten_rows.CHANGE_DTYPE), NAMES, 0)
    assert types(legs) == types(ten_rows.legs())
    assert types(agents) == types(ten_rows.agents())


def test_microseconds_become_seconds_and_none_becomes_missing():
    records = ten_rows.leg_records({"joined": 1.000001, "outcome": "carried_over"})
    frame = leg_frame(records, NAMES, 0)
    assert frame["joined"].iloc[0] == 1.000001
    assert frame[["bound", "ended", "wrapped", "return_at", "score"]].isna().all(axis=None)
    assert frame[["agent", "group", "settled", "verified", "referred_to"]].isna().all(axis=None)


def test_numbers_become_names():
    leg = ten_rows.legs().iloc[4]
    assert (leg["category"], leg["channel"], leg["tier"]) == ("help", "voice", "standard")
    assert (leg["agent"], leg["group"], leg["outcome"]) == ("front 2", "front", "answered")
    assert ten_rows.legs()["channel"].iloc[8] == "text"


def test_settled_is_true_false_or_unknown():
    settled = ten_rows.legs()["settled"]
    assert settled.iloc[0]
    assert not settled.iloc[1]
    assert settled.iloc[2] is pd.NA


def test_categories_hold_all_names_in_the_scenarios_order_though_no_row_uses_them():
    frame = ten_rows.legs_of(ten_rows.left(0, 1, category="help"))
    assert tuple(frame["category"].cat.categories) == NAMES.categories
    assert tuple(frame["agent"].cat.categories) == ("front 1", "front 2", "back 1", "back 2")
    assert frame["category"].cat.codes.iloc[0] == 1


def test_frames_of_several_replications_join_without_losing_types():
    both = pd.concat([ten_rows.legs(), ten_rows.legs_of(*ten_rows.LEG_ROWS, replication=1)])
    assert types(both) == types(ten_rows.legs())
    assert both["replication"].tolist() == [0] * 10 + [1] * 10


def test_users_own_words_follow_the_cores_reasons_and_may_repeat_one():
    names = Names(
        ("a",), ("voice",), ("voice",), ("standard",), ("team",), (1,), ("outage", "break", "outage")
    )
    rows = np.zeros(4, ten_rows.CHANGE_DTYPE)
    rows["reason"] = [1, FIRST_WORD, FIRST_WORD + 1, FIRST_WORD + 2]
    assert agent_frame(rows, names, 0)["reason"].tolist() == ["shift", "outage", "break", "outage"]


def test_names_come_from_a_scenario(tmp_path):
    text = """
name: Two channels
channels: {voice: {}, text: {}}
categories:
  write: {channel: text, arrivals: {rate: 1/m}, handle: {dist: constant, value: 1m}}
  speak: {arrivals: {rate: 1/m}, handle: {dist: constant, value: 1m}}
tiers: {gold: {share: 10%}}
agents: {team: {count: 2, authorised: [write, speak]}}
"""
    names = Names.of(parse(text, tmp_path, "two.yaml"), agents=[2], words=["lunch"])
    assert names.channel_of == ("text", "voice")
    assert (names.channels, names.tiers) == (("voice", "text"), ("standard", "gold"))
    assert names.agent_names == ("team 1", "team 2")
    assert names.agent_reasons[-1] == "lunch"
