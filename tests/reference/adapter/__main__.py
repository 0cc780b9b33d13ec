"""Write docs/methods/parity.md: ``python -m tests.reference.adapter``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# The files of derived variables, and the tests, know this package as `adapter`.
sys.path.insert(0, str(HERE.parent))

from adapter.parity import FOLDERS, run_folder  # noqa: E402
from adapter.report import page  # noqa: E402


def main() -> int:
    reference = ROOT.parent / "shared" / "reference"
    parities = [run_folder(reference / name) for name in FOLDERS]
    target = ROOT / "docs" / "methods" / "parity.md"
    target.write_text(page(parities), encoding="utf-8")
    unexpected = [line for p in parities for kind in p.kinds for line in p.unexpected(kind)]
    sys.stdout.write("\n".join([*unexpected, f"{target.relative_to(ROOT)} written", ""]))
    return 1 if unexpected else 0


if __name__ == "__main__":
    raise SystemExit(main())
