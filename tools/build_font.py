"""Make the two fonts of the figures from DejaVu Sans Condensed (Debian: fonts-dejavu-extra).

    python tools/build_font.py /usr/share/fonts/truetype/dejavu

A figure must not depend on the fonts of the machine that draws it, so phare carries its own:
the glyphs that French and English need, under the name Phare Sans (the licence of DejaVu asks
for another name where Bitstream's is not meant, and a machine's own DejaVu must never be
taken for ours). Beside the fonts it writes the advance of each character, by which captions
are broken into lines. Same source, same bytes.
"""

import argparse
import json
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Phare Sans"
OUT = Path(__file__).resolve().parent.parent / "src" / "phare" / "publish" / "fonts"
STYLES = {"Regular": "DejaVuSansCondensed.ttf", "Bold": "DejaVuSansCondensed-Bold.ttf"}
# Latin with every accent of Europe, typographic spaces and dashes, quotes, arrows, signs.
CHARACTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x2B3, 0x2C6, 0x2DA, 0x2DC, 0x1D48, 0x1D49,
    *range(0x2000, 0x2028), 0x202F, *range(0x2030, 0x203B), 0x2044, 0x2070,
    *range(0x2074, 0x208A), 0x20AC, 0x2116, 0x2122, *range(0x2190, 0x219A),
    0x2206, 0x2211, 0x2212, 0x221A, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265,
    0x25A0, 0x25A1, 0x25B2, 0x25B3, 0x25BC, 0x25BD, 0x25C6, 0x25CB, 0x25CF, 0x2713, 0x2717,
]  # fmt: skip
# 2016-07-30, when DejaVu 2.37 came out, in seconds since 1904.
BUILT = 3552768000
LICENCE_NAME = 13
KEPT_NAMES = (0, LICENCE_NAME, 14)
ABOUT = f"""\
{FAMILY} Regular and Bold are a subset of DejaVu Sans Condensed 2.37
(https://dejavu-fonts.github.io), renamed. tools/build_font.py makes them.
The licence of DejaVu, as the source fonts carry it:
"""


def built(source: Path, style: str) -> TTFont:
    """Return the subset of one font file under its new name."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern", "mark", "ccmp", "locl"]
    options.name_IDs = list(KEPT_NAMES)
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["FFTM"]  # when FontForge was run
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=CHARACTERS)
    cutter.subset(font)
    bold = style == "Bold"
    names = {
        1: FAMILY, 2: style, 3: f"{FAMILY} {style} 2.37 phare",
        4: FAMILY if not bold else f"{FAMILY} Bold", 5: "Version 2.37",
        6: f"PhareSans-{style}",
    }  # fmt: skip
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
        font["name"].setName(text, number, 1, 0, 0)
    font["OS/2"].usWidthClass = 5  # condensed in shape, the normal width of its family
    font["head"].created = font["head"].modified = BUILT
    return font


def advances(font: TTFont) -> dict[str, int]:
    """Return the advance of each character, in thousandths of the font size."""
    widths, scale = font["hmtx"].metrics, 1000 / font["head"].unitsPerEm
    return {
        chr(code): round(widths[name][0] * scale)
        for code, name in sorted(font.getBestCmap().items())
    }


def write(name: str, text: str) -> None:
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    (OUT / name).write_text(lines + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", type=Path, help="where DejaVu's .ttf files are")
    folder = arguments.parse_args().folder
    OUT.mkdir(parents=True, exist_ok=True)
    table, licence = {}, ""
    for style, name in STYLES.items():
        font = built(folder / name, style)
        licence = font["name"].getDebugName(LICENCE_NAME)
        target = OUT / f"PhareSans-{style}.ttf"
        font.save(target)
        table[style.lower()] = advances(font)
        print(f"{target.name}: {target.stat().st_size} bytes, {len(table[style.lower()])} glyphs")
    write("LICENSE.txt", f"{ABOUT}\n{licence.strip()}")
    write("advances.json", json.dumps(table, ensure_ascii=False, sort_keys=True))


if __name__ == "__main__":
    main()
