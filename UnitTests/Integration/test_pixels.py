# SPDX-License-Identifier: GPL-3.0-or-later
"""The original layer shows what PS3.3 C.11 and PS3.4 N.2 demand. Oracles: pydicom's LUT functions,
and for what pydicom leaves open, the standard's formulas in a few lines of numpy."""
import io

import numpy as np
import pytest
from PIL import Image
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

from dicom_objects import (
    blob_picture,
    compressed,
    converted,
    lookup_table,
    picture_object,
    series_of,
    to_bytes,
)
from http_errors import assert_error

WIDE = blob_picture(48, 56, 4000, np.uint16)
SIGNED = blob_picture(48, 56, 3000, np.int16) - 1000


def original_of(server, content, frame=0):
    instance = server.post_instance(content)["ID"]
    answer = server.get(f"/instances/{instance}/vlm/layers/original?frame={frame}")
    assert answer.status_code == 200, f"{answer.status_code}: {answer.text[:400]}"
    return np.asarray(Image.open(io.BytesIO(answer.content)))


def linear_window(values, center, width):
    """PS3.3 C.11.2.1.2.1 with output 0 to 255."""
    scaled = ((values.astype(float) - (center - 0.5)) / (width - 1) + 0.5) * 255
    return np.clip(scaled, 0, 255)


def assert_shows(actual, expected, tolerance=1.0):
    if actual.ndim == 3 and expected.ndim == 2:
        actual = actual[:, :, 0]
    assert actual.shape == expected.shape
    assert np.abs(actual.astype(float) - expected).max() <= tolerance + 0.5


@pytest.mark.parametrize(
    "pixels, center, width, attributes",
    [
        (blob_picture(), 128, 256, {}),
        (blob_picture(), 100, 80, {}),
        (blob_picture(), 100, 1, {}),
        (WIDE, 1500, 2000, {"BitsStored": 12, "HighBit": 11}),
        (
            WIDE,
            40,
            400,
            {"BitsStored": 12, "HighBit": 11, "RescaleSlope": "1", "RescaleIntercept": "-1024"},
        ),
        (WIDE, 900, 1500, {"RescaleSlope": "0.5", "RescaleIntercept": "10"}),
        (SIGNED, 0, 2000, {}),
        (SIGNED, -200, 900, {"BitsStored": 12, "HighBit": 11}),
        (SIGNED, -400, 900, {"RescaleSlope": "2", "RescaleIntercept": "-100"}),
        (blob_picture(40, 40, 65535, np.uint16), 30000, 40000, {}),
        (blob_picture(40, 40, 1000, np.uint16), 500, 1000, {"BitsStored": 10, "HighBit": 9}),
        (blob_picture(33, 47), 128, 256, {}),
    ],
)
def test_window_and_rescale(orthanc, pixels, center, width, attributes):
    ds = picture_object(
        "US", pixels, WindowCenter=str(center), WindowWidth=str(width), **attributes
    )
    modality = apply_modality_lut(pixels, ds).astype(float)
    if width == 1:
        expected = np.where(modality <= center - 0.5, 0, 255)
    else:
        expected = linear_window(modality, center, width)
        shown = apply_voi_lut(modality, ds)  # pydicom agrees, up to its output range
        spread = shown.max() - shown.min()
        normalised = (shown - shown.min()) / spread * (
            expected.max() - expected.min()
        ) + expected.min()
        assert np.abs(normalised - expected).max() < 1e-6 * 255 + 0.01
    assert_shows(original_of(orthanc, to_bytes(ds)), expected)


def test_monochrome1_is_inverted(orthanc):
    pixels = blob_picture()
    ds = picture_object(
        "DX", pixels, PhotometricInterpretation="MONOCHROME1", WindowCenter="128", WindowWidth="256"
    )
    assert_shows(original_of(orthanc, to_bytes(ds)), 255 - linear_window(pixels, 128, 256))


def test_the_first_of_several_windows_counts(orthanc):
    ds = picture_object("US", WIDE, WindowCenter=["1000", "3000"], WindowWidth=["1500", "100"])
    assert_shows(original_of(orthanc, to_bytes(ds)), linear_window(WIDE, 1000, 1500))


@pytest.mark.parametrize("function", ["SIGMOID", "LINEAR_EXACT"])
def test_window_functions(orthanc, function):
    ds = picture_object(
        "US", WIDE, WindowCenter="1500", WindowWidth="2000", VOILUTFunction=function
    )
    x = WIDE.astype(float)
    expected = {  # PS3.3 C.11.2.1.3.1 and C.11.2.1.3.2
        "SIGMOID": 255 / (1 + np.exp(-4 * (x - 1500) / 2000)),
        "LINEAR_EXACT": np.clip((x - 1500) / 2000 + 0.5, 0, 1) * 255,
    }[function]
    assert_shows(original_of(orthanc, to_bytes(ds)), expected)


@pytest.mark.parametrize("first, bits", [(0, 16), (200, 12), (0, 8)])
def test_a_voi_lut_sequence(orthanc, first, bits):
    values = np.rint(np.linspace(0, 1, 4096) ** 2 * (2**bits - 1)).astype(int)
    ds = picture_object(
        "US", WIDE, BitsStored=12, HighBit=11, VOILUTSequence=lookup_table(values, first, bits)
    )
    # Not pydicom: its 8-bit LUTs wrap beyond 256 entries.
    index = np.clip(WIDE.astype(int) - first, 0, 4095)  # PS3.3 C.11.2.1.1
    expected = values[index] / (2**bits - 1) * 255
    assert_shows(original_of(orthanc, to_bytes(ds)), expected)


def test_a_modality_lut_sequence_before_the_window(orthanc):
    values = np.rint(np.sqrt(np.linspace(0, 1, 4096)) * 2000).astype(int)
    ds = picture_object(
        "US",
        WIDE,
        BitsStored=12,
        HighBit=11,
        ModalityLUTSequence=lookup_table(values),
        WindowCenter="900",
        WindowWidth="1500",
    )
    modality = apply_modality_lut(WIDE, ds)
    assert_shows(original_of(orthanc, to_bytes(ds)), linear_window(modality, 900, 1500))


def test_a_missing_window_uses_the_robust_range_of_the_picture(orthanc):
    pixels = blob_picture(64, 64, 900, np.uint16) + 300
    pixels[0, 0] = 60000  # one hot pixel must not darken the picture
    shown = original_of(orthanc, to_bytes(picture_object("DX", pixels))).astype(float)
    shown = shown[:, :, 0] if shown.ndim == 3 else shown
    inner = shown.ravel()[1:]
    assert inner.max() > 200 and inner.min() < 60
    order = np.argsort(pixels.ravel()[1:], kind="stable")
    assert (np.diff(inner[order]) >= 0).all()  # brighter stays brighter


@pytest.mark.parametrize(
    "center, width", [("100", "0"), ("100", "-5"), ("1e30", "1e-30"), ("nan", "nan")]
)
def test_an_absurd_window_is_ignored_with_a_warning(orthanc, center, width):
    ds = picture_object("US", WIDE)
    content = to_bytes(_with_raw_window(ds, center, width))
    shown = original_of(orthanc, content)
    assert shown.max() > 200 and shown.min() < 60
    instance = orthanc.post_instance(content)["ID"]
    report = orthanc.wait_report("instances", instance)
    assert report["Status"] == "Completed" and any("indow" in text for text in report["Warnings"])


def _with_raw_window(ds, center, width):
    from pydicom.dataelem import RawDataElement
    from pydicom.tag import Tag

    for tag, text in ((0x00281050, center), (0x00281051, width)):
        value = text.encode() + b" " * (len(text) % 2)
        ds[tag] = RawDataElement(Tag(tag), "DS", len(value), value, 0, False, True)
    return ds


def _colour_picture():
    grey = blob_picture()
    return np.dstack([grey, grey // 2, 255 - grey]).astype(np.uint8)


@pytest.mark.parametrize("planar", [0, 1])
def test_rgb(orthanc, planar):
    colour = _colour_picture()
    ds = picture_object("US", colour, PlanarConfiguration=planar)
    if planar:
        ds.PixelData = np.ascontiguousarray(colour.transpose(2, 0, 1)).tobytes()
    assert_shows(original_of(orthanc, to_bytes(ds)), colour.astype(float), 0)


def test_palette(orthanc):
    index = blob_picture()
    ds = picture_object("US", index, PhotometricInterpretation="PALETTE COLOR")
    tables = [
        np.linspace(0, 65535, 256).astype("<u2"),
        np.linspace(65535, 0, 256).astype("<u2"),
        np.full(256, 32896, "<u2"),
    ]
    for name, table in zip(("Red", "Green", "Blue"), tables):
        setattr(ds, f"{name}PaletteColorLookupTableDescriptor", [256, 0, 16])
        setattr(ds, f"{name}PaletteColorLookupTableData", table.tobytes())
    expected = np.dstack([table[index] / 257.0 for table in tables])
    assert_shows(original_of(orthanc, to_bytes(ds)), expected, 1)


def test_ybr_full_422_in_baseline_jpeg(orthanc):
    smooth = np.dstack(
        [np.tile(np.linspace(a, b, 64), (64, 1)) for a, b in ((20, 220), (90, 120), (200, 60))]
    )
    stream = io.BytesIO()
    Image.fromarray(smooth.astype(np.uint8)).save(stream, "JPEG", quality=95, subsampling=1)
    ds = compressed(
        picture_object("US", smooth.astype(np.uint8)),
        JPEGBaseline8Bit,
        [stream.getvalue()],
        PhotometricInterpretation="YBR_FULL_422",
        LossyImageCompression="01",
    )
    assert_shows(original_of(orthanc, to_bytes(ds)), smooth, 8)


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
def test_uncompressed_transfer_syntaxes(orthanc, syntax):
    ds = picture_object("US", WIDE, WindowCenter="1500", WindowWidth="2000")
    ds.file_meta.TransferSyntaxUID = syntax
    ds.is_implicit_VR = syntax == ImplicitVRLittleEndian
    assert_shows(original_of(orthanc, to_bytes(ds)), linear_window(WIDE, 1500, 2000))


def test_big_endian(orthanc):
    ds = picture_object("US", WIDE, WindowCenter="1500", WindowWidth="2000")
    ds.file_meta.TransferSyntaxUID, ds.is_little_endian = ExplicitVRBigEndian, False
    ds.PixelData = WIDE.astype(">u2").tobytes()
    assert_shows(original_of(orthanc, to_bytes(ds)), linear_window(WIDE, 1500, 2000))


@pytest.mark.parametrize("command", [("dcmcrle",), ("dcmcjpls",), ("dcmcjpeg", "+e1")])
@pytest.mark.parametrize("pixels", [WIDE, SIGNED], ids=["unsigned", "signed"])
def test_lossless_compression(orthanc, command, pixels):
    center = 1500 if pixels is WIDE else 0
    ds = picture_object("US", pixels, WindowCenter=str(center), WindowWidth="2000")
    content = converted(ds, *command)
    assert_shows(original_of(orthanc, content), linear_window(pixels, center, 2000))


def test_each_frame_of_a_compressed_multi_frame(orthanc):
    frames = np.stack([blob_picture(40, 40, 100 + 50 * index) for index in range(3)])
    ds = picture_object("US multi-frame", frames, WindowCenter="128", WindowWidth="256")
    content = converted(ds, "dcmcrle")
    for index in range(3):
        expected = linear_window(frames[index], 128, 256)
        assert_shows(original_of(orthanc, content, index), expected)


def test_a_multi_frame_object_says_which_frame_it_read(orthanc):
    frames = np.stack([blob_picture(40, 40)] * 5)
    stored = orthanc.post_instance(to_bytes(picture_object("US multi-frame", frames)))
    report = orthanc.wait_report("instances", stored["ID"])
    assert report["Images"] and all(0 <= image["Frame"] < 5 for image in report["Images"])


def test_undecodable_pixels_name_the_transfer_syntax_and_the_plugin(orthanc):
    stream = io.BytesIO()
    Image.fromarray(blob_picture()).save(stream, "JPEG2000", irreversible=False)
    ds = compressed(picture_object("US"), JPEG2000Lossless, [stream.getvalue()])
    stored = orthanc.post_instance(to_bytes(ds))
    failed = orthanc.wait_analyses("instances", stored["ID"])[0]
    assert failed["Status"] == "Failed"
    assert "1.2.840.10008.1.2.4.90" in failed["Reason"] and "gdcm" in failed["Reason"].lower()
    assert_error(orthanc.get(f"/instances/{stored['ID']}/vlm/layers/original"), 422)


def test_other_images_of_a_series_are_read_when_one_is_undecodable(orthanc):
    stream = io.BytesIO()
    slices = series_of("CT", 3)
    Image.fromarray(blob_picture(48, 48)).save(stream, "JPEG2000", irreversible=False)
    slices[1] = compressed(slices[1], JPEG2000Lossless, [stream.getvalue()])
    series = [orthanc.post_instance(to_bytes(ds)) for ds in slices][0]["ParentSeries"]
    report = orthanc.wait_report("series", series)
    assert report["Status"] == "Completed" and len(report["Images"]) == 2
    assert any("1.2.840.10008.1.2.4.90" in text for text in report["Warnings"])


def test_rle_by_pydicom(orthanc):
    ds = picture_object("US", WIDE, WindowCenter="1500", WindowWidth="2000")
    ds.compress(RLELossless)
    assert_shows(original_of(orthanc, to_bytes(ds)), linear_window(WIDE, 1500, 2000))
