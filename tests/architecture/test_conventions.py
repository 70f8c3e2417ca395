"""Rules that no linter knows: one place for compiler options, no path of a machine, one word per thing."""

import re

from tests.architecture import sources

MACHINE_PATH = re.compile(r"(?<![\w.:/])/(home|Users|tmp|work|root|opt|mnt|var)/\w|\b[A-Z]:\\\\?Users")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".ipynb", ".csv", ".cfg", ""}
SKIPPED = {"__pycache__", "out", "dist"}
COMPILE = re.compile(r"@(?:numba\.)?(?:n?jit|vectorize|guvectorize)\b")
OTHER_WORDS = re.compile(r"\b(class|def) \w*(call_center|customer|server)\w*\b", re.IGNORECASE)


def texts():
    """Yield every text file of the repository that git would keep."""
    for path in sorted(sources.ROOT.rglob("*")):
        parts = path.relative_to(sources.ROOT).parts
        hidden = any(part in SKIPPED or part.startswith(".") for part in parts if part != ".ci")
        if path.is_file() and path.suffix in TEXT and not hidden and path.stat().st_size < 1_000_000:
            yield path


def hits(pattern, paths):
    return [
        f"{sources.short(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_only_the_compile_module_chooses_compiler_options():
    others = [path for path in sources.files() if sources.short(path) != "acd/core/_compile.py"]
    assert not hits(COMPILE, others)


def test_no_file_names_a_path_of_somebodys_machine():
    found = hits(MACHINE_PATH, texts())
    assert not found, "\n".join(found)


def test_definitions_use_the_projects_words():
    found = hits(OTHER_WORDS, sources.files())
    assert not found, "\n".join(found)
