"""Make the project's own Python environment in .venv, from the hash-pinned lock.

    python tools/set_up.py          what the study needs
    python tools/set_up.py --dev    and what the tests need

Uses uv where it is installed (seconds), pip otherwise (about a minute). A second call
with an unchanged lock does nothing.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BROWSER = ROOT / "tests" / "browser"
FLOOR = (3, 11)
# The one dependency that is published as source only; it needs setuptools to build.
SOURCE_ONLY = "connection-pool"


def run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


def lock_entry(lock: Path, name: str) -> str:
    """Return the lines of one package in a lock file, hashes included."""
    match = re.search(rf"^{re.escape(name)}==(?:.*\\\n)*.*\n", lock.read_text(), re.MULTILINE)
    if match is None:
        sys.exit(f"{lock}: got no entry for {name}; expected one; write the lock again (make lock)")
    return match.group(0)


def install_with_uv(uv: str, lock: Path) -> None:
    run(
        uv,
        "pip",
        "install",
        "--quiet",
        "--compile-bytecode",
        "--python",
        PYTHON,
        "--require-hashes",
        "-r",
        lock,
    )
    run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--no-deps",
        "--no-build-isolation", "-e", ROOT)  # fmt: skip


def install_with_pip(lock: Path) -> None:
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    exact = ("--require-hashes", "--no-deps")
    # setuptools first: without build isolation the source-only package is built with it.
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "setuptools.lock"
        first.write_text(lock_entry(lock, "setuptools"))
        run(*pip, *exact, "-r", first)
    run(*pip, *exact, "--no-build-isolation", "--only-binary", ":all:",
        "--no-binary", SOURCE_ONLY, "-r", lock)  # fmt: skip
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)


def install_axe() -> None:
    """Install axe-core for tests/browser, which skip and say so where it is missing."""
    if (BROWSER / "node_modules" / "axe-core").is_dir():
        return
    npm = shutil.which("npm")
    command = [str(npm), "ci", "--prefix", str(BROWSER), "--ignore-scripts", "--silent"]
    if npm is None or subprocess.run(command, check=False).returncode:
        print("axe-core is not installed, for want of npm or of a network: pages are not checked.")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--dev", action="store_true", help="also what the tests need")
    name = "dev" if arguments.parse_args().dev else "study"
    if sys.version_info < FLOOR:
        got = ".".join(map(str, sys.version_info[:2]))
        sys.exit(f"Python: got {got}, expected 3.11 or newer; run make with PYTHON=python3.11")
    if name == "dev":
        install_axe()
    lock = ROOT / "requirements" / f"{name}.lock"
    digest = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / f"phare-{name}-{digest[:16]}"
    if stamp.exists() and PYTHON.exists():
        return
    print(f"Setting up .venv from requirements/{name}.lock ...", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, clear=True, with_pip=True)
    uv = shutil.which("uv")
    if uv:
        install_with_uv(uv, lock)
    else:
        install_with_pip(lock)
    stamp.touch()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"Set-up stopped: {' '.join(error.cmd[:6])} ... gave status {error.returncode}")
