# SPDX-License-Identifier: GPL-3.0-or-later
"""Series as scanners make them, for tests of which images are analysed: heads in air with
localizers, dose pages, phases and diffusion weightings, and enhanced multi-frame objects."""
import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

from dicom_objects import picture_object

AXIAL, SAGITTAL = [1, 0, 0, 0, 1, 0], [0, 1, 0, 0, 0, -1]
ENHANCED_MR = "1.2.840.10008.5.1.4.1.1.4.1"
SIDE = 128


def head_slice(share, seed=0, side=SIDE):
    """Stored values (HU + 1024) of a head whose radius is `share` of the largest; 0: air."""
    random = np.random.default_rng(seed)
    values = random.normal(24, 8, (side, side))
    if share > 0:
        row, column = np.mgrid[0:side, 0:side] - side / 2.0
        distance = np.hypot(row / 1.15, column) / (side * 0.4 * share)
        values[distance < 1.0] = 1900
        brain = distance < 0.9
        values[brain] = 1060 + 25 * np.sin((row + 3 * seed)[brain] / 5) + random.normal(
            0, 6, brain.sum()
        )
    return np.clip(values, 0, 4095).astype(np.uint16)


class SeriesOfSlices:
    """Makes the objects of one series; each has the common attributes and its own."""

    def __init__(self, modality="CT", **common):
        first = picture_object(modality)
        self.modality = modality
        self.common = dict(
            PatientID=first.PatientID,
            StudyInstanceUID=first.StudyInstanceUID,
            SeriesInstanceUID=generate_uid(),
            PixelSpacing=[2, 2],
            WindowCenter="40",
            WindowWidth="400",
            **common,
        )
        if modality == "CT":
            self.common.update(RescaleSlope="1", RescaleIntercept="-1024", RescaleType="HU")

    def slice(self, pixels, z, number, orientation=AXIAL, **attributes):
        position = [0, 0, z] if orientation is AXIAL else [z, 0, 0]
        return picture_object(
            self.modality,
            pixels,
            **{
                **self.common,
                "ImagePositionPatient": position,
                "ImageOrientationPatient": orientation,
                "InstanceNumber": str(number),
                "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
                **attributes,
            },
        )

    def head(self, count=60, air=10, numbers=None, **attributes):
        """`count` slices from below to above, of which `air` at either end show none of it."""
        shares = head_shares(count, air)
        return [
            self.slice(
                head_slice(shares[i], i), 2.5 * i, numbers[i] if numbers else i + 1, **attributes
            )
            for i in range(count)
        ]

    def localizer(self, number=900):
        return self.slice(
            head_slice(1.0, 77), 0, number, SAGITTAL, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"]
        )

    def dose_page(self, number=999):
        page = picture_object(
            "OT", (head_slice(1.0) // 16).astype(np.uint8), **{**self.common, "Modality": "CT"}
        )
        page.InstanceNumber = str(number)
        page.ImageType = ["DERIVED", "SECONDARY", "SCREEN SAVE"]
        return page


def head_shares(count, air):
    """By slice: 0 in air, else how large the head is there, from a small cap to all and back."""
    shares = []
    for i in range(count):
        from_end = min(i - air, count - 1 - air - i)
        shares.append(0.0 if from_end < 0 else min(1.0, 0.1 + 0.15 * from_end))
    return shares


def enhanced_mr(places=12, phases=3, b_values=(0, 1000)):
    """An enhanced MR object with `places` x `b_values` x `phases` frames in shuffled order; also
    by frame what it is: [(place, b, phase)]."""
    frames = [(p, b, t) for p in range(places) for b in b_values for t in range(phases)]
    np.random.default_rng(4).shuffle(frames)
    frames = [tuple(int(value) for value in one) for one in frames]
    pixels = np.stack([head_slice(0.6 + 0.03 * p, p + 100 * t + b) for p, b, t in frames])
    ds = picture_object("MR", pixels, SOPClassUID=ENHANCED_MR)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "DIFFUSION", "NONE"]
    shared = Dataset()
    shared.PlaneOrientationSequence = Sequence([_item(ImageOrientationPatient=AXIAL)])
    shared.PixelMeasuresSequence = Sequence([_item(PixelSpacing=[2, 2], SliceThickness="3")])
    ds.SharedFunctionalGroupsSequence = Sequence([shared])
    ds.PerFrameFunctionalGroupsSequence = Sequence([_frame_groups(*one) for one in frames])
    return ds, frames


def _frame_groups(place, b_value, phase):
    group = Dataset()
    group.PlanePositionSequence = Sequence([_item(ImagePositionPatient=[0, 0, 3.0 * place])])
    content = _item(StackID="1", InStackPositionNumber=place + 1, TemporalPositionIndex=phase + 1)
    group.FrameContentSequence = Sequence([content])
    group.MRDiffusionSequence = Sequence([_item(DiffusionBValue=float(b_value))])
    return group


def _item(**attributes):
    item = Dataset()
    for keyword, value in attributes.items():
        setattr(item, keyword, value)
    return item
