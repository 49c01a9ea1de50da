#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for the reports of DICOM files that were sent to an Orthanc, and prints them.

  print_reports.py http://127.0.0.1:8042 FILE.dcm...
Uses the standard library and dcmdump only. Ends with 1 if a report is missing or Failed.
"""
import json
import re
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request

SERIES_MODALITIES = ("CT", "MR")  # analysed as a whole by the default rules
DEADLINE_SECONDS = 180


def call(url, body=None):
    """(HTTP status, text) of a GET, or of a POST of `body`."""
    try:
        with urllib.request.urlopen(url, body, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def attribute(path, keyword):
    dump = subprocess.run(["dcmdump", "-q", "+P", keyword, path], capture_output=True, text=True)
    match = re.search(r"\[(.*?)\]", dump.stdout)
    return match.group(1) if match else ""


def units_of(base, paths):
    """What the default rules analyse: {(level, id): (modality, [file names])}, in order."""
    units = {}
    for path in paths:
        _, text = call(f"{base}/tools/lookup", attribute(path, "SOPInstanceUID").encode())
        instance = next(r["ID"] for r in json.loads(text) if r["Type"] == "Instance")
        modality, unit = attribute(path, "Modality"), ("instances", instance)
        if modality in SERIES_MODALITIES:
            unit = ("series", json.loads(call(f"{base}/instances/{instance}")[1])["ParentSeries"])
        units.setdefault(unit, (modality, []))[1].append(path.rsplit("/", 1)[-1])
    return units


def wait_for_report(url, deadline):
    """The report, or None and the last answer."""
    while True:
        status, text = call(url)
        if status == 200:
            return json.loads(text), ""
        if time.monotonic() > deadline:
            return None, f"HTTP {status}: {text.strip()[:300]}"
        time.sleep(0.2)


def size_of(finding):
    measured = finding.get("Measurements") or {}
    if measured.get("LongAxisMm") is not None:
        return f"{measured['LongAxisMm']:.0f} x {measured['ShortAxisMm']:.0f} mm"
    box = finding.get("Box")
    return f"{box['Width']:.0f} x {box['Height']:.0f} px" if box else "size unknown"


def finding_line(number, finding, images):
    gaussian, score = finding.get("Gaussian"), finding.get("ModelScore")
    place = "no location"
    if gaussian:
        place = "at column {:.0f}, row {:.0f}".format(*gaussian["Mean"])
        place += f" of image {finding['Image'] + 1}" if images > 1 else ""
    score_text = "no score" if score is None else f"score {score:.2f}"
    return f"     {number}. {finding['Label']}: {score_text}, {place}, {size_of(finding)}"


def print_report(base, unit, names, report):
    level, identifier = unit
    files = names[0] if len(names) == 1 else f"{names[0]} ... {names[-1]} ({len(names)} files)"
    print(f"\n   {files}   {report.get('Modality', '')}   {report['Status']}")
    if report.get("Reason"):
        print(f"     Reason: {report['Reason']}")
    impression = (report.get("Narrative") or {}).get("Impression") or "(no impression)"
    print(textwrap.fill(impression, 98, initial_indent="     ", subsequent_indent="     "))
    findings = report.get("Findings", [])
    for number, finding in enumerate(findings, 1):
        print(finding_line(number, finding, len(report.get("Images", []))))
    print(f"     report    {base}/{level}/{identifier}/vlm/report?format=text")
    if report.get("Images"):
        image = report["Images"][findings[0].get("Image", 0) if findings else 0]
        frame = f"?frame={image['Frame']}" if image.get("Frame") else ""
        for layer in ("annotated", "heatmap"):
            print(f"     {layer:10}{base}/instances/{image['OrthancId']}/vlm/layers/{layer}{frame}")
    page = {"instances": "instance", "series": "series"}[level]
    print(f"     Explorer  {base}/app/explorer.html#{page}?uuid={identifier}", flush=True)


def main():
    base, paths = sys.argv[1], sys.argv[2:]
    deadline, good = time.monotonic() + DEADLINE_SECONDS, True
    units = units_of(base, paths)
    for unit, (modality, names) in units.items():
        report, why = wait_for_report(f"{base}/{unit[0]}/{unit[1]}/vlm/report", deadline)
        if report is None:
            print(f"\n   {names[0]}   {modality}   no report. {why}")
        else:
            print_report(base, unit, names, report)
        good = good and report is not None and report["Status"] != "Failed"
    print("\n   Machine-made, unverified, not for diagnostic use.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
