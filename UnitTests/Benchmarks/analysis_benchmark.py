#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the time of one 512x512 analysis with three findings and two layers goes, in a real Orthanc.

  analysis_benchmark.py [--repeats 30]
Medians [ms] by stage, from the plugin's own log line and the Server-Timing header of the layers; beside them the same two
layers drawn in-process with numpy and PIL, as a Python plugin would. Aim: under 10 ms without the model and the PNG encoding.
"""
import argparse
import io
import math
import pathlib
import re
import statistics
import sys
import tempfile
import time

import numpy as np
from PIL import Image, ImageDraw

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from dicom_objects import picture_object, to_bytes  # noqa: E402
from orthanc_server import OrthancServer  # noqa: E402

AIM_MS = 10
SIZE = 512
STAGES = re.compile(r"images ([\d.]+) ms, model ([\d.]+) ms, findings ([\d.]+) ms, storing ([\d.]+) ms")


def three_blobs():
    """Tissue with three bright discs, which the offline model finds."""
    rows, columns = np.mgrid[0:SIZE, 0:SIZE]
    pixels = np.full((SIZE, SIZE), 0, np.uint16)
    pixels[(rows - 256) ** 2 / 230**2 + (columns - 256) ** 2 / 200**2 < 1] = 90
    for row, column, radius in ((200, 180, 22), (300, 330, 28), (360, 200, 16)):
        pixels[(rows - row) ** 2 + (columns - column) ** 2 < radius**2] = 200
    noise = np.random.default_rng(1).integers(0, 12, pixels.shape, dtype=np.uint16)
    return np.where(pixels > 0, pixels + noise, 0).astype(np.uint16)


def analyse(server, instance, repeats):
    """Stage name -> times [ms]."""
    for _ in range(repeats + 1):
        for analysis in server.analyses("instances", instance):
            server.delete(analysis["Path"]).raise_for_status()
        answer = server.post(f"/instances/{instance}/vlm/analyze", {"Synchronous": True})
        answer.raise_for_status()
    report = answer.json()
    times = [tuple(map(float, match)) for match in STAGES.findall(server.log())]
    names = ("read and decode", "model", "findings", "store report")
    return report, dict(zip(names, zip(*times)))


def draw(server, instance, repeats):
    times = {}
    for layer in ("annotated", "heatmap"):
        for _ in range(repeats):
            answer = server.get(f"/instances/{instance}/vlm/layers/{layer}")
            answer.raise_for_status()
            for part in answer.headers["Server-Timing"].split(", "):
                stage, duration = part.split(";dur=")
                times.setdefault(f"{layer} {stage}", []).append(float(duration))
    return times


def baseline(pixels, findings):
    """The same two layers with numpy and PIL, PNG left out [ms]."""
    begin = time.perf_counter()
    gray = np.clip(pixels.astype(np.float32) / 255, 0, 1)
    picture = Image.fromarray((gray * 255).astype(np.uint8)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    rows, columns = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    kept = np.ones_like(gray)
    for finding in findings:
        (column, row), covariance = finding["Gaussian"]["Mean"], np.array(finding["Gaussian"]["Covariance"])
        width, height = (math.sqrt(covariance[i, i] * 5.99) for i in (0, 1))
        pen.ellipse((column - width, row - height, column + width, row + height), outline=(230, 159, 0))
        pen.text((column + width, row - height), finding["Label"], fill=(255, 255, 255))
        precision = np.linalg.inv(covariance)
        dx, dy = columns - column, rows - row
        distance = precision[0, 0] * dx**2 + 2 * precision[0, 1] * dx * dy + precision[1, 1] * dy**2
        kept *= 1 - finding["ModelScore"] * np.exp(-0.5 * distance)
    heat = 1 - kept
    colour = np.stack([heat, heat**2, 0.3 * heat], axis=-1)
    blended = gray[..., None] * (1 - heat[..., None]) + colour * heat[..., None]
    Image.fromarray((blended * 255).astype(np.uint8))
    return (time.perf_counter() - begin) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=30)
    repeats = parser.parse_args().repeats
    pixels = three_blobs()
    with tempfile.TemporaryDirectory() as folder:
        server = OrthancServer(folder, vlm={"AnalyzeOnStore": False}).start()
        try:
            dataset = picture_object(
                "MR", pixels, WindowCenter=128, WindowWidth=256, PixelSpacing=[0.5, 0.5]
            )
            instance = server.post_instance(to_bytes(dataset))["ID"]
            report, stages = analyse(server, instance, repeats)
            stages.update(draw(server, instance, repeats))
        finally:
            server.kill()
    medians = {name: statistics.median(times) for name, times in stages.items()}
    print(f"{len(report['Findings'])} finding(s), {repeats} repeats, medians [ms]")
    for name, median in medians.items():
        print(f"  {name:18} {median:7.2f}")
    counted = ("read and decode", "findings", "store report", "annotated draw", "heatmap draw")
    total = sum(medians[name] for name in counted)
    print(f"without model and PNG {total:7.2f} ms   aim {AIM_MS} ms")
    drawn = medians["annotated draw"] + medians["heatmap draw"]
    python = statistics.median(baseline(pixels, report["Findings"]) for _ in range(repeats))
    print(f"drawing both layers   {drawn:7.2f} ms   numpy + PIL {python:.2f} ms   ratio {python / drawn:.1f}")


if __name__ == "__main__":
    main()
