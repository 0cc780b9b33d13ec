"""Who imports whom, read from the syntax trees; each finding says what to move where."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "phare"
STAGES = {"adopt", "ingest", "clean", "weight", "estimate", "audit", "typology", "publish", "release"}  # fmt: skip
# Words of the field that are forbidden elsewhere: degrees of freedom, and the first of the six
# things that can move a number.
ALLOWED_NOUNS = {("df", "stats"), ("data", "release")}
MAY_USE_STATS = {"weight", "estimate", "audit", "typology"}
BETWEEN_USES = {"stats", "config", "contracts", "errors"}
# What stands between the responses and the engine, and which stages it serves: the audit
# answers for the same designs, replicates, indicators and margins as weights and estimates.
BETWEEN = {"sampling": {"weight", "estimate", "audit"}, "answers": {"weight", "estimate", "audit"}}
FORBIDDEN_NOUNS = {
    "data", "dataset", "df", "sample", "group", "segment", "final", "utils", "helpers",
    "common", "manager", "processor",
}  # fmt: skip
OPENERS = {
    "open", "read_csv", "to_csv", "read_parquet", "to_parquet", "write_text", "read_text",
    "read_bytes", "write_bytes",
}  # fmt: skip
OPEN_FILES = {
    "adopt/report_html.py": "the style sheet of the room",
    "ingest/confine.py": "the child that reads watches its own memory",
    "ingest/delimited.py": "delivered files",
    "ingest/encoding.py": "delivered files",
    "publish/geography.py": "the borders of the room",
    "publish/html.py": "the style sheet of the room",
    "publish/letters.py": "the font of the room",
    "publish/typst_pdf.py": "the templates of the room",
    "release/content.py": "digests of files to be released",
    "release/index.py": "the style sheet of the room",
    "release/make.py": "files copied into a release as they are",
    "release/manifest.py": "the requirements, for the versions of libraries",
    "release/numbering.py": "manifests of earlier releases",
    "release/settings.py": "CSV in memory, for digests",
}
"""Modules of stage rooms that open files themselves, and which."""


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else ""


def imported(path: Path) -> list[tuple[str, int]]:
    """Every imported module with its line, those inside functions included."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.module, node.lineno))
    return found


def complaint(path: Path, line: int, name: str) -> str | None:
    """Return what is wrong with one import, and what to move where; None if nothing is."""
    here, at = room(path), f"{path.relative_to(SOURCE.parent)}:{line}"
    library = name.split(".")[0]
    target = name.split(".")[1] if name.startswith("phare.") else ""
    if library == "pyreadstat" and path != SOURCE / "ingest" / "readers.py":
        return f"{at}: pyreadstat; move the reading to ingest/readers.py"
    if here in STAGES and target in STAGES - {here}:
        return f"{at}: {here} imports {target}; hand the table over through a contract instead"
    if target == "stats" and here in STAGES - MAY_USE_STATS:
        return f"{at}: {here} imports stats; move the arithmetic to estimate (publish computes nothing)"
    if target in BETWEEN and here in STAGES - BETWEEN[target]:
        return f"{at}: {here} imports {target}; it is for {', '.join(sorted(BETWEEN[target]))}"
    if here in BETWEEN and library == "phare" and target not in {here, *BETWEEN_USES}:
        return f"{at}: {here} imports {name}; it stands between stages and engine"
    if here == "stats":
        ours = name in {"phare.errors"} or target == "stats"
        standard = library not in {"phare", "pandas", "pyarrow", "pydantic", "yaml"}
        if library == "phare" and not ours:
            return f"{at}: stats imports {name}; pass arrays in and numbers out"
        if library != "phare" and not standard:
            return (
                f"{at}: stats imports {library}; arrays in, numbers out: convert in the stage room"
            )
    if here == "survey" and library == "phare" and target not in {"survey", "stats", "errors"}:
        return f"{at}: survey imports {name}; a notebook has the engine and no study"
    if here == "contracts" and library == "phare" and target not in {"contracts", "errors"}:
        return f"{at}: contracts imports {name}; a contract says what flows and knows no stage"
    if here == "config" and target in STAGES | {"stats"}:
        return f"{at}: config imports {name}; configuration is read by stages, not the reverse"
    return None


def test_imports_follow_the_house() -> None:
    found = [complaint(path, line, name) for path in modules() for name, line in imported(path)]
    assert not list(filter(None, found)), "\n" + "\n".join(filter(None, found))


@pytest.mark.parametrize(
    ("path", "name", "words"),
    [
        ("publish/table.py", "phare.stats.design", "publish computes nothing"),
        ("clean/clean.py", "phare.ingest", "through a contract"),
        ("stats/design.py", "phare.config", "arrays in"),
        ("clean/edits.py", "pyreadstat", "ingest/readers.py"),
        ("survey/drawn.py", "phare.storage", "no study"),
        ("publish/table.py", "phare.sampling.design", "for audit, estimate, weight"),
        ("typology/learn.py", "phare.answers.margins", "for audit, estimate, weight"),
        ("answers/margins.py", "phare.weight", "between stages and engine"),
        ("sampling/design.py", "phare.weight", "between stages and engine"),
        ("config/load.py", "phare.clean", "not the reverse"),
    ],
)
def test_a_wrong_import_is_told_with_its_remedy(path: str, name: str, words: str) -> None:
    said = complaint(SOURCE / path, 1, name)
    assert said is not None
    assert words in said


def test_no_module_or_name_uses_a_word_that_means_nothing() -> None:
    found = []
    for path in modules():
        names = {path.stem, *path.relative_to(SOURCE).parts[:-1]}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name.lower())
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id.lower())
            elif isinstance(node, ast.arg):
                names.add(node.arg.lower())
        found += [
            f"{path.relative_to(SOURCE)}: '{name}'"
            for name in names & FORBIDDEN_NOUNS
            if (name, room(path)) not in ALLOWED_NOUNS
        ]
    assert not found, "\n".join(found)


def test_every_stage_reads_and_writes_files_through_storage() -> None:
    """Stage rooms compute; files are opened by storage, and by the modules that say why not."""
    found = []
    for path in modules():
        name = path.relative_to(SOURCE).as_posix()
        if room(path) not in STAGES or name in OPEN_FILES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if called in OPENERS and not ast.unparse(node.func).startswith("storage."):
                    found.append(f"{name}:{node.lineno} {called}; move it to storage")
    assert not found, "\n".join(found)


def test_no_fact_of_the_study_stands_in_python() -> None:
    """Questions, categories, regions and numbers of a study live in config/."""
    facts = ["bretagne", "loire", "mécénat", "maire", "opinionway", "comisis", "rameau",
             "citizens", "mayors", "associations-", "firms", "34842", "34_842", "89000"]  # fmt: skip
    found = []
    for path in modules():
        text = path.read_text(encoding="utf-8").lower()
        found += [f"{path.relative_to(SOURCE)}: '{fact}'" for fact in facts if fact in text]
    assert not found, "\n".join(found)
