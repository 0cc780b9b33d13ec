"""Which folders of reference results are run.

``pytest tests/reference --reference FOLDER`` runs another folder of the same form: its
expected.json and its files, and a small file that derives R's variables, ``--derive FILE``,
or else ``derive.py`` in the folder, or a file of the folder's name among the adapter's.
"""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reference", action="append", default=[], help="another reference folder")
    parser.addoption("--derive", action="append", default=[], help="the file of its variables")
