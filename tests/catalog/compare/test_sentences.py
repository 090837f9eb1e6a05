"""One sentence from scores: every number in it comes from a row."""

from __future__ import annotations

import pytest

from metaleos.catalog.compare.sentences import measured, sentence


def score(model, *, rank=None, n=5, of=5, mean=4.87, worst=("Li", 14.4), outside=0, within=(0, 0),
          weak=0):  # fmt: skip
    return {
        "property": "cohesive_energy", "model": model, "convention": "standard", "n": n, "of": of,
        "rank": rank, "rank_n": 5 if rank else None, "rank_mean_absolute_percent": mean,
        "mean_absolute_percent": mean, "worst_element": worst[0], "worst_percent": worst[1],
        "outside": outside, "outside_mean_absolute_percent": 716.0, "within": within[0],
        "within_of": within[1], "weak": weak,
    }  # fmt: skip


def test_who_is_nearest_by_how_much_and_worst_where():
    rows = [score("ha/sstl", rank=1), score("ha/al", rank=2, mean=21.01), score("ha/ho", n=4)]
    assert sentence(rows) == (
        "Of the two models that cover all five elements ha/sstl is nearest to the measured "
        "cohesive energies: 4.9 % mean absolute, worst Li (+14.4 %); ha/al is farthest, 21.0 %."
    )


def test_the_worst_of_other_elements_is_not_said_of_the_shared_ones():
    text = sentence([score("a", rank=1, n=9, of=9), score("b", rank=2)])
    assert "the same five elements" in text
    assert "worst" not in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (score("a", n=4, of=6), "a is off by 4.9 % mean absolute over 4 of 6 elements of its "
         "domain, worst Li (+14.4 %)."),
        (score("a", n=1, of=1), "a is off by +14.4 % for Li."),
        (score("tf", n=0, of=0, outside=85), "No model is scored against measured cohesive "
         "energies; 85 more of tf lie outside its domain and do not count, 716 % mean absolute."),
        (score("a", n=1, of=1, within=(1, 3)),
         "a is off by +14.4 % for Li; 1 of 3 values lie within a known uncertainty."),
        (score("a", n=4, of=6, weak=3), "a is off by 4.9 % mean absolute over 4 of 6 elements of "
         "its domain, worst Li (+14.4 %); 3 of 4 deviations are from a value recalled, predicted "
         "or uncited."),
    ],
)  # fmt: skip
def test_one_model_or_none(row, said):
    assert sentence([row]) == said


def test_words_for_measured_values():
    assert measured("bulk_modulus") == "bulk moduli"
    assert measured("packing_fraction") == "packing fractions"
    assert measured("elastic_constant_c11") == "values of C11"
