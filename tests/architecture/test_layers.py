"""Who may import whom; the contracts stand in pyproject.toml."""

from importlinter.cli import lint_imports

from tests.architecture.sources import ROOT


def test_every_import_obeys_the_layers(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    kept = lint_imports(config_filename="pyproject.toml", no_cache=True) == 0
    assert kept, capsys.readouterr().out
