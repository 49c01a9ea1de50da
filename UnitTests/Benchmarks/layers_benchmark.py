#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""annotated + heatmap of 512 x 512 with three findings: ours beside numpy + PIL and matplotlib (Agg).

layers_benchmark.py --binary build/release/UnitTests/Benchmarks/render-benchmark
All draw the same content at the same final size: picture, ellipses with dark halo, centre crosses, labels
with boxes and leader lines, scale bar, disclaimer; for the heat map the blended map, three contours each,
colour bar. The Python drawers are given label places, which ours has to find. PNG: zlib level 1 everywhere;
PIL (which writes matplotlib's picture too) chooses a filter for each row, ours takes Sub.
Times are those of the processor (all threads), on one core.
Debian: python3-matplotlib python3-numpy python3-pil fonts-dejavu-core
"""
import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plot
import numpy
from matplotlib.patches import Ellipse
from PIL import Image, ImageDraw, ImageFont

SIDE = 512
# Box (left, top, width, height), label, where the label goes; as in RenderBenchmark.cpp.
FINDINGS = [((102.4, 102.4, 51.2, 76.8), "Bright region", (20, 205)),
            ((307.2, 153.6, 102.4, 76.8), "Mass", (300, 270)),
            ((204.8, 358.4, 51.2, 51.2), "Pleural effusion", (20, 425))]
COLOURS = [(230, 159, 0), (86, 180, 233), (240, 228, 66)]
RADII = [(-2.0 * numpy.log(1.0 - mass)) ** 0.5 / 4.0 for mass in (0.5, 0.9, 0.95)]  # of the box's sides
DISCLAIMER = "AI · unverified · research use only · not for diagnosis"
SCORE = 0.8
ACROSS, DOWN = numpy.meshgrid(numpy.linspace(-1, 1, SIDE), numpy.linspace(-1, 1, SIDE))
PICTURE = numpy.where((ACROSS / 0.75) ** 2 + (DOWN / 0.9) ** 2 < 1,  # a grainy body on black
                      numpy.random.default_rng(7).normal(90, 4, (SIDE, SIDE)), 0).astype(numpy.uint8)
INFERNO = (matplotlib.colormaps["inferno"](numpy.linspace(0.235, 1.0, 256))[:, :3] * 255).astype(numpy.float32)
FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 12)
BOLD = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", 12)


def centre(box):
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def details(box):
    return f"{SCORE:.2f} · {0.4 * box[2]:.0f} × {0.4 * box[3]:.0f} mm"


def anomaly_map():
    """Noisy-OR of separable Gaussians."""
    rest = numpy.ones((SIDE, SIDE), numpy.float32)
    at = numpy.arange(SIDE, dtype=numpy.float32)
    for box, _, _ in FINDINGS:
        column, row = centre(box)
        across = numpy.exp(-0.5 * ((at - column) / (box[2] / 4)) ** 2)
        down = numpy.exp(-0.5 * ((at - row) / (box[3] / 4)) ** 2)
        rest *= 1.0 - SCORE * down[:, None] * across[None, :]
    return 1.0 - rest


def opacity_of(values):
    return 0.62 * numpy.minimum(1.0, numpy.sqrt(values) * numpy.minimum(1.0, 8.0 * values))


def blended():
    values = anomaly_map()
    opacity = opacity_of(values)[:, :, None]
    colours = INFERNO[(values * 255).astype(numpy.uint8)]
    return (PICTURE[:, :, None] * (1.0 - opacity) + colours * opacity).astype(numpy.uint8)


# --- numpy + PIL ---------------------------------------------------------------------------------------

def pil_ellipse(draw, box, radius, colour, width):
    column, row = centre(box)
    a, b = radius * box[2], radius * box[3]
    edge = (column - a, row - b, column + a, row + b)
    draw.ellipse([edge[0] - 1, edge[1] - 1, edge[2] + 1, edge[3] + 1], outline=(0, 0, 0), width=width + 2)
    draw.ellipse(edge, outline=colour, width=width)


def pil_label(draw, finding, number, colour, is_full):
    box, name, (x, y) = finding
    draw.line([centre(box), (x + 9, y + 9)], fill=colour)
    if is_full:
        text = f"{name}  {details(box)}"
        draw.rounded_rectangle((x, y, x + 30 + draw.textlength(text, font=FONT), y + 18), 9, fill=(14, 17, 20, 209))
        draw.text((x + 23, y + 2), text, font=FONT, fill=(255, 255, 255))
    draw.ellipse((x, y, x + 18, y + 18), fill=colour)
    draw.text((x + 5, y + 2), str(number), font=BOLD, fill=(10, 10, 15))


def pil_surroundings(draw):
    draw.rectangle((0, 492, SIDE, SIDE), fill=(14, 17, 20, 209))
    draw.text((106, 495), DISCLAIMER, font=FONT, fill=(255, 255, 255))
    draw.line((9, 478, 134, 478), fill=(255, 255, 255), width=2)
    draw.text((9, 458), "50 mm", font=FONT, fill=(255, 255, 255), stroke_width=1, stroke_fill=(0, 0, 0))


def pil_annotated():
    image = Image.fromarray(PICTURE).convert("RGB")
    draw = ImageDraw.Draw(image, "RGBA")
    for i, finding in enumerate(FINDINGS):
        pil_ellipse(draw, finding[0], RADII[2], COLOURS[i], 2)
        column, row = centre(finding[0])
        draw.line((column - 4, row, column + 4, row), fill=COLOURS[i])
        draw.line((column, row - 4, column, row + 4), fill=COLOURS[i])
        pil_label(draw, finding, i + 1, COLOURS[i], True)
    pil_surroundings(draw)
    return image


def pil_heatmap():
    image = Image.fromarray(blended())
    draw = ImageDraw.Draw(image, "RGBA")
    for i, finding in enumerate(FINDINGS):
        for radius in RADII:
            pil_ellipse(draw, finding[0], radius, (255, 255, 255), 1)
        pil_label(draw, finding, i + 1, COLOURS[i], False)
    draw.rounded_rectangle((446, 6, 506, 136), 4, fill=(14, 17, 20, 209))
    draw.text((450, 8), "anomaly", font=FONT, fill=(255, 255, 255))
    bar = numpy.repeat(INFERNO[::-1].astype(numpy.uint8)[:, None, :], 11, axis=1)
    image.paste(Image.fromarray(bar).resize((11, 96)), (452, 30))
    for text, y in (("1", 24), ("0.5", 70), ("0", 116)):
        draw.text((467, y), text, font=FONT, fill=(255, 255, 255))
    pil_surroundings(draw)
    return image


# --- matplotlib ----------------------------------------------------------------------------------------

def matplotlib_figure():
    figure = plot.figure(figsize=(SIDE / 100, SIDE / 100), dpi=100)
    axes = figure.add_axes([0, 0, 1, 1])
    axes.imshow(PICTURE, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    axes.set_axis_off()
    return figure, axes


def hue(colour):
    return tuple(part / 255 for part in colour)


def matplotlib_ellipse(axes, box, radius, colour, width):
    for edge, line in (("black", width + 1.5), (colour, width)):
        axes.add_patch(Ellipse(centre(box), 2 * radius * box[2], 2 * radius * box[3], fill=False, edgecolor=edge,
                               linewidth=line))


def matplotlib_finish(figure, axes):
    axes.text(256, 502, DISCLAIMER, color="white", fontsize=8.5, ha="center", va="center",
              bbox={"facecolor": "#0e1114", "alpha": 0.82, "linewidth": 0})
    axes.plot([9, 134], [478, 478], color="white", linewidth=1.5)
    axes.text(9, 470, "50 mm", color="white", fontsize=8.5)
    figure.canvas.draw()
    image = Image.frombuffer("RGBA", (SIDE, SIDE), figure.canvas.buffer_rgba()).convert("RGB")
    plot.close(figure)
    return image


def matplotlib_label(axes, finding, number, colour, text):
    box, _, (x, y) = finding
    axes.annotate(text or str(number), centre(box), (x, y + 9), color="white" if text else "black", fontsize=8.5,
                  va="center", arrowprops={"arrowstyle": "-", "color": colour},
                  bbox={"boxstyle": "round", "facecolor": "#0e1114" if text else colour, "alpha": 0.82,
                        "linewidth": 0})


def matplotlib_annotated():
    figure, axes = matplotlib_figure()
    for i, finding in enumerate(FINDINGS):
        colour = hue(COLOURS[i])
        matplotlib_ellipse(axes, finding[0], RADII[2], colour, 1.2)
        axes.plot(*centre(finding[0]), "+", color=colour, markersize=6)
        matplotlib_label(axes, finding, i + 1, colour, f"{i + 1}  {finding[1]}  {details(finding[0])}")
    return matplotlib_finish(figure, axes)


def matplotlib_heatmap():
    figure, axes = matplotlib_figure()
    values = anomaly_map()
    shown = axes.imshow(values, cmap="inferno", vmin=0, vmax=1, alpha=opacity_of(values), interpolation="nearest")
    for i, finding in enumerate(FINDINGS):
        for radius in RADII:
            matplotlib_ellipse(axes, finding[0], radius, "white", 0.8)
        matplotlib_label(axes, finding, i + 1, hue(COLOURS[i]), "")
    bar = figure.add_axes([0.88, 0.74, 0.022, 0.2])
    figure.colorbar(shown, cax=bar, ticks=[0, 0.5, 1])
    bar.tick_params(colors="white", labelsize=8)
    bar.set_title("anomaly", color="white", fontsize=8)
    return matplotlib_finish(figure, axes)


# --- measuring -----------------------------------------------------------------------------------------

def png(image):
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def median_ms(action, rounds):
    action()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


# In a small interpreter, since a process's peak counts what its parent had when it was started.
RUN = """
import json, resource, subprocess, sys
run = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=True)
print(json.dumps([run.stdout, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
"""


def ours(binary, pattern):
    """Median time [ms] by name, failures by name, and the peak memory of the process [MB]."""
    run = subprocess.run([sys.executable, "-c", RUN, binary, f"--benchmark_filter={pattern}",
                          "--benchmark_format=json", "--benchmark_repetitions=5", "--benchmark_min_time=0.1"],
                         capture_output=True, text=True, check=True)
    text, peak = json.loads(run.stdout)
    rows = json.loads(text)["benchmarks"]
    medians = {row["run_name"].removesuffix("/process_time"): row["cpu_time"]
               for row in rows if row.get("aggregate_name") == "median"}
    failed = {row["run_name"]: row["error_message"] for row in rows if row.get("error_occurred")}
    return medians, failed, peak


def compare(binary, rounds, folder):
    medians, _, _ = ours(binary, "(DrawLayer/(annotated|heatmap)|CopyPasses.*)/512/512|DrawAndWrite")
    drawers = {"PIL": (pil_annotated, pil_heatmap), "matplotlib": (matplotlib_annotated, matplotlib_heatmap)}
    print(f"{'512 x 512, median of ms':34}{'ours':>8}{'PIL':>8}{'ratio':>7}{'matplotlib':>12}{'ratio':>7}")
    sums = {}
    for with_png in (False, True):
        for i, layer in enumerate(("annotated", "heatmap")):
            row = [medians[f"DrawAndWrite/{layer}" if with_png else f"DrawLayer/{layer}/512/512"]]
            for drawer in drawers.values():
                draw = drawer[i]
                row.append(median_ms((lambda: png(draw())) if with_png else draw, rounds))
            sums[with_png] = [a + b for a, b in zip(sums.get(with_png, [0, 0, 0]), row)]
            show(layer, with_png, row)
        show("annotated + heatmap", with_png, sums[with_png])
    for memory in ("InUse", "New"):
        copy = medians[f"CopyPasses{memory}/512/512"]
        print(f"moving the memory of one layer, {memory}: {copy:.3f} ms; annotated takes "
              f"{medians['DrawLayer/annotated/512/512'] / copy:.1f} times that, heatmap "
              f"{medians['DrawLayer/heatmap/512/512'] / copy:.1f} times")
    if folder:
        for name, both in drawers.items():
            for draw in both:
                draw().save(os.path.join(folder, f"{draw.__name__}.png"))


def show(layer, with_png, row):
    mine, pil, mpl = row
    name = f"{layer}{', PNG' if with_png else ''}"
    print(f"{name:34}{mine:8.2f}{pil:8.2f}{pil / mine:6.1f}x{mpl:12.2f}{mpl / mine:6.1f}x")


def full_size(binary):
    print("\n3328 x 4096 (pictures at full size, sheets at theirs)   ms   peak memory of the process [MB]")
    _, _, idle = ours(binary, "DrawLayer/original/512/512/")
    print(f"{'nothing but original at 512 x 512':50}{'':8}{idle:9.0f}")
    for name in [f"DrawLayer/{layer}" for layer in
                 ("original", "annotated", "heatmap", "comparison", "statistics", "illustration")] + ["DrawSeries"]:
        medians, failed, peak = ours(binary, f"{name}/3328/4096/")
        time_ms = next(iter(medians.values()), None)
        text = f"{time_ms:8.0f}" if time_ms is not None and not failed else "  failed"
        print(f"{name:50}{text}{peak:9.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, help="the built render-benchmark")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--pictures", help="folder to write the baselines' pictures to")
    options = parser.parse_args()
    os.sched_setaffinity(0, {0})  # one core, of children too
    compare(options.binary, options.rounds, options.pictures)
    full_size(options.binary)


if __name__ == "__main__":
    main()
