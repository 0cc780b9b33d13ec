"""Write the JSON schemas of config/ for editors: completion, and errors while typing.

    python tools/schemas.py            write docs/schemas/
    python tools/schemas.py --check    fail where they are out of date

A YAML file names its schema in its first line; editors that know the YAML language server
(Visual Studio Code, Neovim, JetBrains) then read it.
"""

import json
import sys
from pathlib import Path

from phare.config.base import Model
from phare.config.card import Card
from phare.config.indicators import Domains, Indicators
from phare.config.outputs import OUTPUTS
from phare.config.schemes import Schemes
from phare.config.study import StudySettings
from phare.config.typologies import Typologies
from phare.config.variables import Variables

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"
MODELS: dict[str, type[Model]] = {
    "card": Card, "domains": Domains, "indicators": Indicators, "schemes": Schemes,
    "study": StudySettings, "typologies": Typologies, "variables": Variables, **OUTPUTS,
}  # fmt: skip


def main() -> None:
    stale = []
    for name, model in MODELS.items():
        text = (
            json.dumps(model.model_json_schema(by_alias=True), indent=1, ensure_ascii=False) + "\n"
        )
        path = FOLDER / f"{name}.schema.json"
        if "--check" not in sys.argv:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            stale.append(path.name)
    if stale:
        sys.exit(f"docs/schemas: {', '.join(stale)} out of date; run python tools/schemas.py")


if __name__ == "__main__":
    main()
