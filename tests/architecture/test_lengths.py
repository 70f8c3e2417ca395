"""Sizes: a file has one reason and at most 400 lines, a function 40 (kernels 60) and 8 arguments.

An exception is one line below, with its reason.
"""

import ast

from tests.architecture import sources

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
MANY_ARGUMENTS: dict[str, str] = {
    "acd/experiment/replicate.py:simulate": "every option of a run by its name, each with a default",
    "acd/cli/run.py:run": "one argument an option of the command",
}

COMPILED = {"kernel", "entry"}


def body_length(node):
    """Count the lines of a function without its decorators and its docstring."""
    length = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node) is not None:
        length -= node.body[0].end_lineno - node.body[0].lineno + 1
    return length


def argument_count(node):
    """Count a function's arguments without ``self`` and ``cls``."""
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return sum(argument.arg not in {"self", "cls"} for argument in arguments)


def test_no_file_is_longer_than_400_lines():
    lengths = {sources.short(path): len(path.read_text().splitlines()) for path in sources.files()}
    long = {name for name, length in lengths.items() if length > 400}
    assert long == set(LONG_FILES)


def test_no_function_is_longer_than_40_lines_and_no_kernel_longer_than_60():
    long = {
        name: body_length(node)
        for name, node in sources.functions()
        if body_length(node) > (60 if sources.decorators(node) & COMPILED else 40)
    }
    assert set(long) == set(LONG_FUNCTIONS), long


def test_no_function_takes_more_than_8_arguments():
    many = {name: argument_count(node) for name, node in sources.functions() if argument_count(node) > 8}
    assert set(many) == set(MANY_ARGUMENTS), many
