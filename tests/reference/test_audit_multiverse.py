"""hdv2003: 180 schemes x 25 indicators equal R's, to 1e-9; 106 of them are distinct."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from audited_adults import read_adults

from phare.audit.capping import trim_in_turn
from phare.audit.regression import regress
from phare.audit.solving import How, Posed
from phare.audit.staircase import steps


def test_every_scheme_and_indicator(reference: Path) -> None:
    adults = read_adults(reference)
    schemes = pd.read_csv(reference / "audit" / "schemes.csv").set_index("scheme")
    long = pd.read_csv(reference / "audit" / "estimates.csv")
    expected = long.pivot_table(index="scheme", columns="indicator", values="estimate")
    structures = list(dict.fromkeys(name.rsplit("/", 1)[0] for name in schemes.index))
    atoms = adults.atoms("unit", sorted({one for s in structures for one in s.split("+")}))
    known, base = atoms.collapse(adults.measures), atoms.bases["base"]
    found, distinct, gaps = {}, set(), []
    for structure in structures:
        margins = tuple(structure.split("+"))
        posed = Posed.of(atoms, margins, base)
        made = {
            "raking": posed.free,
            "linear": posed.solve(How("linear")),
            "logit": posed.solve(How("logit", (0.3, 3.0))),
            "trim3": trim_in_turn(atoms, margins, posed, 3.0).solved,
            "trim5": trim_in_turn(atoms, margins, posed, 5.0).solved,
        }
        weights = np.array([one.weights for one in made.values()])
        estimates = steps(atoms, known, weights, regress(atoms, margins, base)).estimate
        for method, w, row in zip(made, weights, estimates, strict=True):
            found[f"{structure}/{method}"] = row
            distinct.add(np.round(w / base, 9).tobytes())
            told = schemes.loc[f"{structure}/{method}"]
            kish = atoms.n * (atoms.rows @ w**2) / (atoms.rows @ w) ** 2
            gaps += [kish / told["deff_kish"], w.min() / told["w_min"], w.max() / told["w_max"]]
    assert set(found) == set(schemes.index)
    assert len(found) == 180
    assert len(distinct) == 106
    np.testing.assert_allclose(gaps, 1.0, rtol=1e-9)
    ours = pd.DataFrame(found, index=adults.names).T
    np.testing.assert_allclose(ours, expected.loc[ours.index, ours.columns], rtol=1e-9, atol=1e-12)
