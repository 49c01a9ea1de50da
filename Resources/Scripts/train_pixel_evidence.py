#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learns the weights of pixel evidence (Plugin/Verification/EvidenceWeights.cpp), with cross-validation.

  evidence-samples --truth truth.json --out samples.f32   (built with -DVLM_BUILD_BENCHMARKS=ON)
  train_pixel_evidence.py samples.f32

For each reading the script has features f at the true centre and at places drawn from the reading's
distribution. It maximises the mean of  w.f(centre) - log(mean over places of exp(w.f)),  which is the
logarithm of the posterior's density over the prior's at the true centre: it is greatest where
exp(w.f) is the likelihood ratio. Needs numpy; deterministic.
"""
import sys

import numpy as np

SOURCES = ["brisc25", "brisc26", "busi", "msdlung"]
KINDS = {"MR": [0, 1], "US": [2], "CT": [3]}
FEATURES = ["contrast", "step", "enclosure", "islands", "depth", "rimWeight", "eccentricity",
            "deepness"]
# Holds weights small, per reading. What anatomy allows differs more between organs than what stands
# out does: what was learnt of few organs must not weigh much.
RIDGE = np.array([0.01, 0.01, 0.01, 0.01, 0.02, 0.02, 0.02, 0.005])
FOLDS = 5


def read(path):
    """One (source, image, deviation, features at the centre, features of places) for each reading."""
    rows = np.fromfile(path, dtype=np.float32).reshape(-1, 5 + len(FEATURES)).astype(float)
    keys = rows[:, 1] * 10000 + rows[:, 2]
    readings = []
    for part in np.split(rows, np.flatnonzero(np.diff(keys)) + 1):
        at_centre = part[:, 4] > 0.5
        if at_centre.any() and not at_centre.all():
            readings.append((int(part[0, 0]), int(part[0, 1]), part[0, 3],
                             part[at_centre, 5:].mean(axis=0), part[~at_centre, 5:]))
    return readings


def gain(weights, reading):
    """Gain, its gradient and its Hessian."""
    _, _, _, centre, places = reading
    exponents = places @ weights
    top = exponents.max()
    shares = np.exp(exponents - top)
    mean = shares.mean()
    shares /= shares.sum()
    expected = shares @ places
    offset = places - expected
    value = centre @ weights - top - np.log(mean)
    return value, centre - expected, -(offset * shares[:, None]).T @ offset


def fit(readings):
    """Newton's method: the gain is concave."""
    weights = np.zeros(len(FEATURES))
    for _ in range(20):
        gradient = -RIDGE * weights
        hessian = -np.diag(RIDGE)
        for reading in readings:
            _, first, second = gain(weights, reading)
            gradient = gradient + first / len(readings)
            hessian = hessian + second / len(readings)
        step = np.linalg.solve(hessian, gradient)
        length = np.abs(step).max()
        weights = weights - step * min(1.0, 1.0 / length)
        if length < 1e-4:
            break
    return weights


def fit_trust(weights, readings):
    """The factor of all weights that fits a kind of pictures best."""
    factors = np.arange(0.3, 2.0, 0.05)
    gains = [np.mean([gain(factor * weights, reading)[0] for reading in readings])
             for factor in factors]
    return factors[int(np.argmax(gains))]


def fold_of(image):
    return int(image * 7919 % 104729) % FOLDS


def cross_validate(readings):
    gains = {}
    trusts = {kind: [] for kind in KINDS}
    for fold in range(FOLDS):
        train = [r for r in readings if fold_of(r[1]) != fold]
        weights = fit(train)
        trust = {}
        for kind, members in KINDS.items():
            trust[kind] = fit_trust(weights, [r for r in train if r[0] in members])
            trusts[kind].append(trust[kind])
        for reading in readings:
            if fold_of(reading[1]) == fold:
                kind = next(k for k, members in KINDS.items() if reading[0] in members)
                pair = (gain(weights, reading)[0], gain(trust[kind] * weights, reading)[0])
                gains.setdefault((SOURCES[reading[0]], reading[2]), []).append(pair)
    for (source, deviation), pairs in sorted(gains.items()):
        plain, trusted = np.mean(pairs, axis=0)
        print(f"{source:8} {deviation:4.0f} px: gain {plain:5.2f}, with trust {trusted:5.2f} "
              f"({len(pairs)} readings)")
    print("trust by fold:", {kind: np.round(values, 2).tolist() for kind, values in trusts.items()})


def main():
    readings = read(sys.argv[1])
    cross_validate(readings)
    weights = fit(readings)
    for name, weight in zip(FEATURES, weights):
        print(f"  weights.{name} = {weight:.2f};")
    for kind, members in KINDS.items():
        print(kind, "trust", round(fit_trust(weights, [r for r in readings if r[0] in members]), 2))


if __name__ == "__main__":
    main()
