"""Write raw/ and config/margins/ of the waves whose microdata are not public.

    python tools/reconstruct.py [WAVE...]

The same bytes each time. docs/guide/reconstructed.md says how and what is assumed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from phare.config import load_study  # noqa: E402
from reconstruct.margins import MARGINS, write_margins  # noqa: E402
from reconstruct.waves import write_wave  # noqa: E402


def main() -> None:
    """Reconstruct the waves named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("waves", nargs="*", metavar="WAVE", help=", ".join(MARGINS))
    waves = parser.parse_args().waves or list(MARGINS)
    for wave in waves:
        if wave not in MARGINS:
            parser.error(f"no wave '{wave}'; use one of: {', '.join(MARGINS)}")
        write_margins(wave, ROOT / "config" / "margins")
    study = load_study(ROOT)
    for wave in waves:
        print(write_wave(study, wave).relative_to(ROOT))


if __name__ == "__main__":
    main()
