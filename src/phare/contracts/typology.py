"""What the typology stage takes and hands on. Profiles are text: ``1``, ``2``, ... or NO_PROFILE."""

from __future__ import annotations

from phare.contracts.contract import Column, Contract
from phare.contracts.words import TOTAL

NO_PROFILE = "none"
"""The profile of an answer that no class is sure of, and of one without words."""

ROUTES = ("learnt", "projected")
REASONS = ("empty", "other_language", "no_word", "no_term", "uncertain")
BASES = ("answers", "classified")


def _contract(name: str, row: str, key: str, *columns: Column) -> Contract:
    """Return a contract whose key columns, given in one string, are text unless among `columns`."""
    declared = {column.name: column for column in columns}
    keys = tuple(key.split())
    first = tuple(declared.pop(one, Column(one)) for one in keys)
    return Contract(name, row, keys, (*first, *declared.values()))


def _n(name: str, *, nullable: bool = False) -> Column:
    """Nullable where a small number is hidden."""
    unit = "respondents, or units where texts are cut"
    return Column(name, "integer", nullable=nullable, low=0, unit=unit)


def _share(name: str, *, nullable: bool = True) -> Column:
    return Column(name, "number", nullable=nullable, low=0.0, high=1.0)


ANSWERS = _contract(
    "ANSWERS", "answer to an open question", "wave respondent_id question",
    Column("text", nullable=True),
)  # fmt: skip

PROFILES = _contract(
    "PROFILES", "respondent", "typology wave respondent_id",
    Column("profile"),
    Column("route", allowed=ROUTES),
    Column("posterior", "number", nullable=True, low=0.0, high=1.0),
    Column("reason", nullable=True, allowed=REASONS),  # of NO_PROFILE
    Column("held_out", nullable=True),  # what a codebook without this answer says
)  # fmt: skip

PROFILE_SPLITS = _contract(
    "PROFILE_SPLITS", "split of the classification", "typology split",
    Column("split", "integer", low=1),
    Column("node", "integer", low=0),
    Column("first", "integer", low=0),
    Column("second", "integer", low=0),
    _n("units"), _n("n_first", nullable=True), _n("n_second", nullable=True),
    Column("terms", "integer", low=0),
    Column("singular_value", "number", low=0.0),
    Column("chi2_of_cut", "number", low=0.0),
    Column("chi2", "number", low=0.0),
    Column("height", "number", low=0.0),  # in a dendrogram
    Column("moves", "integer", low=0),
    Column("axis", "integer", low=1),
    Column("guarded", "flag"),
)  # fmt: skip

PROFILE_WORDS = _contract(
    "PROFILE_WORDS", "term or pair of terms that a class has more or less of",
    "typology k profile kind word",
    Column("k", "integer", low=2),
    Column("kind", allowed=("term", "pair")),
    Column("shown"),  # its most frequent form in the texts
    _n("n"), _n("n_all"),
    _share("share"),  # of the units of the class
    Column("chi2", "number"),  # negative where the class has less of it
    _share("p_value"), _share("p_adjusted"),
)  # fmt: skip

PROFILE_STABILITY = _contract(
    "PROFILE_STABILITY", "class, or all classes, of a number of classes", "typology k profile",
    Column("k", "integer", low=2),
    Column("node", "integer", nullable=True, low=0),  # of the class in PROFILE_SPLITS
    _n("n", nullable=True),  # units of the class; of all classes
    Column("nameable", "flag", nullable=True),
    Column("split_chi2", "number", nullable=True),  # of the split that made k classes
    Column("rand_mean", "number", nullable=True),
    Column("rand_least", "number", nullable=True),
    _share("jaccard_mean"),
    Column("replicates", "integer", low=0),  # that made k classes
)  # fmt: skip

PROFILE_SHARES = _contract(
    "PROFILE_SHARES", "profile among respondents", "typology wave route base profile",
    Column("route", allowed=("learnt", "held_out", "projected")),
    Column("base", allowed=BASES),
    _n("n", nullable=True),
    _share("share"),
    Column("std_error", "number", nullable=True),
    _share("conf_low"), _share("conf_high"),
    Column("df", "number", nullable=True),
    _share("sensitivity"), _share("precision"),  # of projected answers, from held-out ones
    Column("shift", "number", nullable=True),  # of the share by projecting, in 0..1
)  # fmt: skip

PROFILE_MODALITIES = _contract(
    "PROFILE_MODALITIES", "level of a variable in a profile", "typology wave variable level profile",
    # level and profile TOTAL: the test of the whole table
    _n("n", nullable=True),
    _share("share"), _share("share_all"),
    Column("statistic", "number", nullable=True),  # negative where the profile has less of it
    _share("p_value"), _share("p_adjusted"),
)  # fmt: skip

PROFILE_PLANE = _contract(
    "PROFILE_PLANE", "point of the correspondence analysis", "typology kind name",
    Column("kind", allowed=("axis", "profile", "term", "modality")),
    Column("x", "number", nullable=True), Column("y", "number", nullable=True),
    _share("contribution_x"), _share("contribution_y"), _share("quality"),
    _n("n"),
)  # fmt: skip

PROFILE_TIES = _contract(
    "PROFILE_TIES", "pair of terms of a profile", "typology profile first second", _n("n")
)

PROFILE_DRIFT = _contract(
    "PROFILE_DRIFT", "measure of how a typology fits a wave", "typology wave measure profile",
    Column("measure", allowed=("unclassified", "unknown_words", "certainty", "cosine")),
    Column("value", "number", nullable=True),
    Column("before", "number", nullable=True),
    Column("limit", "number", nullable=True),
    Column("alarm", "flag"),
)  # fmt: skip

PROFILE_BRIDGE = _contract(
    "PROFILE_BRIDGE", "pair of profiles of two versions", "wave old_typology new_typology old new",
    _n("n"), _share("share_of_old"),
)  # fmt: skip

PROFILE_NAMES = _contract(
    "PROFILE_NAMES", "profile, and how a reviewer called it", "typology profile",
    Column("nameable", "flag"),
    Column("label_fr", nullable=True), Column("label_en", nullable=True),
    Column("definition_fr", nullable=True), Column("definition_en", nullable=True),
)  # fmt: skip

VERBATIM_REVIEW = _contract(
    "VERBATIM_REVIEW", "answer put before the reviewer", "typology wave profile respondent_id",
    Column("rank", "integer", low=1),
    Column("score", "number", low=0.0),
    Column("mean_score", "number", low=0.0),
    Column("masks", "integer", low=0),
    Column("text"),  # masked
    Column("variable", nullable=True), Column("level", nullable=True),
    Column("decision", nullable=True, allowed=("accept", "reject")),
    Column("edited", nullable=True),  # the reviewer's text, where it is to leave otherwise
    Column("reviewer", nullable=True),
)  # fmt: skip

VERBATIMS = _contract(
    "VERBATIMS", "verbatim that may leave", "typology wave profile number",
    Column("number", "integer", low=1),
    Column("text"),
    Column("variable", nullable=True), Column("level", nullable=True),
)  # fmt: skip

PUBLISHABLE = {
    "shares": PROFILE_SHARES,
    "words": PROFILE_WORDS,
    "stability": PROFILE_STABILITY,
    "splits": PROFILE_SPLITS,
    "modalities": PROFILE_MODALITIES,
    "plane": PROFILE_PLANE,
    "ties": PROFILE_TIES,
    "drift": PROFILE_DRIFT,
    "names": PROFILE_NAMES,
    "verbatims": VERBATIMS,
}
"""File -> table, of those that may leave; a wave that is followed has some of them empty."""

RESTRICTED = {"profiles": PROFILES, "review": VERBATIM_REVIEW}
"""Those with a row per respondent or proposed text, which stay where they are made."""

__all__ = [
    "ANSWERS", "BASES", "NO_PROFILE", "PROFILES", "PROFILE_BRIDGE", "PROFILE_DRIFT",
    "PROFILE_MODALITIES", "PROFILE_NAMES", "PROFILE_PLANE", "PROFILE_SHARES", "PROFILE_SPLITS",
    "PROFILE_STABILITY", "PROFILE_TIES", "PROFILE_WORDS", "PUBLISHABLE", "REASONS", "RESTRICTED",
    "ROUTES", "TOTAL", "VERBATIMS", "VERBATIM_REVIEW",
]  # fmt: skip
