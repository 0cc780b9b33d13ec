"""Run axe-core over a page in headless Chromium, with no driver between: the page says it itself.

python tests/browser/axe.py reports/2026.1/tables/*.html
"""

import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(
  (found) => found.violations.map((one) => ({
    rule: one.id, help: one.help, impact: one.impact,
    where: one.nodes.map((node) => node.target.join(" ")).slice(0, 5),
  })),
  (error) => [{rule: "axe", help: String(error), impact: "failed", where: []}],
).then((violations) => {
  const said = document.createElement("script");
  said.type = "application/json";
  said.id = "violations";
  said.textContent = JSON.stringify(violations).replaceAll("<", "\\\\u003c");
  document.body.append(said);
});
"""


def browser() -> str | None:
    """Return the path of a browser, or nothing."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def missing() -> str:
    """Return what is not here, in words, or nothing."""
    if browser() is None:
        return f"no browser ({', '.join(BROWSERS)}): apt-get install chromium"
    return "" if AXE.is_file() else "no axe-core: npm ci --prefix tests/browser"


def violations(page: Path) -> list[dict[str, object]]:
    """Return what axe finds wrong with a page, opened from a file as a reader does."""
    source = page.read_text(encoding="utf-8")
    # The page forbids every script; axe is one.
    source = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", source)
    assert "</body>" in source, page
    scripts = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{RUN}</script></body>"
    found = _dumped(source.replace("</body>", scripts))
    said = re.search(r'<script type="application/json" id="violations">(.*?)</script>', found, re.S)
    if said is None:
        raise RuntimeError(f"{page}: axe said nothing")
    answer: list[dict[str, object]] = json.loads(html.unescape(said[1]))
    return answer


def _dumped(source: str) -> str:
    """Return the page as the browser has it once its scripts have run."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(source, encoding="utf-8")
        program = browser()
        assert program is not None
        done = subprocess.run(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             f"--user-data-dir={folder}/profile", "--virtual-time-budget=20000", "--dump-dom",
             page.as_uri()],
            capture_output=True, timeout=120, check=True,
        )  # fmt: skip
        return done.stdout.decode("utf-8")


def main() -> None:
    if missing():
        sys.exit(missing())
    bad = 0
    for name in sys.argv[1:]:
        for one in violations(Path(name)):
            bad += 1
            print(f"{name}: {one['rule']} ({one['impact']}): {one['help']} {one['where']}")
    sys.exit(f"{bad} violations" if bad else 0)


if __name__ == "__main__":
    main()
