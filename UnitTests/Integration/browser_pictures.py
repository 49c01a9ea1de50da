# SPDX-License-Identifier: GPL-3.0-or-later
"""The DICOM objects that the browser tests look at, by name: lists of files' bytes of one study."""
import numpy
from dicom_objects import compressed, lesion_picture, picture_object, to_bytes
from model_world import square_object
from orthanc_server import ROOT
from pydicom import dcmread
from pydicom.uid import generate_uid

SAMPLES = ROOT / "Resources" / "Samples"
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"


def samples(kind):
    return sorted(SAMPLES.glob(f"{kind}-*.dcm"))


def slices_of(paths, count, spacing, patient):
    """The files again and again as the slices of one new series."""
    study, series = generate_uid(), generate_uid()
    contents, read = [], [dcmread(path) for path in paths]
    for index in range(count):
        # There and back, so that neighbours resemble each other.
        turn = index % (2 * len(read))
        ds = read[min(turn, 2 * len(read) - 1 - turn)]
        ds.PatientID = patient
        ds.StudyInstanceUID, ds.SeriesInstanceUID = study, series
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        ds.InstanceNumber = index + 1
        if ds.Modality in ("CT", "MR"):
            ds.ImagePositionPatient = [0, 0, spacing * index]
        contents.append(to_bytes(ds))
    return contents


def fresh(path):
    """A sample as an object of its own: stored twice, it stays two."""
    return slices_of([path], 1, 5.0, "P" + generate_uid()[-8:])


def square(**attributes):
    return [to_bytes(square_object(**{"PixelSpacing": [0.8, 0.8], **attributes}))]


def two_squares():
    """Two series of one study, so that their reports are collected."""
    first = square_object(PixelSpacing=[0.8, 0.8])
    second = square_object(
        PixelSpacing=[0.8, 0.8],
        PatientID=first.PatientID,
        StudyInstanceUID=first.StudyInstanceUID,
    )
    return [to_bytes(first), to_bytes(second)]


def colour():
    grey = lesion_picture(240, 320)
    rgb = numpy.stack([grey, 255 - grey, grey // 2], axis=-1)
    return [to_bytes(picture_object("US", rgb))]


def ct512():
    """One slice as large as they usually are, in Hounsfield units."""
    values = lesion_picture(512, 512, is_dark=False).astype(numpy.uint16) * 4 + 600
    known = {"RescaleSlope": "1", "RescaleIntercept": "-1024", "PixelSpacing": [0.7, 0.7]}
    return [to_bytes(picture_object("CT", values, **known))]


def multiframe(frames=12):
    first = lesion_picture(120, 160)
    stack = numpy.stack([numpy.roll(first, 4 * i, axis=1) for i in range(frames)])
    return [to_bytes(picture_object("US multi-frame", stack))]


def huge(rows=5000, columns=4000):
    row, column = numpy.mgrid[0:rows, 0:columns]
    values = ((row // 7 + column // 9) % 1000).astype(numpy.uint16)
    values[2000:2600, 1200:1700] = 4000
    return [to_bytes(picture_object("DX", values, PixelSpacing=[0.1, 0.1]))]


def undecodable():
    garbage = compressed(picture_object("US"), JPEG_BASELINE, [b"\xff\xd8 not a JPEG at all."])
    return [to_bytes(garbage)]


def crowd_pictures(count):
    """Small pictures of many patients and modalities, all different; every twentieth is broken."""
    modalities = ("MR", "CT", "US", "MG", "DX")
    contents = []
    for index in range(count):
        pixels = lesion_picture(64 + index % 5, 80, is_dark=index % 5 == 2)
        one = picture_object(modalities[index % 5], pixels, PatientID=f"CROWD{index % 40:02}")
        if index % 20 == 0:
            del one.BitsStored  # its analysis fails
        contents.append(to_bytes(one))
    return contents


# name: (server, level of the analysis, model or None for no analysis, files)
RECIPES = {
    "mr": ("main", "series", "offline", lambda: slices_of(samples("mr"), 3, 5.0, "SLICES")),
    "brain": ("main", "series", "offline", lambda: fresh(samples("mr")[0])),
    "ct": ("main", "series", "offline", lambda: slices_of(samples("ct"), 12, 5.0, "CT12")),
    "ct60": ("main", "series", "offline", lambda: slices_of(samples("ct"), 60, 2.0, "CT60")),
    "ct300": ("main", "series", "offline", lambda: slices_of(samples("ct"), 300, 1.0, "CT300")),
    "ct512": ("main", "instances", "offline", ct512),
    "mg": ("main", "instances", "offline", lambda: fresh(samples("mg")[0])),
    "dx": ("main", "instances", "offline", lambda: fresh(samples("dx")[0])),
    "us": ("main", "instances", "offline", lambda: fresh(samples("us")[0])),
    "colour": ("main", "instances", "offline", colour),
    "multiframe": ("main", "instances", "offline", multiframe),
    "huge": ("main", "instances", "offline", huge),
    "square": ("main", "instances", "honest", square),
    "two": ("main", "each", "honest", two_squares),
    "hostile": ("main", "instances", "hostile", square),
    "failed": ("main", "instances", "refusing", square),
    "undecodable": ("main", "instances", "offline", undecodable),
    "abstained": (
        "main",
        "instances",
        "offline",
        lambda: [to_bytes(picture_object("US", numpy.full((128, 128), 90, numpy.uint8)))],
    ),
    "plain": ("main", None, None, square),
    "neighbour": ("neighbour", None, None, square),
    "guarded": ("guarded", "instances", "honest", square),
}
