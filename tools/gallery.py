"""Draw the gallery of docs/gallery: one picture of each kind of thing that a release holds.

    python tools/gallery.py            from the latest release in reports/
    python tools/gallery.py 2026.1     from that one

Pictures are of the French files. Figures are taken as they are; papers are drawn by pdftoppm,
office files by LibreOffice before, pages by Chromium. What cannot be drawn is told, with the
program or the file that is missing. One line in GALLERY adds a picture.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "gallery"
MOST, ALL_TOGETHER = 150_000, 1_500_000
WIDTHS = (880, 800, 720, 640)
COLOURS = 128
FOOT, PAPERS = 0.1, (".pdf", ".docx", ".xlsx", ".pptx")
"""How much of a page is its foot, and what has pages."""


class CannotBeDrawnError(Exception):
    """The text says what is missing."""


@dataclass(frozen=True)
class Picture:
    """One picture: its name, the file of a release that it shows, and what that is.

    `page` of a paper, and how much of it `across`, from the left.
    """

    name: str
    file: str
    what: str
    page: int = 1
    across: float = 1.0


GALLERY = (
    Picture("ranked_bars", "figures/role_of_actors.fr.png", "Ranked bars in panels, with a call-out"),
    Picture("stacked", "figures/territory_dynamics.fr.png", "A distribution as a stacked bar"),
    Picture("levels", "figures/firms_by_region.fr.png", "Levels of a domain against the total"),
    Picture("map", "figures/firms_map.fr.png", "A map of regions, ranked beside"),
    Picture("trend", "figures/innovation_source.fr.png", "An indicator over waves, actor by actor"),
    Picture("dumbbell", "figures/fragility_notes.fr.png", "A dumbbell: two actors on each domain"),
    Picture("heat_map", "figures/domains_by_actor.fr.png", "A heat map: domain by actor"),
    Picture("heat_map_levels", "figures/citizens_priorities_by_region.fr.png",
            "A heat map: domain by region, with what is withheld"),
    Picture("small_multiples", "figures/priorities_by_actor.fr.png", "Small multiples by actor"),
    Picture("small_multiples_levels", "figures/priorities_by_region.fr.png",
            "Small multiples by region, with the line of the whole"),
    Picture("scheme_comparison", "figures/innovation_source_by_scheme.fr.png",
            "An indicator under every weighting scheme"),
    Picture("weight_distribution", "figures/weights.fr.png", "How weights are spread"),
    Picture("profiles", "figures/mayor_profiles.fr.png", "Lexical profiles of open answers"),
    Picture("figure_pdf", "figures/partnership_types.fr.pdf", "A figure as PDF"),
    Picture("table_html", "tables/partnership_rates.fr.html", "A table as a page"),
    Picture("table_pdf", "tables/territory_innovation_by_size.fr.pdf", "A table as PDF"),
    Picture("table_docx", "tables/role_of_actors.fr.docx", "A table in Word"),
    Picture("table_xlsx", "tables/partnership_rates.fr.xlsx", "A table in Excel"),
    Picture("toplines_html", "documents/toplines.mayors.fr.html", "Toplines as a page"),
    Picture("toplines_pdf", "documents/toplines.mayors.fr.pdf", "Toplines as PDF"),
    Picture("toplines_docx", "documents/toplines.mayors.fr.docx", "Toplines in Word"),
    Picture("book", "books/wave_book.mayors-2024.fr.xlsx", "A banner book: one question", page=2, across=0.5),
    Picture("deck_state", "decks/programme.fr.pptx", "A deck: numbers and a map", page=3),
    Picture("deck_roles", "decks/programme.fr.pptx", "A deck: charts that PowerPoint edits", page=8),
    Picture("note_pdf", "notes/note.mayors-2024.fr.pdf", "A methodological note"),
    Picture("note_docx", "notes/note.firms-2015.fr.docx", "A methodological note in Word", page=2),
    Picture("release", "index.html", "The page of a release"),
)  # fmt: skip


def program(*names: str) -> str:
    """Return the path of a program, under the first of its names that is installed."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise CannotBeDrawnError(f"{names[0]} is not installed")
    return found


def run(*command: str | Path) -> None:
    subprocess.run([str(one) for one in command], check=True, capture_output=True, timeout=180)


def of_picture(file: Path, _: Picture, __: Path) -> bytes:
    return file.read_bytes()


def of_paper(file: Path, picture: Picture, folder: Path) -> bytes:
    drawn, page = folder / "page", str(picture.page)
    sharp = str(round(110 / picture.across))
    run(
        program("pdftoppm"), "-png", "-r", sharp, "-f", page, "-l", page, "-singlefile", file, drawn
    )
    return drawn.with_suffix(".png").read_bytes()


def of_office(file: Path, picture: Picture, folder: Path) -> bytes:
    office = program("soffice", "libreoffice")
    run(office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", "pdf", "--outdir", folder, file)  # fmt: skip
    return of_paper(folder / f"{file.stem}.pdf", picture, folder)


def of_page(file: Path, _: Picture, folder: Path) -> bytes:
    drawn = folder / "page.png"
    browser = program("chromium", "chromium-browser", "google-chrome")
    run(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        f"--user-data-dir={folder / 'profile'}", "--hide-scrollbars", "--window-size=1000,1100",
        f"--screenshot={drawn}", file.resolve().as_uri())  # fmt: skip
    return drawn.read_bytes()


DRAW: dict[str, Callable[[Path, Picture, Path], bytes]] = {
    ".png": of_picture, ".pdf": of_paper, ".html": of_page,
    ".docx": of_office, ".xlsx": of_office, ".pptx": of_office,
}  # fmt: skip


def drawn(release: Path, picture: Picture) -> bytes:
    """Return a picture as a small PNG, cut where paper is empty."""
    file = release / picture.file
    if not file.is_file():
        raise CannotBeDrawnError(f"the release {release.name} has no {picture.file}")
    with tempfile.TemporaryDirectory() as folder:
        content = DRAW[file.suffix](file, picture, Path(folder))
    image = Image.open(BytesIO(content)).convert("RGB")
    image = image.crop((0, 0, round(image.width * picture.across), image.height))
    image = trimmed(image, FOOT if file.suffix in PAPERS else 0.0)
    for width in WIDTHS:
        small = reduced(image, width)
        if len(small) <= MOST:
            return small
    raise CannotBeDrawnError(f"{len(small):,} bytes at {width} pixels, over {MOST:,}")


def trimmed(image: Image.Image, foot: float) -> Image.Image:
    """Return a picture without the empty paper below, nor the `foot` of a page that is not full."""
    body = image.crop((0, 0, image.width, round(image.height * (1 - foot))))
    paper = Image.new("RGB", body.size, image.getpixel((0, 0)))
    box = ImageChops.difference(body, paper).getbbox()
    if box is None or box[3] > 0.8 * image.height:
        return image
    return image.crop((0, 0, image.width, box[3] + 24))


def reduced(image: Image.Image, width: int) -> bytes:
    """Return a picture as PNG at most that wide, in a few colours."""
    if image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), Image.LANCZOS)
    out = BytesIO()
    few = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def latest(reports: Path) -> Path:
    """Return the release with the highest number."""

    def number(folder: Path) -> list[int]:
        return [int(part) for part in folder.name.split(".")]

    found = [one for one in reports.glob("[0-9]*.[0-9]*") if (one / "manifest.json").is_file()]
    if not found:
        sys.exit(f"{reports}: no release; make one first (phare run)")
    return max(found, key=number)


def page(shown: list[tuple[Picture, int]], missing: list[str]) -> str:
    """Return the page of the gallery."""
    lines = [
        "# Gallery",
        "",
        "One picture of each kind of thing that a release holds, made by `make gallery` from the",
        "files of the study's release. The answers are reconstructed: not to be cited.",
        "",
    ]
    for picture, _ in shown:
        lines += [f"## {picture.what}", "", f"`{picture.file}`", "",
                  f"![{picture.what}]({picture.name}.png)", ""]  # fmt: skip
    if missing:
        lines += ["## Not drawn here", "", *(f"- {one}" for one in missing), ""]
    return "\n".join(lines)


def main() -> None:
    reports = ROOT / "reports"
    release = reports / sys.argv[1] if len(sys.argv) > 1 else latest(reports)
    FOLDER.mkdir(parents=True, exist_ok=True)
    shown: list[tuple[Picture, int]] = []
    missing: list[str] = []
    for picture in GALLERY:
        try:
            content = drawn(release, picture)
        except CannotBeDrawnError as error:
            missing.append(f"{picture.what}: {error}.")
            print(missing[-1])
            continue
        (FOLDER / f"{picture.name}.png").write_bytes(content)
        shown.append((picture, len(content)))
    kept = {f"{picture.name}.png" for picture in GALLERY}
    for old in FOLDER.glob("*.png"):
        if old.name not in kept:
            old.unlink()
    (FOLDER / "README.md").write_text(page(shown, missing), encoding="utf-8")
    total = sum(size for _, size in shown)
    print(f"{len(shown)} pictures of {release.name} in docs/gallery, {total / 1000:,.0f} KB.")
    if total > ALL_TOGETHER:
        sys.exit(f"More than {ALL_TOGETHER / 1000:,.0f} KB together: lower WIDTHS or COLOURS.")


if __name__ == "__main__":
    main()
