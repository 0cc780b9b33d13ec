"""What holds for every file of every table, figure, document and note."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from file_texts import texts, values

from phare.config.declared import DECLARED
from phare.config.notes import note_names, note_slice
from phare.config.publishing import PublishSlice, items, publish_slice
from phare.kinds import KINDS as ABOUT
from phare.publish.item import publish_item
from phare.publish.notes import publish_note

KINDS = ("table", "figure", "document")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, shops, context, note_tables) -> Path:
    """Every item of the study, published."""
    root = tmp_path_factory.mktemp("published")
    for kind in KINDS:
        for name in items(shops, kind):
            publish_item(context(kind, name), root / kind)
    for name in note_names(shops):
        publish_note(note_slice(shops, name), note_tables, root / "note")
    return root


def files(folder: Path, *endings: str) -> list[Path]:
    found = [path for path in sorted(folder.rglob("*.*")) if path.name.endswith(endings)]
    assert found
    return found


def tidy_files(folder: Path) -> list[Path]:
    shown = files(folder, ".fr.csv", ".en.csv")
    return [path for path in files(folder, ".csv") if path not in shown]


def test_each_item_has_its_files_and_no_other(folder, shops):
    for kind in (*KINDS, "note"):
        names = DECLARED[kind].names(shops)
        wanted = {file for name in names for file in ABOUT[kind].files(name)}
        assert {path.name for path in (folder / kind).iterdir()} == wanted


def test_a_slice_survives_json(shops):
    for kind in KINDS:
        for name in items(shops, kind):
            about = publish_slice(shops, kind, name)
            assert PublishSlice.model_validate_json(about.model_dump_json()) == about
            short = about.model_dump_json(exclude_unset=True)
            assert PublishSlice.model_validate_json(short) == about


def test_no_suppressed_value_in_any_file(folder):
    """The suppressed estimate is 0.777, its interval 0.699 to 0.855."""
    endings = (".csv", ".html", ".xlsx", ".docx", ".tex", ".pdf", ".svg", ".json")
    for path in files(folder, *endings):
        said = values(path)
        for hidden in ("0.777", "77.7", "77,7", "78\u202f%", "78%", "0.699", "0.855"):
            assert hidden not in said, f"{path.name}: {hidden}"


def test_no_breaking_space_before_french_signs(folder):
    # Programs that read a PDF make a plain space of any: test_read_back.py has what it is told.
    endings = ("html", "xlsx", "docx", "tex", "csv", "svg", "vl.json")
    for path in files(folder, *(f".fr.{end}" for end in endings)):
        said = texts(path)
        if path.suffix == ".html":
            said = said.partition("</style>")[2]
        said = re.sub(r"<[^>]*>", "\n", said)
        if path.suffix == ".json":
            said = re.sub(r'": ', '":', said)
        found = re.findall(r".{0,20}[ \u00a0][%:;?!»].{0,5}", said)
        assert not found, f"{path.name}: {found}"


def test_shares_have_three_decimals_at_most(folder):
    for path in tidy_files(folder):
        told = ("estimate", "conf_low", "conf_high", "gap")
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for name in told if "estimate" in row else ("value",):
                    assert re.fullmatch(r"(-?\d+(\.\d{1,3})?)?", row[name])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reconstructed_notice_is_there_and_vanishes(folder, language):
    notice = {"fr": "onnées inventées, ne pas citer", "en": "nvented data, do not cite"}[language]
    endings = ("html", "xlsx", "docx", "tex", "csv", "svg")
    for path in files(folder, *(f".{language}.{end}" for end in endings)):
        name = path.name.partition(f".{language}.")[0]
        reconstructed = (path.parent.name, name) in {
            ("table", "waves"), ("table", "answers"), ("table", "schemes.shops-2020"),
            ("figure", "services"), ("figure", "over_time"), ("figure", "two_years"), ("figure", "years"),
            ("document", "toplines.shops"), ("note", "note.shops-2020"),
        }  # fmt: skip
        assert (notice in texts(path)) == reconstructed, path.name


def test_the_tidy_file_says_which_rows_are_reconstructed(folder):
    with (folder / "table" / "waves.csv").open(encoding="utf-8", newline="") as lines:
        said = {row["wave"]: row["reconstructed"] for row in csv.DictReader(lines)}
        lines.seek(0)
        first, *others = csv.DictReader(lines)
    assert first["level_fr"] == "Ensemble"
    assert first["notice"] == "données inventées, ne pas citer / invented data, do not cite"
    assert {row["notice"] for row in others} == {""}
    assert said == {"shops-2020": "yes", "shops-2024": "no", "banks-2024": "no"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_hostile_labels_are_only_text_in_pages(folder):
    for path in files(folder, ".html", ".svg"):
        reader = _Tags()
        reader.feed(texts(path))
        assert "script" not in {tag for tag, _ in reader.tags}, path.name
        assert "img" not in {tag for tag, _ in reader.tags}, path.name
        named = [name for _, attributes in reader.tags for name in attributes]
        assert not [name for name in named if name.startswith("on")], path.name


def test_hostile_labels_are_no_formulas(folder):
    for path in files(folder, ".xlsx"):
        assert "<f>" not in texts(path), path.name
    for path in files(folder, ".csv"):
        separator = ";" if path.name.endswith(".fr.csv") else ","
        with path.open(encoding="utf-8-sig", newline="") as lines:
            cells = [cell for row in csv.reader(lines, delimiter=separator) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))], path.name
        assert not [c for c in cells if c.startswith("-") and not re.fullmatch(r"-[\d.]+", c)]


def test_pages_can_be_read_by_a_screen_reader(folder):
    for path in files(folder, ".html"):
        reader = _Tags()
        reader.feed(texts(path))
        tags = [tag for tag, _ in reader.tags]
        assert ("html", {"lang": path.name.split(".")[-2]}) in reader.tags
        assert tags.count("h1") == tags.count("main") == 1
        assert tags.count("caption") == tags.count("table") >= 1
        heads = [attributes for tag, attributes in reader.tags if tag == "th"]
        assert all(head.get("scope") for head in heads)
        assert "src" not in {name for _, attributes in reader.tags for name in attributes}


def test_figures_say_in_words_what_they_show(folder):
    said = texts(folder / "figure" / "by_size.fr.svg")
    assert 'role="img" lang="fr"' in said
    assert "<title" in said
    described = said.partition("<desc")[2].partition("</desc>")[0]
    assert "Ensemble 37\u202f%" in described
    assert "Géant s" in described
    # Not as pixels and colours, mark by mark.
    assert "aria-label=" not in said
