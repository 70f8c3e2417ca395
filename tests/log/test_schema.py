from acd.core import codes, columns
from acd.log import schema
from acd.log.frames import Names
from tests.log import ten_rows

LEGS = """replication matter attempt contact leg category channel tier arrived joined bound ended wrapped hold
rings agent group outcome reason settled verified referred_to return_kind return_at score"""
ADDED = """announced callback surveyed followed_up steered_from"""


def names_of(enum, separator="_"):
    return tuple(
        "" if member.name == "NONE" else member.name.lower().replace("_", separator) for member in enum
    )


def test_leg_columns_are_those_of_the_contract_in_its_order():
    assert [column.name for column in schema.LEG_COLUMNS] == LEGS.split() + ADDED.split()


def test_agent_columns_are_those_of_the_contract_in_its_order():
    names = ["replication", "time", "agent", "group", "state", "reason", "load"]
    assert [column.name for column in schema.AGENT_COLUMNS] == names


def test_command_columns_are_those_of_the_contract_in_its_order():
    names = ["time", "command", "contact", "agent", "decisions"]
    assert [column.name for column in schema.COMMAND_COLUMNS] == names


def test_every_column_says_what_it_means():
    columns = (*schema.LEG_COLUMNS, *schema.AGENT_COLUMNS, *schema.COMMAND_COLUMNS)
    assert all(column.meaning for column in columns)


def test_the_words_follow_the_numbers_of_the_core():
    assert names_of(codes.Outcome) == schema.OUTCOMES
    assert names_of(codes.LegReason, " ") == schema.REASONS
    assert names_of(codes.ReturnKind) == schema.RETURN_KINDS
    assert names_of(codes.AgentState) == schema.STATES
    assert (*schema.AGENT_REASONS, "first word") == names_of(codes.AgentReason, " ")
    assert schema.FIRST_WORD == codes.AgentReason.FIRST_WORD


def test_the_first_own_word_follows_the_reasons_of_the_core():
    names = Names((), (), (), (), (), (), words=("outage", "break"))
    place = names.reason_codes
    assert names.agent_reasons[place[codes.AgentReason.FIRST_WORD]] == "outage"
    assert names.agent_reasons[place[codes.AgentReason.FIRST_WORD + 1]] == "break"
    assert names.agent_reasons[place[codes.AgentReason.EARLY]] == "early"


def test_the_frames_read_the_rows_that_the_core_writes():
    assert set(columns.LEG.names) == {name for name, _ in ten_rows.LEG_DTYPE}
    assert set(columns.CHANGE.names) == {name for name, _ in ten_rows.CHANGE_DTYPE}
