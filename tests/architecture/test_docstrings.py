"""Docstrings say what the signatures say; ruff checks that they exist and their form.

Names that a package exports, and the methods of such classes, have every section. Names that modules of one
package share (kernels, whose arguments are the same few words everywhere) may do with the line of meaning, but a
section that is there must be right.
"""

import ast

from tests.architecture import numpydoc, sources

# Raised for the caller of the operation, not by the documented name itself.
UNDOCUMENTED_RAISES: dict[str, str] = {}


EXPORTED = sources.exported()


def is_exported(name):
    """Tell whether ``file:name`` or ``file:class.method`` can be reached through a package."""
    return name in EXPORTED or name.rpartition(".")[0] in EXPORTED


def public_functions():
    for name, node in sources.public():
        if not isinstance(node, ast.ClassDef) and "overload" not in sources.decorators(node):
            yield name, node


def owes(name, node, section):
    """Tell whether a docstring must have a section, or has it anyway."""
    return is_exported(name) or section in numpydoc.sections(node)


def is_attribute(node):
    """Tell whether one line of meaning is enough: nothing goes in, and the line says what comes out."""
    line = (ast.get_docstring(node) or "").split(maxsplit=1)
    says = bool(line) and line[0] in {"Return", "Yield"} and not numpydoc.signature(node)
    return says or bool(sources.decorators(node) & {"property", "cached_property"})


def test_parameters_in_docstrings_are_those_of_the_signature():
    wrong = {}
    for name, node in public_functions():
        described = numpydoc.entries(numpydoc.sections(node).get("Parameters", []))
        if owes(name, node, "Parameters") and described != numpydoc.signature(node):
            wrong[name] = (described, numpydoc.signature(node))
    assert not wrong, "\n".join(f"{k}: docstring {d}, signature {s}" for k, (d, s) in wrong.items())


def constructor(node):
    """Return the names that a class is built from: of ``__init__``, or the fields of a dataclass."""
    for part in node.body:
        if getattr(part, "name", "") == "__init__":
            return numpydoc.signature(part)
    if "dataclass" in sources.decorators(node):
        stated = [part for part in node.body if isinstance(part, ast.AnnAssign)]
        fields = [part.target.id for part in stated if "ClassVar" not in ast.unparse(part.annotation)]
        return [name for name in fields if not name.startswith("_")]
    return None


def test_classes_describe_the_parameters_of_their_constructor():
    wrong = {}
    for name, node in sources.public():
        expected = constructor(node) if isinstance(node, ast.ClassDef) else None
        if expected is not None:
            parts = numpydoc.sections(node)
            described = numpydoc.entries(parts.get("Parameters") or parts.get("Attributes", []))
            if described != expected and (described or is_exported(name)):
                wrong[name] = (described, expected)
    assert not wrong, "\n".join(f"{k}: docstring {d}, signature {s}" for k, (d, s) in wrong.items())


def test_whoever_returns_something_says_what():
    silent = [
        name
        for name, node in public_functions()
        if is_exported(name)
        and not is_attribute(node)
        and node.returns is not None
        and ast.unparse(node.returns) not in {"None", "NoReturn"}
        and not {"Returns", "Yields"} & set(numpydoc.sections(node))
    ]
    assert not silent, "\n".join(silent)


def test_whoever_raises_says_when():
    silent = {}
    for name, node in public_functions():
        told = set(numpydoc.entries(numpydoc.sections(node).get("Raises", [])))
        missing = numpydoc.raised(node) - told
        if missing and owes(name, node, "Raises") and name not in UNDOCUMENTED_RAISES:
            silent[name] = missing
    assert not silent, "\n".join(f"{name}: {missing}" for name, missing in silent.items())
