"""What the audit of a wave hands on. Shares are 0..1, differences of shares too."""

from __future__ import annotations

from phare.contracts.contract import Column, Contract

KINDS = (
    "reference", "imported", "unweighted", "step", "multiverse", "leave_one_out", "add_one",
    "bounds", "trim",
)  # fmt: skip
STATUSES = ("solved", "pruned", "not_converged")
ROLES = ("calibrated", "benchmark", "crossing", "left_out")
CLAIM_VERDICTS = ("holds", "barely", "depends", "fails", "unknown")
TESTS = ("shift", "weight_only", "given_margins")
LEVELS = ("ok", "note", "caution", "alarm", "unknown")
SENTENCES = ("worth", "change", "another", "held_out", "fragility", "limits")
"""The six lines of the verdict, in order."""


def _contract(name: str, row: str, key: str, *columns: Column) -> Contract:
    """Return a contract whose key columns, given in one string, are text unless among `columns`."""
    declared = {column.name: column for column in columns}
    keys = tuple(key.split())
    first = tuple(declared.pop(one, Column(one)) for one in keys)
    return Contract(name, row, keys, (*first, *declared.values()))


def _numbers(names: str, unit: str = "") -> tuple[Column, ...]:
    """Numbers that may be unknown."""
    return tuple(Column(one, "number", nullable=True, unit=unit) for one in names.split())


def _texts(names: str) -> tuple[Column, ...]:
    return tuple(Column(one, nullable=True) for one in names.split())


_FIGURE = "indicator category domain level"

AUDIT_VARIANTS = _contract(
    "AUDIT_VARIANTS", "variant of the weighting", "wave variant",
    Column("kind", allowed=KINDS),
    *_texts("base margins crossing classes distance trim missing"),
    Column("status", allowed=STATUSES),
    *_texts("reason nearest_feasible equivalent_to"),
    Column("defensible", "flag"),
    *_numbers("deff_kish n_effective weight_min weight_median weight_max max_over_median"),
    *_numbers("share_top1 share_top10 g_min g_max cap share_at_bound"),
    Column("passes", "integer", nullable=True, low=0),
    *_numbers("max_gap"),
    # What weighing the scheme against others takes: docs/methods/audit.md, trade-off.
    *_numbers("held_out_asmd worst_held_out mean_moe largest_change"),
    Column("compared", "flag"),
    *_texts("dominated_by"),
)  # fmt: skip

AUDIT_ESTIMATES = _contract(
    "AUDIT_ESTIMATES", "figure under a variant", f"wave variant {_FIGURE}",
    *_numbers("estimate std_error conf_low conf_high deff"),
)  # fmt: skip

AUDIT_BALANCE = _contract(
    "AUDIT_BALANCE", "category of a known total under a variant", "wave variant variable category",
    Column("role", allowed=ROLES),
    *_numbers("target before after gap asmd_before asmd_after"),
)  # fmt: skip

AUDIT_DEFF = _contract(
    "AUDIT_DEFF", "figure, by what its precision is made of", f"wave scheme {_FIGURE}",
    Column("n", "integer", low=0),
    *_numbers("kish association explained design fpc clustering deff n_effective"),
    *_numbers("moe_naive moe_kish moe_true moe_replicates"),
    Column("fixed", "flag"),  # by the margins: it has no error of its own
)  # fmt: skip

AUDIT_SHIFT = _contract(
    "AUDIT_SHIFT", "part in what weighting does to a figure",
    "wave scheme indicator category player",
    Column("player"),  # base, a margin, after; choice:<axis> for shares of variance
    *_numbers("value error"),
    Column("method", allowed=("shapley", "ordered", "variance")),
    *_numbers("total"),
)  # fmt: skip

AUDIT_INFLUENCE = _contract(
    "AUDIT_INFLUENCE", "respondent who moves a figure", "wave scheme indicator category rank",
    Column("rank", "integer", low=1),
    Column("respondent_id"),  # confidential
    *_numbers("weight y linear exact"),
)  # fmt: skip

AUDIT_CLAIMS = _contract(
    "AUDIT_CLAIMS", "claim", "wave claim",
    *_texts("indicator category domain level kind"),
    *_numbers("estimate threshold moe_true"),
    Column("verdict", allowed=CLAIM_VERDICTS),
    Column("variants", "integer", low=0),
    Column("fails", "integer", low=0),
    *_texts("failing_choice"),
    Column("stress_fails", "integer", low=0),
    *_numbers("low high spread_ratio"),
    Column("flip_count", "integer", nullable=True, low=0),
    *_numbers("flip_share robustness_value"),
    *_texts("weakest_margin"),
    *_numbers("mrcs gap_needed scenario_bias"),
    # Where a claim ranks figures: shares of the weightings that keep the rank, Kendall's tau.
    *_numbers("top1 top3 order tau_low tau_median"),
    *_texts("reason"),
)  # fmt: skip

AUDIT_TRIM = _contract(
    "AUDIT_TRIM", "figure under a cap", "wave scheme indicator category cap",
    Column("cap", "number", unit="medians of the weights"),
    *_numbers("estimate variance bias2 mse mse_ratio deff_kish"),
    *_texts("reason nearest_feasible"),
)  # fmt: skip

AUDIT_TESTS = _contract(
    "AUDIT_TESTS", "test of what weights say of a figure", "wave scheme indicator category test",
    Column("test", allowed=TESTS),
    *_numbers("statistic df1 df2 p_value p_adjusted"),
)  # fmt: skip

AUDIT_FRAME = _contract(
    "AUDIT_FRAME", "category of what is known of the frame", "wave model variable category",
    Column("category"),  # TOTAL on the row of the variable itself
    *_numbers("share propensity partial conditional r_indicator r_adjusted cv"),
)  # fmt: skip

AUDIT_VERDICT = _contract(
    "AUDIT_VERDICT", "sentence of the verdict", "wave sentence",
    Column("sentence"),  # one of SENTENCES, then notes
    Column("level", allowed=LEVELS),
    Column("fr"),
    Column("en"),
    Column("numbers"),  # JSON: name -> number as the tables hold it
    *_texts("table row column"),  # where the number that the sentence ends in stands
)  # fmt: skip

AUDIT_TABLES = (
    AUDIT_VARIANTS, AUDIT_ESTIMATES, AUDIT_BALANCE, AUDIT_DEFF, AUDIT_SHIFT, AUDIT_INFLUENCE,
    AUDIT_CLAIMS, AUDIT_TRIM, AUDIT_TESTS, AUDIT_FRAME, AUDIT_VERDICT,
)  # fmt: skip
"""The eleven tables, in the order of the release; AUDIT_INFLUENCE is confidential."""
