"""A banner book read back: its numbers, letters and links, and what must not be there."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from shop_books import book_context

from phare.config.book_slices import books
from phare.contracts import ESTIMATES
from phare.precision import public
from phare.publish.book import publish_book

SECRET = ("0.777", "77.7", "0,777", "77,7", "0.78")


@pytest.fixture(scope="module")
def published(shops, estimates, comparisons, tmp_path_factory) -> dict[str, Path]:
    """Return file name -> path of every book of the study."""
    folder = tmp_path_factory.mktemp("books")
    paths = [
        path
        for name in books(shops)
        for path in publish_book(book_context(shops, name, estimates, comparisons), folder)
    ]
    return {path.name: path for path in paths}


def sheets(path: Path):
    return openpyxl.load_workbook(path).worksheets[1:]


def addressed(sheet):
    """Yield (wave, domain, level, indicator, category) with the cell and the one below it."""
    last = sheet.max_column
    head = next(row for row in sheet.iter_rows() if str(row[1].value).endswith(" all all"))
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if row[last - 1].value:
            for above, cell in zip(head[1:], row[1 : last - 1], strict=False):
                if above.value:
                    place = (*above.value.split(), *row[last - 1].value.split())
                    yield place, cell, sheet.cell(cell.row + 1, cell.column)


def test_one_book_per_wave_and_one_of_all(published, shops) -> None:
    wanted = {f"wave_book.{wave}" for wave in shops.waves} | {"crossed"}
    assert set(published) == {f"{name}.{end}.xlsx" for name in wanted for end in ("fr", "en")}


def test_every_number_is_the_estimate_at_public_precision(published, shops, estimates) -> None:
    values = estimates.set_index(list(ESTIMATES.key))
    seen = 0
    for path in published.values():
        for sheet in sheets(path):
            for (wave, domain, level, indicator, category), cell, _ in addressed(sheet):
                key = (wave, "reference", indicator, category, domain, level)
                about = shops.indicators.indicators[indicator]
                if key not in values.index:
                    assert cell.value == "–"
                elif values.loc[key, "quality"] == "suppressed":
                    assert cell.value == "s"
                else:
                    told = public(values.loc[key, "estimate"], about.shown_unit, about.digits)
                    assert cell.value == pytest.approx(told, abs=1e-12)
                    seen += 1
    assert seen > 150


def test_letters_and_arrows(published) -> None:
    (sheet,) = [
        one
        for one in sheets(published["wave_book.shops-2024.en.xlsx"])
        if one.title.startswith("1 ")
    ]
    found = {place: below.value for place, _, below in addressed(sheet)}
    # Small is A, large B, giant C: suppressed, so that nobody is said to be above it.
    assert found["shops-2024", "size", "small", "open_rate", "all"] == "▲ b"
    assert found["shops-2024", "size", "large", "open_rate", "all"] is None


def test_waves_have_letters_too(published) -> None:
    sheet = sheets(published["crossed.en.xlsx"])[0]
    found = {place: below.value for place, _, below in addressed(sheet)}
    told = {place[0]: value for place, value in found.items() if place[1] == "all" and value}
    # Shops of 2020 are the first column.
    assert told == {"shops-2024": "A"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_links_lead_somewhere_and_back(published, language) -> None:
    book = openpyxl.load_workbook(published[f"wave_book.shops-2024.{language}.xlsx"])
    index, *others = book.worksheets
    leads = [cell.hyperlink.location for row in index.iter_rows() for cell in row if cell.hyperlink]
    names = [re.fullmatch(r"'(.+)'!A1", one).group(1) for one in leads]
    assert names == [sheet.title for sheet in others]
    for sheet in others:
        assert sheet["A1"].hyperlink.location == f"'{index.title}'!A1"
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert int(sheet.page_setup.fitToHeight) == 0


def test_no_part_of_the_zip_has_what_is_suppressed(published) -> None:
    for path in published.values():
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name).decode("utf-8", "replace")
                for secret in SECRET:
                    assert f">{secret}" not in content, (path.name, name)
                    assert "0.777" not in content


def test_no_text_is_taken_for_a_formula(published) -> None:
    hostile = 0
    for path in published.values():
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name).decode("utf-8", "replace")
                if name.startswith("xl/worksheets/sheet"):
                    assert "<f>" not in content and "<f " not in content
                if name.endswith(".rels"):
                    assert "External" not in content
                hostile += content.count("=HYPERLINK") + content.count("=1+1")
    assert hostile > 0


def test_french_spaces_do_not_break(published) -> None:
    for name, path in published.items():
        if ".fr." in name:
            with zipfile.ZipFile(path) as archive:
                words = archive.read("xl/sharedStrings.xml").decode()
                formats = archive.read("xl/styles.xml").decode()
            assert not re.search(r" [%:;?!»]", words), re.findall(r".{9} [%:;?!»]", words)
            assert "\u202f" in formats and " %" not in formats.replace("\u202f", "")


def test_names_of_sheets_fit(published) -> None:
    for path in published.values():
        names = openpyxl.load_workbook(path).sheetnames
        assert all(0 < len(name) <= 31 for name in names)
        assert len(set(map(str.lower, names))) == len(names)
