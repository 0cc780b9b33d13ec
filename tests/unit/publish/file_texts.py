"""What the files of an item say, as text."""

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile


def texts(path: Path) -> str:
    """Everything a file says, the parts of an office file included."""
    if path.suffix in (".xlsx", ".docx"):
        with ZipFile(path) as package:
            parts = [one for one in package.namelist() if one.endswith((".xml", ".rels"))]
            return "\n".join(package.read(name).decode("utf-8") for name in parts)
    if path.suffix == ".pdf":
        return pdf_text(path)
    if path.suffix == ".png":
        return ""
    said = path.read_text(encoding="utf-8")
    return latex_read(said) if path.suffix == ".tex" else said


def pdf_text(path: Path) -> str:
    """The words of a PDF; its metadata alone where poppler is not installed."""
    said = (
        path.read_bytes().decode("latin-1").partition("<x:xmpmeta")[2].partition("</x:xmpmeta")[0]
    )
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-layout", str(path), "-"]
        said += subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    return said


def latex_read(source: str) -> str:
    """The words of a LaTeX file, without its comments and lengths."""
    source = re.sub(r"(?m)(?<!\\)%.*$", "", source)
    source = re.sub(r"[\d.]+(bp|em)", "", source)
    return source.replace("\\,", "\u202f").replace("~", "\u00a0").replace("\\%", "%")


def values(path: Path) -> str:
    """Everything a file says, without the places where its marks stand: those are no values."""
    placed = r'[-.\d]+px|(d|transform|[xy]2?)="[^"]*"|"[xy]2?": [-.\d]+|"coordinates": \S*'
    return re.sub(placed, "", texts(path))
