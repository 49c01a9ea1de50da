#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much burned-in text is found, and how often pictures without text alarm.

text_detection_benchmark.py draw DATA OUT   writes pictures with known text to OUT, and OUT/truth.json
text_detection_benchmark.py report DATA OUT TOOL [--ocr] [--half 0|1]   TOOL is the built text-detection
DATA holds folders ct, mr, us, xr of PNG files. Half 0 was used for tuning, half 1 is reported.
Debian: python3-pil python3-numpy fonts-dejavu fonts-noto-cjk tesseract-ocr
"""
import argparse
import collections
import io
import json
import pathlib
import random
import re
import subprocess
import zlib

import numpy
from PIL import Image, ImageDraw, ImageFont

HEIGHTS = [6, 8, 10, 12, 16, 24, 32, 40]  # of capitals [px]
DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVu"
LATIN = [f"{DEJAVU}{name}.ttf" for name in
         ("Sans", "Sans-Bold", "SansMono", "SansMono-Bold", "Serif", "SansCondensed-Bold")]
CJK = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
TEXTS = ["DOE^JANE", "1970-01-31", "ID 1234567", "St. Mary Hospital", "Smith, John A.", "12:34:56 pm",
         "MI 1.2 TIs 0.4", "F 54Y 03.11.1969", "ACC 20231104-77", "Universitaetsklinikum", "müller anna",
         "GARCIA LOPEZ MARIA"]
CHINESE = ["张伟 男 45岁", "北京协和医院", "姓名：李小红"]


def half_of(name):
    return zlib.crc32(name.encode()) % 2


def pictures(data):
    for modality in ("ct", "mr", "us", "xr"):
        for path in sorted((data / modality).glob("*.png")):
            if "mask" not in path.name:
                yield modality, path


def font_of(height, text, rng):
    path = CJK if any(ord(c) > 0x2000 for c in text) else rng.choice(LATIN)
    probe = ImageFont.truetype(path, 100).getbbox("H")
    return ImageFont.truetype(path, max(4, round(100 * height / (probe[3] - probe[1]))))


def draw_line(picture, text, height, rng):
    """One line at a random place; None if it does not fit. Returns boxes of line and characters."""
    font = font_of(height, text, rng)
    left, top, right, bottom = font.getbbox(text)
    width, size = right - left, bottom - top
    if width + 8 > picture.width or size + 8 > picture.height:
        return None
    x, y = rng.randint(4, picture.width - width - 4), rng.randint(4, picture.height - size - 4)
    draw = ImageDraw.Draw(picture)
    draw.fontmode = rng.choice(["L", "L", "1"])
    style = rng.choice(["plain", "plain", "plain", "black box", "white box"])
    region = numpy.asarray(picture.crop((x, y, x + width, y + size)), float)
    level = {"black box": 0, "white box": 255}.get(style, region.mean())
    colour = rng.choice([255, 255, 200, 150])
    if abs(colour - level) < 70:
        colour = 0 if level > 128 else 255
    if style != "plain":
        draw.rectangle((x - 3, y - 3, x + width + 3, y + size + 3), fill=int(level))
    draw.text((x - left, y - top), text, font=font, fill=colour)
    characters = []
    for i, c in enumerate(text):
        if c.isalnum():
            start = font.getlength(text[:i])
            characters.append([x - left + start, y, font.getlength(c), size])
    return {"text": text, "height": height, "style": style, "colour": colour, "box": [x, y, width, size],
            "characters": characters, "noise": float(region.std())}


def draw_somewhere(picture, text, height, rng):
    """A copy of the picture with the line, one in eight of them turned."""
    if rng.random() >= 0.125:
        trial = picture.copy()
        return trial, draw_line(trial, text, height, rng)
    trial = picture.transpose(Image.ROTATE_90)
    line = draw_line(trial, text, height, rng)
    if line:
        line["style"] = "turned"
        line["box"] = turned_back(line["box"], picture)
        line["characters"] = [turned_back(box, picture) for box in line["characters"]]
    return trial.transpose(Image.ROTATE_270), line


def turned_back(box, picture):
    x, y, width, height = box
    return [picture.width - y - height, x, height, width]


def overlaps(a, b):
    return (a[0] < b[0] + b[2] + 12 and b[0] < a[0] + a[2] + 12 and
            a[1] < b[1] + b[3] + 12 and b[1] < a[1] + a[3] + 12)


def draw_all(data, out):
    out.mkdir(parents=True, exist_ok=True)
    truth = []
    for modality, path in pictures(data):
        rng = random.Random(path.name)
        for height in HEIGHTS:
            picture = Image.open(path).convert("L")
            texts = rng.sample(TEXTS + CHINESE, 3)
            lines = []
            for text in texts:
                trial, line = draw_somewhere(picture, text, height, rng)
                if line and not any(overlaps(line["box"], other["box"]) for other in lines):
                    lines.append(line)
                    picture = trial
            if rng.random() < 0.3:
                buffer = io.BytesIO()
                picture.save(buffer, "JPEG", quality=75)
                picture = Image.open(buffer)
            name = f"{path.stem}_{height}.png"
            picture.save(out / name)
            truth.append({"file": name, "source": path.name, "modality": modality, "height": height, "lines": lines})
    (out / "truth.json").write_text(json.dumps(truth))


def detect(tool, files):
    answer = subprocess.run([tool], input="\n".join(map(str, files)), capture_output=True, text=True, check=True)
    found = {}
    for row in answer.stdout.splitlines():
        file, milliseconds, high, strict = row.split("\t")
        boxes = [[tuple(map(int, b.split(","))) for b in part.split()] for part in (high, strict)]
        found[file] = (float(milliseconds), *boxes)
    return found


def covered_share(box, covers):
    x, y, width, height = (int(round(v)) for v in box)
    hidden = numpy.zeros((max(1, height), max(1, width)), bool)
    for left, top, w, h in covers:
        hidden[max(0, top - y):max(0, top + h - y), max(0, left - x):max(0, left + w - x)] = True
    return hidden.mean()


def read(picture):
    buffer = io.BytesIO()
    picture.resize((picture.width * 2, picture.height * 2), Image.BICUBIC).save(buffer, "PNG")
    answer = subprocess.run(["tesseract", "-", "-", "--psm", "11"], input=buffer.getvalue(), capture_output=True)
    return answer.stdout.decode(errors="replace")


def tokens(text):
    return {t.lower() for t in re.findall(r"[A-Za-z0-9]{4,}", text)}


def report_alarms(data, tool, half):
    chosen = [(m, p) for m, p in pictures(data) if half is None or half_of(p.name) == half]
    found = detect(tool, [p for _, p in chosen])
    groups = collections.defaultdict(list)
    for modality, path in chosen:
        groups[(modality, path.name.split("_")[0].rstrip("0123456789"))].append(str(path))
    print("| source | pictures | alarms, high | alarms, strict | ms |\n|---|---|---|---|---|")
    for (modality, source), files in sorted(groups.items()):
        high = [f for f in files if found[f][1]]
        strict = [f for f in files if found[f][2]]
        times = sorted(found[f][0] for f in files)
        print(f"| {modality} {source} | {len(files)} | {len(high)} | {len(strict)} | {times[len(times) // 2]:.1f} |")
        print(f"<!-- high: {' '.join(pathlib.Path(f).stem for f in high)}; strict: "
              f"{' '.join(pathlib.Path(f).stem for f in strict)} -->")


def report_recall(out, tool, half, wants_ocr):
    truth = [t for t in json.loads((out / "truth.json").read_text())
             if t["lines"] and (half is None or half_of(t["source"]) == half)]
    found = detect(tool, [out / t["file"] for t in truth])
    for key in ("height", "modality"):
        print(f"\n| {key} | lines | found, high | characters | found, strict | pictures, high | pictures, strict | "
              "OCR reads before | after |\n|---|---|---|---|---|---|---|---|---|")
        for value in sorted({t[key] for t in truth}):
            print_row(value, [t for t in truth if t[key] == value], out, found, wants_ocr)


def print_row(value, rows, out, found, wants_ocr):
    lines = high = strict = characters = hidden = pictures_high = pictures_strict = before = after = 0
    for row in rows:
        _, sensitive, careful = found[str(out / row["file"])]
        hits = [covered_share(line["box"], sensitive) >= 0.5 for line in row["lines"]]
        strict_hits = [covered_share(line["box"], careful) >= 0.5 for line in row["lines"]]
        lines, high, strict = lines + len(hits), high + sum(hits), strict + sum(strict_hits)
        pictures_high, pictures_strict = pictures_high + any(hits), pictures_strict + any(strict_hits)
        boxes = [c for line in row["lines"] for c in line["characters"]]
        characters, hidden = characters + len(boxes), hidden + sum(covered_share(b, sensitive) >= 0.7 for b in boxes)
        if wants_ocr and int(zlib.crc32(row["file"].encode())) % 4 == 0:
            picture = Image.open(out / row["file"]).convert("L")
            wanted = tokens(" ".join(line["text"] for line in row["lines"]))
            before += len(tokens(read(picture)) & wanted)
            for x, y, w, h in sensitive:
                ImageDraw.Draw(picture).rectangle((x, y, x + w - 1, y + h - 1), fill=0)
            after += len(tokens(read(picture)) & wanted)
    print(f"| {value} | {lines} | {high / lines:.3f} | {hidden / characters:.3f} | {strict / lines:.3f} | "
          f"{pictures_high / len(rows):.3f} | {pictures_strict / len(rows):.3f} | {before} | {after} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["draw", "report"])
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("tool", nargs="?")
    parser.add_argument("--ocr", action="store_true")
    parser.add_argument("--half", type=int, choices=[0, 1])
    arguments = parser.parse_args()
    if arguments.action == "draw":
        draw_all(arguments.data, arguments.out)
        return
    report_alarms(arguments.data, arguments.tool, arguments.half)
    report_recall(arguments.out, arguments.tool, arguments.half, arguments.ocr)


if __name__ == "__main__":
    main()
