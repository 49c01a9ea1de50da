# SPDX-License-Identifier: GPL-3.0-or-later
"""DICOM objects made for tests by pydicom, each with UIDs of its own."""
import io
import subprocess
import tempfile
import pathlib

import numpy as np
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

SOP_CLASS = {
    "CR": "1.2.840.10008.5.1.4.1.1.1",
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "DX": "1.2.840.10008.5.1.4.1.1.1.1",
    "MG": "1.2.840.10008.5.1.4.1.1.1.2",
    "MR": "1.2.840.10008.5.1.4.1.1.4",
    "NM": "1.2.840.10008.5.1.4.1.1.20",
    "OT": "1.2.840.10008.5.1.4.1.1.7",
    "US": "1.2.840.10008.5.1.4.1.1.6.1",
    "US multi-frame": "1.2.840.10008.5.1.4.1.1.3.1",
    "SR": "1.2.840.10008.5.1.4.1.1.88.33",
    "KO": "1.2.840.10008.5.1.4.1.1.88.59",
    "PR": "1.2.840.10008.5.1.4.1.1.11.1",
    "DOC": "1.2.840.10008.5.1.4.1.1.104.1",
}


def blob_picture(rows=64, columns=64, maximum=255, dtype=np.uint8):
    """A dark picture with a soft gradient and one bright blob."""
    row, column = np.mgrid[0:rows, 0:columns].astype(float)
    blob = np.exp(
        -((row - rows * 0.4) ** 2 + (column - columns * 0.6) ** 2) / (rows * 0.1 + 1) ** 2
    )
    values = 0.2 * column / max(columns, 1) + 0.1 + 0.65 * blob
    return np.rint(values * maximum).astype(dtype)


def lesion_picture(rows=96, columns=120, is_dark=True):
    """Noisy tissue with one disc, dark as in ultrasound or bright, that an analysis should find."""
    row, column = np.mgrid[0:rows, 0:columns].astype(float)
    distance = ((row - rows * 0.45) ** 2 + (column - columns * 0.6) ** 2) / (rows * 0.1) ** 2
    tissue, lesion = (140.0, 25.0) if is_dark else (90.0, 200.0)
    values = tissue + (lesion - tissue) / (1.0 + distance**4)
    values += np.random.default_rng(1).normal(0.0, 12.0, values.shape)
    return np.clip(values, 0, 255).astype(np.uint8)


def picture_object(modality="US", pixels=None, **attributes):
    """An image object; `pixels` are stored values: rows x columns, frames x rows x columns, or with
    3 samples last. `attributes` are DICOM keywords; None removes one."""
    pixels = lesion_picture(is_dark=modality.startswith("US")) if pixels is None else pixels
    ds = bare_object(modality)
    colour = pixels.ndim >= 3 and pixels.shape[-1] == 3
    shape = pixels.shape[:-1] if colour else pixels.shape
    if len(shape) == 3:
        ds.NumberOfFrames = shape[0]
    ds.Rows, ds.Columns = shape[-2:]
    ds.SamplesPerPixel = 3 if colour else 1
    ds.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        ds.PlanarConfiguration = 0
    ds.BitsAllocated = ds.BitsStored = pixels.dtype.itemsize * 8
    ds.HighBit = ds.BitsStored - 1
    ds.PixelRepresentation = 1 if pixels.dtype.kind == "i" else 0
    raw = np.ascontiguousarray(pixels).tobytes()
    ds.PixelData = raw + b"\0" * (len(raw) % 2)
    ds["PixelData"].VR = "OB" if ds.BitsAllocated == 8 else "OW"
    return with_attributes(ds, attributes)


def bare_object(modality, sop_class=None, **attributes):
    """An object of an invented patient without pixels."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class or SOP_CLASS[modality]
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.SOPClassUID, ds.SOPInstanceUID = (
        meta.MediaStorageSOPClassUID,
        meta.MediaStorageSOPInstanceUID,
    )
    ds.PatientName, ds.PatientID = "TEST^Patient", "T" + generate_uid()[-12:]
    ds.StudyInstanceUID, ds.SeriesInstanceUID = generate_uid(), generate_uid()
    ds.StudyDate, ds.StudyTime, ds.StudyID, ds.AccessionNumber = "20250101", "120000", "1", ""
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber = modality.split()[0], "1", "1"
    return with_attributes(ds, attributes)


def with_attributes(ds, attributes):
    for keyword, value in attributes.items():
        if value is None:
            delattr(ds, keyword)
        else:
            setattr(ds, keyword, value)
    if "SOPClassUID" in attributes:
        ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    return ds


def series_of(modality="CT", count=4, **attributes):
    """Image objects of one series, 5 mm apart, in the order of their slices."""
    first = picture_object(modality)
    objects = []
    for index in range(count):
        position = [0, 0, 5.0 * index]
        objects.append(
            picture_object(
                modality,
                blob_picture(48, 48),
                PatientID=first.PatientID,
                StudyInstanceUID=first.StudyInstanceUID,
                SeriesInstanceUID=first.SeriesInstanceUID,
                InstanceNumber=str(index + 1),
                ImagePositionPatient=position,
                ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
                PixelSpacing=[1, 1],
                **attributes
            )
        )
    return objects


def lookup_table(data, first_mapped=0, bits=16):
    """An item of a modality or VOI LUT sequence (PS3.3 C.11.1, C.11.2)."""
    item = Dataset()
    item.add_new(
        "LUTDescriptor",
        "US" if first_mapped >= 0 else "SS",
        [len(data) % 65536, first_mapped, bits],
    )
    item.LUTExplanation = "test"
    item.add_new("LUTData", "US", [int(value) for value in data])
    item.ModalityLUTType = "US"
    return Sequence([item])


def compressed(ds, transfer_syntax, fragments, **attributes):
    """The same object with encapsulated pixel data, one fragment a frame."""
    ds.file_meta.TransferSyntaxUID = transfer_syntax
    ds.PixelData = encapsulate(list(fragments))
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    return with_attributes(ds, attributes)


def to_bytes(ds):
    stream = io.BytesIO()
    dcmwrite(stream, ds, write_like_original=False)
    return stream.getvalue()


def converted(ds, *command):
    """The bytes of the object after a DCMTK converter, e.g. "dcmcjpls"."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder) / "in.dcm", pathlib.Path(folder) / "out.dcm"
        source.write_bytes(to_bytes(ds))
        subprocess.run([*command, str(source), str(target)], check=True, capture_output=True)
        return target.read_bytes()
