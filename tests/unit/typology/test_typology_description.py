"""What is said of a class: terms, pairs of terms, modalities, the plane, the tree of ties."""

from itertools import combinations

import numpy as np
import pytest
from made_up_tables import themed
from scipy.stats import chi2, chi2_contingency

from phare.errors import PhareError
from phare.stats.design import Design
from phare.typology.associations import associate
from phare.typology.bigrams import bigrams
from phare.typology.incidence import incidence
from phare.typology.keyness import keyness
from phare.typology.plane import plane
from phare.typology.similarity import Tie, cooccurrences, similarity_tree
from phare.typology.typical import most_typical, typicality


def test_keyness_is_pearson_on_the_classified_units() -> None:
    rng = np.random.default_rng(1)
    presence = incidence(rng.random((60, 6)) < 0.3)
    classes = rng.integers(-1, 3, 60)
    found = keyness(presence, classes, 3)
    whole, known = presence.toarray(), classes >= 0
    for profile in range(3):
        for term in range(6):
            table = np.array([
                [np.sum(whole[known & own, term] == has) for has in (1, 0)]
                for own in (classes == profile, classes != profile)
            ])  # fmt: skip
            expected = chi2_contingency(table, correction=False)
            assert abs(found.chi2[profile, term]) == pytest.approx(expected.statistic)
            assert found.p_value[profile, term] == pytest.approx(expected.pvalue)
            more = table[0, 0] > expected.expected_freq[0, 0]
            assert (found.chi2[profile, term] > 0) == more
    assert (found.p_adjusted >= found.p_value).all()


def test_a_term_everywhere_or_nowhere_says_nothing() -> None:
    presence = incidence(np.array([[1, 0, 1], [1, 0, 0], [1, 0, 1], [1, 0, 0]]))
    found = keyness(presence, np.array([0, 0, 1, 1]), 2)
    assert found.chi2[:, :2].tolist() == [[0, 0], [0, 0]]
    assert found.p_value[:, :2].tolist() == [[1, 1], [1, 1]]


def test_over_and_under_used_terms() -> None:
    table = np.zeros((40, 3))
    table[:20, 0], table[20:, 1], table[::2, 2] = 1, 1, 1
    found = keyness(incidence(table), np.repeat([0, 1], 20), 2)
    assert found.first(0, 5).tolist() == [0]
    assert found.first(0, 5, under=True).tolist() == [1]
    assert found.chi2[0, 0] == pytest.approx(40)
    assert found.p_value[0, 0] == pytest.approx(chi2.sf(40, 1))


def test_typical_units_by_sum_and_by_mean() -> None:
    table = np.zeros((40, 3))
    table[:20, 0], table[:10, 1], table[::2, 2] = 1, 1, 1
    classes = np.repeat([0, 1], 20)
    presence = incidence(table[:, :])
    found = keyness(presence, classes, 2)
    scores = typicality(presence, found, 0)
    assert scores[0] == pytest.approx(found.chi2[0, 0] + found.chi2[0, 1])
    assert most_typical(presence, classes, found, 0, 3).tolist() == [0, 1, 2]
    # Unit 11 has one term, the most typical one; unit 0 two others beside it.
    assert most_typical(presence, classes, found, 0, 2, "mean").tolist() == [11, 13]


def test_pairs_of_neighbouring_terms() -> None:
    words = [
        ["égalité", "chance", "école"],
        ["égalité", "chance"],
        ["chance", "égalité"],
        ["a", "a"],
    ]
    names, presence = bigrams(words, least=2)
    assert names == ("égalité chance",)
    assert presence.toarray().ravel().tolist() == [1, 1, 0, 0]


def test_modalities_are_tested_under_the_design() -> None:
    """In clusters that answer alike, the design-based test must be far less sure."""
    rng = np.random.default_rng(2)
    psu = np.repeat(np.arange(40), 10)
    of_psu = rng.integers(0, 2, 40)
    classes = of_psu[psu]
    modality = np.where(rng.random(400) < 0.1, 1 - (psu % 2), psu % 2)
    clustered = associate(Design(np.ones(400), psu=psu), classes, 2, modality, 2)
    simple = associate(Design(np.ones(400)), classes, 2, modality, 2)
    naive = chi2_contingency(clustered.n, correction=False).pvalue
    assert simple.overall.p_value == pytest.approx(naive, abs=0.01)
    assert clustered.overall.p_value > 3 * simple.overall.p_value
    assert clustered.n.sum() == 400
    assert clustered.share.sum(1).tolist() == pytest.approx([1, 1])


def test_weights_count_in_the_shares_and_unknowns_do_not() -> None:
    weights = np.array([3.0, 1, 1, 1, 2, 2, 5, 5])
    classes = np.array([0, 0, 0, 1, 1, 1, -1, 0])
    modality = np.array([0, 1, 1, 0, 1, 1, 0, -1])
    found = associate(Design(weights), classes, 2, modality, 3)
    assert found.share[0].tolist() == pytest.approx([3 / 5, 2 / 5, 0])
    assert found.share_all.tolist() == pytest.approx([0.4, 0.6, 0])
    assert found.statistic[0, 0] > 0 > found.statistic[0, 1]
    assert np.isnan(found.statistic[:, 2]).all()  # nobody has it


def test_respondents_without_a_class_change_no_test() -> None:
    rng = np.random.default_rng(6)
    classes, modality = rng.integers(-1, 3, 200), rng.integers(0, 2, 200)
    other = np.where(classes < 0, 1 - modality, modality)
    first, second = (
        associate(Design(np.ones(200)), classes, 3, one, 2) for one in (modality, other)
    )
    np.testing.assert_allclose(first.statistic, second.statistic)
    assert first.overall.p_value == pytest.approx(second.overall.p_value)


def test_a_table_too_empty_is_not_tested() -> None:
    found = associate(
        Design(np.ones(6)), np.array([0, 0, 1, 1, 2, 2]), 3, np.repeat([0, 1, 2], 2), 3
    )
    assert np.isnan(found.overall.p_value)


def test_a_wrong_length_is_refused() -> None:
    with pytest.raises(PhareError, match="expected one of each per respondent, 5"):
        associate(Design(np.ones(5)), np.zeros(4, int), 2, np.zeros(5, int), 2)


def test_the_plane_is_the_correspondence_analysis() -> None:
    table = np.random.default_rng(3).integers(1, 30, (12, 4)).astype(float)
    found = plane(table, 3)
    statistic = chi2_contingency(table, correction=False).statistic
    assert found.inertia.sum() == pytest.approx(statistic / table.sum())
    assert found.share.sum() == pytest.approx(1)
    # All axes together: distances between profiles are those of the chi-square metric.
    profiles, mass = table / table.sum(1, keepdims=True), table.sum(0) / table.sum()
    for i, j in combinations(range(12), 2):
        expected = np.sum((profiles[i] - profiles[j]) ** 2 / mass)
        assert np.sum((found.terms[i] - found.terms[j]) ** 2) == pytest.approx(expected)
    assert found.quality.sum(1) == pytest.approx(1)
    assert found.contributions.sum(0) == pytest.approx(1)
    # A column of the table, taken as supplementary, stands where it is.
    np.testing.assert_allclose(found.place(table), found.classes, atol=1e-12)


def test_a_plane_of_one_class_is_refused() -> None:
    with pytest.raises(PhareError, match="a table of 5 terms by 1 classes"):
        plane(np.ones((5, 1)))


def test_the_similarity_tree_has_the_largest_sum() -> None:
    presence = themed(np.random.default_rng(4))
    terms = np.array([3, 17, 18, 33, 40])
    counts = cooccurrences(presence, terms)
    edges = [(i, j) for i, j in combinations(range(5), 2) if counts[i, j] > 0]

    def spans(chosen: tuple[tuple[int, int], ...]) -> bool:
        reached = {0}
        for _ in chosen:
            reached |= {b for a, b in chosen if a in reached} | {
                a for a, b in chosen if b in reached
            }
        return len(reached) == 5

    trees = [sum(counts[e] for e in chosen) for chosen in combinations(edges, 4) if spans(chosen)]
    found = similarity_tree(presence, terms)
    assert len(found) == 4
    assert sum(tie.n for tie in found) == max(trees)


def test_terms_that_never_meet_are_not_tied() -> None:
    presence = incidence(np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]]))
    assert similarity_tree(presence, np.arange(4)) == [Tie(0, 1, 2), Tie(2, 3, 1)]
