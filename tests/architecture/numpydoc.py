"""Just enough of the numpydoc format to compare a docstring with its signature."""

import ast
import inspect
import re

UNDERLINE = re.compile(r"^-{3,}$")
ENTRY = re.compile(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*)(?: ?:.*)?$")


def sections(node: ast.AST) -> dict[str, list[str]]:
    """Return the docstring's sections: title to lines."""
    lines = inspect.cleandoc(ast.get_docstring(node) or "").splitlines()
    starts = [i for i, line in enumerate(lines) if i and UNDERLINE.match(line) and lines[i - 1].strip()]
    ends = [*(start - 1 for start in starts[1:]), len(lines)][: len(starts)]
    return {lines[s - 1].strip(): lines[s + 1 : e] for s, e in zip(starts, ends, strict=True)}


def entries(lines: list[str]) -> list[str]:
    """Return the names that a Parameters or Raises section describes, in order."""
    found: list[str] = []
    for line in lines:
        match = ENTRY.match(line)
        if match and not line.startswith(" "):
            found += [name.lstrip("*") for name in match[1].split(", ")]
    return found


def signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Return the argument names that a docstring has to describe."""
    args = node.args
    listed = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
    names = [argument.arg for argument in listed if argument is not None]
    return [name for name in names if name not in {"self", "cls"} and not name.startswith("_")]


def raised(node: ast.AST) -> set[str]:
    """Return the names of the exceptions that the body itself raises."""
    found = set()
    for child in ast.walk(node):
        if isinstance(child, ast.Raise) and child.exc is not None:
            target = child.exc.func if isinstance(child.exc, ast.Call) else child.exc
            name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            found.add(name)
    return {name for name in found if name[:1].isupper()}
