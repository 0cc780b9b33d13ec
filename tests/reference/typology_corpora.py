"""The corpora of the typology reference: matrices, and what was expected of them.

Oracle: the corrected published program and an independent implementation (README of the
folder). Class numbers are arbitrary there: partitions are compared.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from phare.typology.agreement import adjusted_rand
from phare.typology.incidence import Incidence, IntArray, from_triplets

CORPORA = ("planted_mayors", "lille_debat", "inaugural_addresses")


@dataclass(frozen=True, eq=False)
class Corpus:
    folder: Path
    presence: Incidence
    counts: pd.DataFrame
    segments: pd.DataFrame
    terms: list[str]

    @property
    def documents(self) -> IntArray:
        return pd.factorize(self.segments["doc_id"])[0]

    def expected(self, name: str) -> pd.DataFrame:
        return pd.read_csv(
            self.folder / "expected" / name, keep_default_na=name.endswith("groups.csv")
        )


def read_corpus(reference: Path, name: str) -> Corpus:
    folder = reference / "typology" / name
    counts = pd.read_csv(folder / "dtm.csv")
    segments = pd.read_csv(folder / "segments.csv", keep_default_na=False)
    terms = pd.read_csv(folder / "terms.csv", keep_default_na=False)["lemma"].tolist()
    shape = (len(segments), len(terms))
    presence = from_triplets(counts["segment"] - 1, counts["term"] - 1, shape)
    return Corpus(folder, presence, counts, segments, terms)


def same_partition(classes: IntArray, expected: pd.Series) -> bool:
    """Whether the same units are unclassified and the others are together as expected."""
    known = expected.notna().to_numpy()
    codes = np.where(known, expected.fillna(-1), -1).astype(int)
    return bool(np.array_equal(classes >= 0, known)) and adjusted_rand(classes, codes) == 1.0
