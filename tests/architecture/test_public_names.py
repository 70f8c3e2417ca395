"""What a package exports is what it lists, and all of it can be loaded."""

import ast
import importlib

import pytest

import acd
from tests.architecture import sources

PACKAGES = [path.parent for path in sources.files() if path.name == "__init__.py"]


def dotted(folder):
    return ".".join(folder.relative_to(sources.ROOT).parts)


def listed(folder):
    for node in sources.tree(folder / "__init__.py").body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    return []


def offered(folder):
    """Return the public names that a package's ``__init__`` imports from the package or defines."""
    names = set()
    for node in ast.walk(sources.tree(folder / "__init__.py")):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "acd":
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("folder", PACKAGES, ids=dotted)
def test_all_lists_exactly_what_the_package_offers(folder):
    assert {name for name in listed(folder) if not name.startswith("__")} == offered(folder)


@pytest.mark.parametrize("folder", PACKAGES, ids=dotted)
def test_every_listed_name_can_be_loaded(folder):
    module = importlib.import_module(dotted(folder))
    missing = [name for name in listed(folder) if not hasattr(module, name)]
    assert not missing


def test_the_root_offers_the_names_of_the_contract():
    functions = {"load", "simulate", "compare", "sweep"}
    names = functions | {"Scenario", "Result", "RoutingEngine", "SimpyCentre", "errors"}
    assert names <= set(acd.__all__)
    assert names <= set(dir(acd))


def test_an_unknown_name_of_the_root_lists_those_that_exist():
    with pytest.raises(
        AttributeError, match="module 'acd' has no attribute 'simulat'; it has Result, Routing"
    ):
        acd.simulat  # noqa: B018 -- reading the attribute is the test
