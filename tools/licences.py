"""Write docs/licences.md: what phare is built on, and under which licence.

    python tools/licences.py            write it
    python tools/licences.py --check    fail where it is out of date or a licence is not permissive

Read from the metadata of the packages named in requirements/study.lock, as installed.
"""

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
PERMISSIVE = (
    "MIT",
    "BSD",
    "Apache",
    "Python",
    "PSF",
    "ISC",
    "MPL",
    "HPND",
    "Unlicense",
    "Zlib",
    "CC0",
)
HEAD = """\
# Licences

phare is under Apache-2.0. Written by `python tools/licences.py` from the packages of
`requirements/study.lock`.

## Shipped with phare

| what | where | licence |
|---|---|---|
| Phare Sans, a subset of DejaVu Sans | `src/phare/publish/fonts/` | DejaVu (permissive), notice beside |
| Reconstructed waves | `raw/` | made by `tools/reconstruct/`, Apache-2.0 |
| Borders of departments, from Natural Earth | `src/phare/publish/maps/` | public domain |
| Crosswalk of departments, from INSEE | `config/territories.csv` | Licence Ouverte (Etalab) |
| Communes by region and size, from INSEE | `config/margins/communes-*.csv` | Licence Ouverte (Etalab) |
| Other population margins | `config/margins/` | public statistics; source and date in each row |

## Packages

| package | licence |
|---|---|
"""


def licence(name: str) -> str | None:
    """Return the licence a package states, None where it is not installed on this system."""
    try:
        about = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    fields = about.metadata
    classifiers = [
        c.split(" :: ")[-1] for c in fields.get_all("Classifier") or [] if c.startswith("License")
    ]
    stated = (fields.get("License") or "").splitlines()[:1]
    return (
        fields.get("License-Expression")
        or ", ".join(classifiers)
        or "".join(stated)
        or _text(about)
    )


def _text(about: metadata.Distribution) -> str:
    """Return the first line of the licence file, for packages whose metadata says nothing."""
    for file in about.files or []:
        if file.name.upper().startswith("LICEN"):
            return next(
                (line for line in file.read_text().splitlines() if line.strip()), ""
            ).strip()
    return "unknown"


def main() -> None:
    names = re.findall(
        r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements/study.lock").read_text(), re.M
    )
    found = {name: licence(name) for name in dict.fromkeys(names)}
    installed = {name: text for name, text in found.items() if text is not None}
    strict = [f"{name}: {text}" for name, text in installed.items()
              if not any(word.lower() in text.lower() for word in PERMISSIVE)]  # fmt: skip
    if strict:
        sys.exit("not known to be permissive:\n" + "\n".join(strict))
    page = HEAD + "".join(f"| {name} | {text} |\n" for name, text in installed.items())
    if "--check" in sys.argv:
        if page != PAGE.read_text("utf-8"):
            sys.exit("docs/licences.md is out of date; run python tools/licences.py")
    else:
        PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
