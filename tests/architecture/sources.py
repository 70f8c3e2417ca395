"""The package's own source as syntax trees, for the checks beside this file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files() -> list[Path]:
    """Return every Python file of the package."""
    return sorted((ROOT / "acd").rglob("*.py"))


def short(path: Path) -> str:
    """Return a file's name as messages show it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def definitions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Yield every function, class and method with its dotted name, in the order of the file."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            yield prefix + child.name, child
            yield from definitions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.If | ast.Try | ast.With):
            yield from definitions(child, prefix)


def functions() -> Iterator[tuple[str, Function]]:
    """Yield every function of the package as (``file:name``, node)."""
    for path in files():
        for name, node in definitions(tree(path)):
            if isinstance(node, Function):
                yield f"{short(path)}:{name}", node


def public() -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Yield what users and other modules may call: no part of the dotted name starts with an underscore."""
    for path in files():
        inside = [name for name, node in definitions(tree(path)) if isinstance(node, Function)]
        for name, node in definitions(tree(path)):
            nested = any(name.startswith(f"{outer}.") for outer in inside)
            if not nested and not any(part.startswith("_") for part in name.split(".")):
                yield f"{short(path)}:{name}", node


def decorators(node: Function | ast.ClassDef) -> set[str]:
    """Return the last words of a definition's decorators (``property``, ``kernel``)."""
    found = set()
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


def exported() -> set[str]:
    """Return what the packages export, as ``file:name`` of the definition; methods are not listed."""
    found = set()
    for path in files():
        if path.name == "__init__.py":
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("acd."):
                    home = (node.module or "").replace(".", "/")
                    found |= {f"{home}.py:{alias.name}" for alias in node.names}
    return found
