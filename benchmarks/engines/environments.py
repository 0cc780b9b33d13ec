"""Each peer in an environment of its own, under a folder that git ignores."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PINS = Path(__file__).with_name("peers.txt")
# survey asks for MASS when it calibrates.
R_PACKAGES = ("r-cran-survey", "r-cran-mass")


@dataclass(frozen=True)
class Engine:
    """How to run an engine, or why it cannot be run."""

    name: str
    command: tuple[str, ...] = ()
    missing: str = ""


def install(name: str, folder: Path) -> Engine:
    """Return an engine ready to run: phare is this environment, R what the machine has."""
    here = Path(__file__).parent
    if name == "phare":
        return Engine(name, (sys.executable, str(here / "run_phare.py")))
    if name == "R survey":
        missing = _install_r()
        return Engine(name, ("Rscript", "--vanilla", str(here / "run_survey.R")), missing)
    pin = next(line for line in PINS.read_text("utf-8").split() if line.startswith(f"{name}=="))
    python = folder / name / "bin" / "python"
    done = folder / name / "installed.txt"
    if not done.exists() or done.read_text("utf-8") != pin:
        missing = _install_python(pin, folder / name, python)
        if missing:
            return Engine(name, (), missing)
        done.write_text(pin, "utf-8")
    return Engine(name, (str(python), str(here / f"run_{name}.py")))


def _install_python(pin: str, place: Path, python: Path) -> str:
    """Install a pinned peer; return what went wrong, '' if nothing did."""
    shutil.rmtree(place, ignore_errors=True)
    if shutil.which("uv"):
        steps = [
            ["uv", "venv", "--quiet", "--python", sys.executable, str(place)],
            ["uv", "pip", "install", "--quiet", "--python", str(python), pin],
        ]
    else:
        steps = [
            [sys.executable, "-m", "venv", str(place)],
            [str(python), "-m", "pip", "install", "--quiet", pin],
        ]
    return _first_failure(steps)


def _install_r() -> str:
    if not shutil.which("Rscript") or not _has_survey():
        if not shutil.which("apt-get") or os.geteuid() != 0:
            wanted = " ".join(R_PACKAGES)
            return f"no R with the package survey here (on Debian: apt-get install {wanted})"
        quiet = ["apt-get", "-qq", "--yes", "--no-install-recommends", "install"]
        failed = _first_failure([["apt-get", "-qq", "update"], [*quiet, *R_PACKAGES]])
        if failed:
            return failed
    return "" if _has_survey() else "R has no package survey"


def _has_survey() -> bool:
    both = "requireNamespace('survey') && requireNamespace('MASS')"
    asked = ["Rscript", "--vanilla", "-e", f"quit(status = !({both}))"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _first_failure(steps: list[list[str]]) -> str:
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
            return f"'{' '.join(step[:3])}' failed: {said[-1]}"
    return ""
