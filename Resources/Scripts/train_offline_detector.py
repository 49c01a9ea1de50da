#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learns the weights of the embedded detector's classifiers and prints cross-validated figures.

  offline-features --truth truth.json > features.tsv      (built with -DVLM_BUILD_BENCHMARKS=ON)
  train_offline_detector.py features.tsv Resources/Weights/offline-detector.json

Boosted oblivious trees: all nodes of one level ask the same question, so that a tree is a few
thresholds and a table. Only sources whose licence allows it are learnt from; the others only measure.
Without an output file nothing is written. Needs Python 3 and numpy; gives the same file every time.
"""
import json
import re
import sys

import numpy as np

FOLDS = 6
BINS = 32
# What is learnt from which sources. `ranking`: weight of picking a lesion first within its picture;
# `variants`: altered copies of each picture to learn from, see OfflineFeatures.cpp; `threshold`: as
# shipped in PictureKind.cpp, only to print figures for it.
MODELS = {
    "Mr": {"sources": ["brisc25", "brisc26"], "normal": "brmri", "trees": 200, "depth": 3,
           "rate": 0.06, "ranking": 0.3, "variants": 4, "threshold": 1.8},
    "Ultrasound": {"sources": ["busi", "businorm"], "normal": "businorm", "trees": 200, "depth": 3,
                   "rate": 0.06, "ranking": 0.0, "variants": 4,
                   "threshold": 0.9},
    "LungCt": {"sources": ["msdlung"], "normal": None, "trees": 200, "depth": 1, "rate": 0.06,
               "ranking": 0.0, "variants": 1, "threshold": 0.6},
}
RIDGE = 20.0  # shrinks the values of small leaves


class Candidates:
    """The lines of offline-features, by column."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as stream:
            header = stream.readline().rstrip("\n").split("\t")
            lines = [line.rstrip("\n").split("\t") for line in stream]
        self.names = header[7:]
        self.file = np.array([line[0] for line in lines])
        self.variant = np.array([int(line[1]) for line in lines])
        self.hit = np.array([int(line[2]) for line in lines], dtype=float)
        self.features = np.array([[float(x) for x in line[7:]] for line in lines], dtype=np.float32)
        self.source = np.array([name.split("/")[-1].split("_")[0] for name in self.file])
        self.picture = np.array([f"{a}#{b}" for a, b in zip(self.file, self.variant)])


def patient_of(file):
    """Lung volumes hold several slices of one patient; elsewhere a picture stands for one."""
    match = re.search(r"msdlung_(\d+)_", file)
    return match.group(1) if match else file


def folds_of(data, sources):
    """File -> fold: contiguous in each source, as neighbouring numbers may be one patient."""
    folds = {}
    for source in sources:
        files = list(dict.fromkeys(data.file[data.source == source]))
        patients = list(dict.fromkeys(patient_of(file) for file in files))
        for file in files:
            folds[file] = patients.index(patient_of(file)) * FOLDS // len(patients)
    return folds


def weights_of(hit, picture):
    """Every picture counts the same, and in it hits as much as misses."""
    weight = np.zeros(len(hit))
    for name in np.unique(picture):
        of_picture = picture == name
        for value in (0.0, 1.0):
            chosen = of_picture & (hit == value)
            weight[chosen] = 1.0 / max(1, chosen.sum())
    return weight / weight.mean()


def ranking_gradient(score, hit, picture):
    """Of the log share of lesions in each picture's softmax, and its curvature."""
    pictures = picture.max() + 1
    top = np.full(pictures, -1e9)
    np.maximum.at(top, picture, score)
    power = np.exp(score - top[picture])
    share = power / np.bincount(picture, power, pictures)[picture]
    lesions = np.bincount(picture, power * hit, pictures)[picture]
    wanted = np.where(lesions > 0, power * hit / np.maximum(lesions, 1e-30), share)
    return wanted - share, share * (1.0 - share)


def best_split(binned, edges, leaf, leaves, gradient, curvature, columns):
    best = (-1.0, 0, 0)
    for column in columns:
        bins = len(edges[column]) + 1
        if bins < 2:
            continue
        key = leaf * bins + binned[:, column]
        g = np.bincount(key, gradient, leaves * bins).reshape(leaves, bins).cumsum(1)
        h = np.bincount(key, curvature, leaves * bins).reshape(leaves, bins).cumsum(1)
        rest_g, rest_h = g[:, -1:] - g, h[:, -1:] - h
        gain = (g ** 2 / (h + RIDGE) + rest_g ** 2 / (rest_h + RIDGE)).sum(0)[:-1]
        if gain.max() > best[0]:
            best = (float(gain.max()), int(column), int(gain.argmax()))
    return best[1], best[2]


def value_of(tree, features):
    leaf = np.zeros(len(features), dtype=int)
    for column, threshold in tree["splits"]:
        leaf = leaf * 2 + (features[:, column] > np.float32(threshold))
    return np.array(tree["values"])[leaf]


def train(features, hit, picture, settings):
    random = np.random.default_rng(1)
    count, width = features.shape
    quantiles = np.linspace(0, 1, BINS + 1)[1:-1]
    edges = [np.unique(np.round(np.quantile(features[:, i].astype(float), quantiles), 4))
             for i in range(width)]
    binned = np.stack([np.searchsorted(edges[i], features[:, i], side="left")
                       for i in range(width)], 1)
    picture = np.unique(picture, return_inverse=True)[1]
    weight = weights_of(hit, picture)
    base = round(float(np.log((weight * hit).sum() / (weight * (1 - hit)).sum())), 4)
    score = np.full(count, base)
    trees = []
    for _ in range(settings["trees"]):
        guess = 1.0 / (1.0 + np.exp(-score))
        gradient = weight * (hit - guess)
        curvature = weight * np.maximum(guess * (1.0 - guess), 1e-6)
        if settings["ranking"] > 0.0:
            g, h = ranking_gradient(score, hit, picture)
            scale = settings["ranking"] * count / (picture.max() + 1)
            gradient, curvature = gradient + scale * g, curvature + scale * h
        rows = random.random(count) < 0.6
        columns = random.choice(width, width // 2, replace=False)
        leaf = np.zeros(rows.sum(), dtype=int)
        splits = []
        for level in range(settings["depth"]):
            column, edge = best_split(binned[rows], edges, leaf, 1 << level, gradient[rows],
                                      curvature[rows], columns)
            splits.append((column, float(edges[column][edge])))
            leaf = leaf * 2 + (binned[rows, column] > edge)
        leaves = 1 << settings["depth"]
        g = np.bincount(leaf, gradient[rows], leaves)
        h = np.bincount(leaf, curvature[rows], leaves)
        values = [round(float(v), 4) for v in settings["rate"] * g / (h + RIDGE)]
        trees.append({"splits": splits, "values": values})
        score = score + value_of(trees[-1], features)
    return {"base": base, "trees": trees}


def score_of(model, features):
    return model["base"] + sum(value_of(tree, features) for tree in model["trees"])


def cross_validated(data, settings):
    """Score of every unaltered candidate by a model that has not seen its patient. Normal pictures
    that are never learnt from get the mean of all models."""
    folds = folds_of(data, settings["sources"])
    fold = np.array([folds.get(file, -1) for file in data.file])
    score = np.zeros(len(data.file))
    for number in range(FOLDS):
        learn = (fold >= 0) & (fold != number) & (data.variant < settings["variants"])
        model = train(data.features[learn], data.hit[learn], data.picture[learn], settings)
        test = fold == number
        score[test] = score_of(model, data.features[test])
        other = (fold < 0) & (data.source == settings["normal"])
        score[other] += score_of(model, data.features[other]) / FOLDS
    return score


def strongest(data, score, source):
    """Of each unaltered picture: its strongest candidate's score, and whether it is a hit."""
    result = []
    for name in dict.fromkeys(data.file[(data.source == source) & (data.variant == 0)]):
        rows = np.flatnonzero((data.file == name) & (data.variant == 0))
        best = rows[score[rows].argmax()]
        result.append((float(score[best]), bool(data.hit[best])))
    return result


def print_figures(data, name, settings, score):
    thresholds = [float("-inf"), settings["threshold"]]
    if settings["normal"]:
        normal = [best for best, _ in strongest(data, score, settings["normal"])]
        thresholds += [float(np.quantile(normal, share)) for share in (0.5, 0.6, 0.7, 0.8)]
    for threshold in thresholds:
        words = []
        for source in settings["sources"] + [settings["normal"]]:
            if source is None or (source == settings["normal"] and words and source in words[-1]):
                continue
            best = strongest(data, score, source)
            hits = sum(hit and s > threshold for s, hit in best) / len(best)
            reported = sum(s > threshold for s, _ in best) / len(best)
            words.append(f"{source}: hit {hits:.2f}, reported {reported:.2f}")
        print(f"{name}, threshold {threshold:.2f}: " + "; ".join(words))


def rows_of(model):
    return [[x for split in tree["splits"] for x in split] + tree["values"]
            for tree in model["trees"]]


def write(path, names, models):
    text = '{\n  "Features": ' + json.dumps(names)
    for name, model in models.items():
        rows = ",\n    ".join(json.dumps(row) for row in rows_of(model))
        text += (f',\n  "{name}": {{"Depth": {MODELS[name]["depth"]}, "Base": {model["base"]}, '
                 f'"Trees": [\n    {rows}]}}')
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text + "\n}\n")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    data = Candidates(sys.argv[1])
    models = {}
    for name, settings in MODELS.items():
        print_figures(data, name, settings, cross_validated(data, settings))
        learn = np.isin(data.source, settings["sources"]) & (data.variant < settings["variants"])
        models[name] = train(data.features[learn], data.hit[learn], data.picture[learn], settings)
    if len(sys.argv) == 3:
        write(sys.argv[2], data.names, models)


if __name__ == "__main__":
    main()
