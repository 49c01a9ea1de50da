# SPDX-License-Identifier: GPL-3.0-or-later
"""Broken and hostile input gives a clear error, and Orthanc lives on (checked by the fixture)."""
import http.client
import pathlib
import struct

import numpy as np
import pytest
from pydicom.dataelem import RawDataElement
from pydicom.tag import Tag
from pydicom.uid import JPEGBaseline8Bit, RLELossless

from dicom_objects import blob_picture, compressed, picture_object, to_bytes
from http_errors import assert_error
from orthanc_server import TERMINAL

LAYERS = ("original", "annotated", "heatmap")


def send(server, content):
    """The Orthanc identifier if Orthanc itself accepts the file, else None."""
    answer = server.post("/instances", content)
    assert answer.status_code in (200, 400, 404, 415, 422, 500), answer.text
    return answer.json()["ID"] if answer.status_code == 200 and answer.json().get("ID") else None


def outcome_of(server, content):
    """What became of the file: (None, None) if Orthanc refused it, else its analysis and report."""
    instance = send(server, content)
    server.assert_alive()
    if instance is None:
        return None, None
    analysis = server.wait_analyses("instances", instance)[0]
    for name in LAYERS:
        answer = server.get(f"/instances/{instance}/vlm/layers/{name}")
        if answer.status_code != 200:
            assert_error(answer, 400, 404, 413, 422)
    return analysis, server.wait_report("instances", instance)


def raw_element(ds, tag, vr, value):
    ds[tag] = RawDataElement(Tag(tag), vr, len(value), value, 0, False, True)
    return ds


def cut(content, share):
    return content[: int(len(content) * share)]


def corrupted(content, seed):
    damaged = bytearray(content)
    for position in np.random.default_rng(seed).integers(200, len(content), 40):
        damaged[position] ^= 0xFF
    return bytes(damaged)


@pytest.mark.parametrize("keyword", ["Rows", "Columns", "BitsStored", "BitsAllocated"])
def test_a_missing_attribute_is_named(orthanc, keyword):
    analysis, report = outcome_of(orthanc, to_bytes(picture_object("US", **{keyword: None})))
    assert analysis["Status"] == report["Status"] == "Failed"
    assert keyword in analysis["Reason"] and keyword in report["Reason"]


@pytest.mark.parametrize("keyword", ["Rows", "Columns", "BitsStored", "BitsAllocated"])
def test_a_zero_attribute_is_named(orthanc, keyword):
    analysis, _ = outcome_of(orthanc, to_bytes(picture_object("US", **{keyword: 0})))
    assert analysis["Status"] == "Failed" and keyword in analysis["Reason"]


@pytest.mark.parametrize(
    "attributes",
    [
        {"Rows": 6000, "Columns": 6000},
        {"NumberOfFrames": "1000"},
        {"NumberOfFrames": "0"},
        {"NumberOfFrames": "-1"},
        {"SamplesPerPixel": 7},
        {"BitsStored": 200},
        {"BitsAllocated": 64},
        {"HighBit": 60000},
        {"PhotometricInterpretation": "NONSENSE"},
        {"PixelRepresentation": 9},
        {"PhotometricInterpretation": "PALETTE COLOR"},
    ],
    ids=str,
)
def test_a_lying_header_ends_in_a_state(orthanc, attributes):
    analysis, report = outcome_of(orthanc, to_bytes(picture_object("US", **attributes)))
    assert analysis["Status"] in TERMINAL
    assert report["Status"] == analysis["Status"]
    assert analysis["Status"] != "Failed" or len(analysis["Reason"]) > 10


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9, 0.999])
def test_a_truncated_file_ends_in_a_state(orthanc, share):
    analysis, report = outcome_of(orthanc, cut(to_bytes(picture_object("US")), share))
    if analysis is not None:
        assert analysis["Status"] in TERMINAL
        assert report["Status"] != "Failed" or report["Reason"]


@pytest.mark.parametrize("seed", range(12))
def test_a_corrupt_file_ends_in_a_state(orthanc, seed):
    instance = send(orthanc, corrupted(to_bytes(picture_object("US")), seed))
    if instance is not None:
        answer = orthanc.analyze_now("instances", instance)
        if answer.status_code != 200:
            assert_error(answer, 422, 413, 400)


@pytest.mark.parametrize("payload", [b"", b"DICM", b"\0" * 128 + b"DICM", b"x" * 5000])
def test_what_is_no_dicom_is_refused_by_orthanc(orthanc, payload):
    assert send(orthanc, payload) is None


@pytest.mark.parametrize("syntax", [RLELossless, JPEGBaseline8Bit])
@pytest.mark.parametrize(
    "fragment",
    [b"", b"\0" * 64, b"\xff\xd8\xff\xe0" + b"junk" * 20, struct.pack("<16I", 99, *[2**31] * 15)],
)
def test_broken_compressed_pixels_fail_with_a_reason(orthanc, syntax, fragment):
    ds = compressed(picture_object("US"), syntax, [fragment or b"\0\0"])
    analysis, _ = outcome_of(orthanc, to_bytes(ds))
    assert analysis["Status"] == "Failed" and analysis["Reason"]


@pytest.mark.parametrize("shape", [(1, 1), (1, 512), (512, 1), (2, 2), (3, 5)])
def test_tiny_pictures_end_in_a_state(orthanc, shape):
    analysis, report = outcome_of(orthanc, to_bytes(picture_object("US", blob_picture(*shape))))
    assert analysis["Status"] in TERMINAL
    assert analysis["Status"] != "Completed" or report["Images"][0]["Rows"] == shape[0]


def peak_megabytes(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


@pytest.mark.parametrize("is_real", [False, True], ids=["lying", "run-length"])
def test_a_huge_picture_is_refused_within_bounded_memory(fresh_orthanc, is_real):
    server = fresh_orthanc()
    side = 16384
    ds = picture_object("US", Rows=side, Columns=side)
    if is_real:  # 268 million equal pixels in 4 MB (PS3.5 annex G)
        header = struct.pack("<16I", 1, 64, *[0] * 14)
        ds = compressed(ds, RLELossless, [header + b"\x81\x00" * (side * side // 128)])
    analysis, _ = outcome_of(server, to_bytes(ds))
    assert analysis["Status"] == "Failed" and "16384" in analysis["Reason"]
    assert peak_megabytes(server) < 400
    server.assert_alive()


@pytest.mark.parametrize(
    "slope, intercept",
    [
        (b"nan ", b"0 "),
        (b"inf ", b"0 "),
        (b"1 ", b"nan "),
        (b"1e308 ", b"1e308 "),
        (b"0 ", b"0 "),
        (b"abc ", b"0 "),
        (b"", b""),
    ],
)
def test_an_absurd_rescale_ends_in_a_state(orthanc, slope, intercept):
    ds = picture_object("DX", blob_picture(64, 64, 4000, np.uint16))
    raw_element(raw_element(ds, 0x00281053, "DS", slope), 0x00281052, "DS", intercept)
    analysis, report = outcome_of(orthanc, to_bytes(ds))
    assert analysis["Status"] in TERMINAL
    if report["Status"] == "Completed" and slope not in (b"0 ", b""):
        assert report["Warnings"]


@pytest.mark.parametrize(
    "spacing", [b"0\\0 ", b"-1\\1", b"nan\\nan ", b"1e300\\1e300 ", b"1 ", b"x\\y "]
)
def test_an_absurd_spacing_gives_no_millimetres(orthanc, spacing):
    ds = raw_element(picture_object("US"), 0x00280030, "DS", spacing)
    analysis, report = outcome_of(orthanc, to_bytes(ds))
    assert analysis["Status"] == "Completed"
    assert report["Images"][0]["PixelSpacingMm"] is None
    assert all(finding["Measurements"]["LongAxisMm"] is None for finding in report["Findings"])


@pytest.mark.parametrize(
    "charset, name",
    [
        ("ISO_IR 192", "王^小東"),
        ("ISO_IR 192", "Ωμέγα^Άννα"),
        ("ISO_IR 144", "Люкceмбypг"),
        ("ISO_IR 100", "Müller^Jürgen"),
        ("GB18030", "王^小東"),
        ("ISO_IR 13", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
        ("NONSENSE", "Plain^Name"),
    ],
)
def test_non_latin_names(orthanc, charset, name):
    ds = picture_object("US", SpecificCharacterSet=charset, PatientName=name)
    ds.SeriesDescription = name if charset != "NONSENSE" else "plain"
    analysis, report = outcome_of(orthanc, to_bytes(ds))
    assert analysis["Status"] == report["Status"] == "Completed"


def test_texts_with_control_characters_and_markup_do_no_harm(orthanc):
    ds = picture_object("US", BodyPartExamined="<script>", SeriesDescription='"><img src=x>\x07')
    analysis, report = outcome_of(orthanc, to_bytes(ds))
    assert analysis["Status"] == "Completed" and "\x07" not in str(report)


ESCAPES = [
    "/vlm/app/../../../../etc/passwd",
    "/vlm/app/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/vlm/app/..%2f..%2f..%2fetc%2fpasswd",
    "/vlm/app/%2fetc%2fpasswd",
    "/vlm/app//etc/passwd",
    "/vlm/app/..%5c..%5cetc%5cpasswd",
    "/vlm/app/index.html%00.png",
    "/vlm/app/" + "a/" * 2000,
    "/vlm/app/%ff%fe",
    "/vlm/app/....//....//etc/passwd",
    "/vlm/app/%252e%252e/etc/passwd",
]


@pytest.mark.parametrize("path", ESCAPES, ids=lambda path: path[:50])
def test_no_path_leads_out_of_the_panels_files(orthanc, path):
    connection = http.client.HTTPConnection("127.0.0.1", orthanc.http_port, timeout=20)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    # Orthanc itself ends the path at a NUL: what is before it may be served.
    allowed = (200, 400, 404, 414) if "%00" in path else (400, 404, 414)
    assert answer.status in allowed, (answer.status, body[:200])
    assert b"root:" not in body
