# SPDX-License-Identifier: GPL-3.0-or-later
"""Other people's judgement of DICOM objects: dicom3tools, PixelMed, DCMTK, Cornerstone's adapters."""
import json
import pathlib
import re
import subprocess

import pydicom

from orthanc_server import ROOT

CONFORMANCE = ROOT / "UnitTests" / "Conformance"
PIXELMED = "/usr/share/java/pixelmed.jar"
# Java 17 refuses PixelMed's style sheets with its own bounds on XPath.
LIFTED_BOUNDS = [f"-Djdk.xml.xpath{name}Limit=0" for name in ("ExprOp", "ExprGrp", "TotalOp")]


def run(*command):
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
    )


def dciodvfy_errors(path):
    """Of dicom3tools: the object's definition (IOD) and its values."""
    found = run("dciodvfy", "-new", path)
    assert found.returncode >= 0, f"dciodvfy died: {found.stderr[-500:]}"
    lines = (found.stdout + found.stderr).splitlines()
    return [line for line in lines if line.startswith("Error")]


def pixelmed_errors(paths):
    """Of PixelMed: structured reports after their templates; lists by path."""
    found = run(
        *["java", "-Djava.awt.headless=true", *LIFTED_BOUNDS, "-cp", PIXELMED],
        CONFORMANCE / "ValidateReports.java",
        *paths,
    )
    parts = re.split(r"^FILE (.*)$", found.stdout, flags=re.MULTILINE)[1:]
    said = dict(zip(parts[0::2], parts[1::2]))
    return {str(path): _judged(said.get(str(path), ""), found) for path in paths}


def _judged(words, found):
    if "IOD validation complete" not in words:
        return [f"the validator did not finish: {words[-300:]} {found.stderr[-700:]}"]
    errors = [line for line in words.splitlines() if re.match(r"(Error|Fatal)\b", line)]
    template = re.search(r"Found Root Template (.*)", words)
    if not template or "TID_1500" not in template.group(1):
        errors.append("the root template is not TID 1500")
    return errors


def dcmtk_errors(path, *programs):
    """Of DCMTK's dump programs: what they cannot read or complain of, but for what DCMTK cannot do."""
    errors = []
    for program in programs:
        found = run(program, path)
        complaints = [
            line
            for line in found.stderr.splitlines()
            if re.match(r"[WEF]:", line) and "VR checker does not support" not in line
        ]
        if found.returncode != 0 or complaints:
            errors.append(f"{program}: {found.returncode} {complaints}")
    return errors


def geometry(path):
    """Of an image, read by pydicom: dcmjs cannot read several character sets at once."""
    image = pydicom.dcmread(path, stop_before_pixels=True)

    def numbers(keyword):
        return [float(one) for one in image.get(keyword) or []] or None

    return {
        "sopInstanceUid": image.SOPInstanceUID,
        "frames": int(image.get("NumberOfFrames") or 1),
        "rows": image.Rows,
        "columns": image.Columns,
        "spacing": numbers("PixelSpacing") or numbers("ImagerPixelSpacing"),
        "position": numbers("ImagePositionPatient"),
        "orientation": numbers("ImageOrientationPatient"),
        "frameOfReference": image.get("FrameOfReferenceUID"),
    }


def drawn_by_cornerstone(cases, folder):
    """What a Cornerstone viewer draws; `cases` are (report, images) of paths."""
    listed = pathlib.Path(folder) / "cases.json"
    listed.write_text(
        json.dumps(
            [{"sr": str(sr), "images": [geometry(one) for one in images]} for sr, images in cases]
        )
    )
    found = run("node", CONFORMANCE / "hydrate.mjs", listed)
    assert found.returncode == 0, found.stderr[-3000:]
    return json.loads(found.stdout.splitlines()[-1])
