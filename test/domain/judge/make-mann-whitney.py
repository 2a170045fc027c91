"""Writes mann-whitney.tsv: what SciPy says about random vectors, many with ties.

Run it with Python 3 and SciPy: python make-mann-whitney.py > mann-whitney.tsv
The tests read the file alone and need no Python.
"""

import numpy
import scipy
from scipy.stats import mannwhitneyu

random = numpy.random.default_rng(20261121)


def sample(kind, size, shift):
    if kind == "continuous":
        return numpy.round(random.normal(shift, 1, size), 4)
    if kind == "rounded":
        return numpy.round(random.normal(shift, 1, size), 1)
    if kind == "counts":
        return random.poisson(2 + 2 * abs(shift), size).astype(float)
    if kind == "binary":
        return random.binomial(1, 0.3 + shift / 10, size).astype(float)
    return numpy.round(random.lognormal(shift, 1, size) * 100, 0)


variant = "mannwhitneyu(canary, baseline, use_continuity=True, method='auto')"
rows = []
sizes = [(1, 1), (2, 3), (3, 3), (5, 8), (8, 8), (8, 40), (100, 3), (9, 9), (12, 30), (60, 60)]
for kind in ["continuous", "rounded", "counts", "binary", "latencies"]:
    for first, second in sizes:
        for shift in [0, 1.2]:
            canary = sample(kind, first, shift)
            baseline = sample(kind, second, 0)
            p = []
            for alternative in ["greater", "less", "two-sided"]:
                result = mannwhitneyu(
                    canary, baseline, use_continuity=True, alternative=alternative, method="auto"
                )
                p.append(repr(float(result.pvalue)))
            values = [" ".join(f"{value:.10g}" for value in side) for side in (canary, baseline)]
            rows.append([kind, *values, repr(float(result.statistic)), *p])

print(f"# SciPy {scipy.__version__}, {variant}")
print("\t".join(["kind", "canary", "baseline", "u", "greater", "less", "two-sided"]))
for row in rows:
    print("\t".join(row))
