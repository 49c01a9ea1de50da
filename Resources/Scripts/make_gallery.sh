#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws the pictures of Resources/Gallery anew: every layer of the samples there is ground truth for
# (gallery.json), read by a simulated model. Needs the packages of packages-test.txt.
set -euo pipefail
cd "$(dirname "$0")/../.."
cmake --preset release -DVLM_BUILD_BENCHMARKS=ON >/dev/null
cmake --build --preset release --target layer-gallery
drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
build/release/UnitTests/Benchmarks/layer-gallery Resources/Gallery/gallery.json "$drawn" en
mkdir "$drawn/zh"
build/release/UnitTests/Benchmarks/layer-gallery Resources/Gallery/gallery.json "$drawn/zh" zh
pdftoppm -png -r 60 "$drawn/ct.pdf" "$drawn/ct-page"
/usr/bin/python3 - "$drawn" <<'END'
import pathlib
import sys

from PIL import Image

drawn, gallery = pathlib.Path(sys.argv[1]), pathlib.Path("Resources/Gallery")


def save(source, name, width):
    picture = Image.open(source).convert("RGB")
    picture.thumbnail((width, 4 * width), Image.LANCZOS)
    picture.save(gallery / f"{name}.jpg", quality=85, optimize=True)


for case in ("ct", "mr", "mg", "us"):
    for layer in ("original", "annotated", "heatmap"):
        save(drawn / f"{case}-{layer}.png", f"{case}-{layer}", 360)
    for layer in ("comparison", "statistics", "illustration"):
        save(drawn / f"{case}-{layer}.png", f"{case}-{layer}", 1000)
save(drawn / "ct-series.png", "ct-series", 1000)
save(drawn / "mr-illustration-light.png", "mr-illustration-light", 1000)
save(drawn / "zh" / "mr-statistics-light.png", "mr-statistics-light-zh", 1000)
pages = sorted(drawn.glob("ct-page-*.png"))[:2]
for number, page in enumerate(pages, 1):
    save(page, f"ct-pdf-{number}", 500)
END
