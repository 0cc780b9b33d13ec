"""A study that runs in seconds: sixty shops in two waves, two schemes, two tables.

Written into a folder, so that a test may break it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WAVES = ("shops-2020", "shops-2024")

STUDY = """
study: tiny
title: {fr: Commerces, en: Shops}
organisation: {fr: Essai, en: Trial}
year: 2024
seed: 1
populations:
  shops:
    label: {fr: Commerces, en: Shops}
    base: {fr: Ensemble des commerces, en: All shops}
    unit: {fr: commerces, en: shops}
reconstructed_notice: {fr: "données reconstituées, ne pas citer", en: "reconstructed data, do not cite"}
headlines: [opens]
"""
VARIABLES = """
variables:
  opens:
    type: category
    label: {fr: Ouvre le dimanche, en: Opens on Sundays}
    categories: {opens: {fr: Oui, en: Yes}, closed: {fr: Non, en: No}}
  size:
    type: category
    ordered: true
    label: {fr: Taille, en: Size}
    categories: {small: {fr: Petit, en: Small}, large: {fr: Grand, en: Large}}
  staff: {type: number, label: {fr: Salariés, en: Staff}}
"""
INDICATORS = """
indicators:
  opens: {label: {fr: Ouvre, en: Opens}, statistic: share, variable: opens, categories: opens, comparable: [waves]}
  staff: {label: {fr: Salariés, en: Staff}, statistic: mean, variable: staff, digits: 1, populations: [shops]}
"""
DOMAINS = "domains: {size: {variable: size, label: {fr: Taille, en: Size}}}\n"
SCHEMES = """
schemes:
  reference:
    label: {fr: Redressé, en: Weighted}
    steps: {shops: [{base: {from: one}}, {calibrate: {method: raking, margins: [size]}}]}
  unweighted:
    label: {fr: Brut, en: Raw}
    steps: {shops: [{base: {from: one}}]}
"""
TABLES = """
tables:
  opening:
    indicators: [opens]
    domains: [size]
    rows: [level]
    columns: [wave]
  staffing:
    indicators: [staff]
    rows: [indicator]
    columns: [wave]
"""
MARGINS = """population,margin,category,total,source,reference_date
shops,size,small,700,register,2020-01-01
shops,size,large,300,register,2020-01-01
"""
CARD = """
wave: {wave}
population: shops
title: {{fr: Commerces, en: Shops}}
file: {wave}/shops.csv
sha256: {sha256}
rows: 60
reconstructed: {reconstructed}
universe: {{fr: commerces, en: shops}}
fieldwork: {{institute: nobody, mode: none, start: "2020", end: "2020"}}
respondent_id: id
margins: shops
crosswalk:
  opens: {{source: q1, categories: {{opens: 1, closed: 2}}}}
  size: {{source: q2, categories: {{small: 1, large: 2}}}}
  staff: {{source: q3}}
"""


def answers(shift: int) -> str:
    """Sixty shops; `shift` makes another file of them."""
    rows = (
        (i, 1 + (i + shift) % 3 // 2, 1 + i % 4 // 3, 2 + (i * 7 + shift) % 9) for i in range(60)
    )
    return "id,q1,q2,q3\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)


def write_study(folder: Path) -> Path:
    """Write the study into `folder` and return it."""
    files = {
        "study.yaml": STUDY, "variables.yaml": VARIABLES, "indicators.yaml": INDICATORS,
        "domains.yaml": DOMAINS, "schemes.yaml": SCHEMES, "tables.yaml": TABLES,
        "margins/shops.csv": MARGINS,
    }  # fmt: skip
    for name, text in files.items():
        put(folder / "config" / name, text.lstrip())
    for shift, wave in enumerate(WAVES):
        deliver(folder, wave, answers(shift))
    return folder


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def deliver(folder: Path, wave: str, text: str, reconstructed: bool = True) -> None:
    """Write the delivered file of a wave and the card that declares it."""
    put(folder / "raw" / wave / "shops.csv", text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    card = CARD.format(wave=wave, sha256=sha256, reconstructed=str(reconstructed).lower())
    put(folder / "config" / "waves" / f"{wave}.yaml", card.lstrip())


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def phare(folder: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a study; its output and errors are in `stdout`."""
    return subprocess.run(
        [sys.executable, "-m", "phare", *arguments], cwd=folder, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(), **options,
    )  # fmt: skip


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command line in a study and go on."""
    return subprocess.Popen(
        [sys.executable, "-m", "phare", *arguments], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(),
    )  # fmt: skip


def snakemake(folder: Path, *targets: str) -> subprocess.CompletedProcess[str]:
    """Run plain Snakemake on a study; its output and errors are in `stdout`."""
    return subprocess.run(
        [sys.executable, "-m", "snakemake", *targets, "--cores", "2",
         "--snakefile", str(ROOT / "Snakefile"), "--config", f"study={folder}"],
        cwd=folder, env=environment(), text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHARE_")}
    return kept | {"TERM": "dumb", "COLUMNS": "120"}


def copied(folder: Path, to: Path) -> Path:
    """Copy a study with all that was made, dates included."""
    shutil.copytree(folder, to)
    return to


def jobs(run: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the steps that a run did: `weight shops-2020 reference`, sorted."""
    return sorted(
        " ".join(line.split()[2:-2])
        for line in run.stdout.splitlines()
        if line.rstrip().endswith(" s") and "/" in "".join(line.split()[1:2])
    )


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def unlocked(folder: Path) -> Path:
    """Make a folder, read-only as releases are, removable by who owns it; return it."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    return folder
