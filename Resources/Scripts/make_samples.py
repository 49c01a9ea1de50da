#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the DICOM files of Resources/Samples. Needs python3-numpy, python3-pydicom, python3-pil.

  make_samples.py OUTPUT_FOLDER                      the CT, DX and MG phantoms, which need nothing else
  make_samples.py OUTPUT_FOLDER --pictures FOLDER    also MR and US, from the PNGs of BRISC and BUSI

The same input gives the same bytes: noise is seeded and UIDs are hashes of the file's name.
"""
import argparse
import hashlib
import pathlib

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian

SOP_CLASS = {
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "MR": "1.2.840.10008.5.1.4.1.1.4",
    "DX": "1.2.840.10008.5.1.4.1.1.1.1",
    "MG": "1.2.840.10008.5.1.4.1.1.1.2",
    "US": "1.2.840.10008.5.1.4.1.1.6.1",
}
CT_SLICES, CT_SIZE, CT_SPACING, CT_DISTANCE = 12, 256, 0.9, 8.0
# Lesion of the CT phantom: centre [slice, row, column] and radii, in voxels.
CT_LESION_CENTRE, CT_LESION_RADII, CT_LESION_HU = (6.0, 118.0, 86.0), (2.2, 11.0, 9.0), 60.0
# Nodule of the DX phantom: centre [row, column] and radius, in pixels.
DX_SIZE, DX_SPACING, DX_NODULE = 384, 0.9, (150.0, 120.0, 16.0)
# Mass of the MG phantom: centre [row, column] and mean radius, in pixels.
MG_ROWS, MG_COLUMNS, MG_SPACING, MG_MASS = 480, 360, 0.4, (205.0, 150.0, 15.0)
MR_PICTURES = ("mr/brisc25_1256.png", "mr/brisc25_1584.png", "mr/brisc25_10257.png")
US_PICTURES = ("us/busi_10080.png", "us/busi_10276.png")


def uid(*parts):
    """A UUID-derived UID (PS3.5 B.2), the same for the same parts."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
    return UID("2.25." + str(int(digest[:30], 16)))


def code(value, scheme, meaning):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def start_object(modality, study, patient, number):
    """Patient, study, series and equipment modules of an invented patient."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SOP_CLASS[modality]
    meta.MediaStorageSOPInstanceUID = uid(study, modality, number)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = uid("sample generator")
    ds = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.SOPClassUID, ds.SOPInstanceUID = SOP_CLASS[modality], meta.MediaStorageSOPInstanceUID
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = "20250101"
    ds.StudyTime = ds.SeriesTime = ds.AcquisitionTime = ds.ContentTime = "120000"
    ds.AccessionNumber = ds.ReferringPhysicianName = ds.PatientBirthDate = ds.PatientSex = ""
    ds.PatientOrientation = ""
    ds.Modality, ds.Manufacturer = modality, "Sample generator"
    ds.PatientName, ds.PatientID = patient
    ds.StudyDescription = ds.SeriesDescription = study
    ds.StudyInstanceUID, ds.SeriesInstanceUID = uid(study), uid(study, modality)
    ds.StudyID = ds.SeriesNumber = "1"
    ds.InstanceNumber = str(number)
    ds.BurnedInAnnotation = "NO"
    return ds


def set_pixels(ds, values, bits_stored, window):
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns = values.shape
    ds.BitsAllocated = 16 if values.dtype == np.uint16 else 8
    ds.BitsStored, ds.HighBit, ds.PixelRepresentation = bits_stored, bits_stored - 1, 0
    ds.WindowCenter, ds.WindowWidth = str(window[0]), str(window[1])
    raw = np.ascontiguousarray(values).tobytes()
    ds.PixelData = raw + b"\0" * (len(raw) % 2)
    ds["PixelData"].VR = "OW" if ds.BitsAllocated == 16 else "OB"


def set_plane(ds, spacing, position_z, thickness):
    """Image plane module of an axial slice (PS3.3 C.7.6.2)."""
    half = -ds.Columns * spacing / 2
    ds.PatientPosition, ds.FrameOfReferenceUID = "HFS", uid(ds.StudyInstanceUID, "frame")
    ds.PositionReferenceIndicator, ds.AcquisitionNumber = "", "1"
    ds.ImagePositionPatient = [f"{half:.2f}", f"{half:.2f}", f"{position_z:.2f}"]
    ds.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    ds.PixelSpacing, ds.SliceThickness = [str(spacing)] * 2, str(thickness)


def inside(grid, centre, radii):
    return sum(((g - c) / r) ** 2 for g, c, r in zip(grid, centre, radii)) <= 1.0


def ct_volume():
    """Head-like phantom in HU: skin, skull, brain, ventricles, and one bright ellipsoid."""
    size = CT_SIZE
    grid = np.mgrid[0:CT_SLICES, 0:size, 0:size].astype(float)
    z, row, column = grid
    middle, taper = size / 2, np.sqrt(1 - ((z - 4.0) / 14.0) ** 2)
    oval = np.sqrt(((row - middle) / (104 * taper)) ** 2 + ((column - middle) / (84 * taper)) ** 2)
    volume = np.full(z.shape, -1000.0)
    volume[oval <= 1.0] = 40.0
    volume[oval <= 0.955] = 1100.0
    volume[oval <= 0.885] = 28.0
    brain = np.where(oval <= 0.80, 30.0, 40.0)  # white matter inside, grey matter around
    volume = np.where(oval <= 0.87, brain, volume)
    for side in (-1, 1):
        volume[inside(grid, (7.0, 122.0, middle + side * 13.0), (4.5, 26.0, 6.0))] = 6.0
    volume[inside(grid, CT_LESION_CENTRE, CT_LESION_RADII)] = CT_LESION_HU
    noise = np.random.default_rng(20250101).normal(0.0, 3.0, z.shape)
    return volume + np.where(volume > -900.0, noise, noise / 3.0)


def make_ct(folder):
    stored = np.clip(np.rint(ct_volume() + 1024.0), 0, 4095).astype(np.uint16)
    for index in range(CT_SLICES):
        ds = start_object("CT", "CT head PHANTOM", ("PHANTOM^Head", "PHANTOM-CT"), index + 1)
        ds.ImageType = ["DERIVED", "SECONDARY", "AXIAL"]
        ds.BodyPartExamined, ds.KVP = "HEAD", ""
        set_pixels(ds, stored[index], 12, (40, 80))
        set_plane(ds, CT_SPACING, index * CT_DISTANCE, CT_DISTANCE)
        ds.RescaleSlope, ds.RescaleIntercept, ds.RescaleType = "1", "-1024", "HU"
        ds.save_as(folder / f"ct-head-phantom-{index + 1:02}.dcm", write_like_original=False)


def dx_projection():
    """Chest-like phantom, 12 bits: bright body, two dark lungs with ribs, and one bright nodule."""
    size = DX_SIZE
    grid = np.mgrid[0:size, 0:size].astype(float)
    row, column = grid
    middle = size / 2
    body = 2500.0 * np.exp(-(((column - middle) / 190.0) ** 6))
    spine = 200.0 * np.exp(-(((column - middle) / 24.0) ** 4))
    heart = 200.0 * np.exp(-((((row - 245) / 62) ** 2 + ((column - 222) / 55) ** 2) ** 2))
    lungs = np.zeros((size, size))
    for side in (-1, 1):
        oval = ((row - 190.0) / 135.0) ** 2 + ((column - middle - side * 82.0) / 62.0) ** 2
        lungs = np.maximum(lungs, 1000.0 * np.exp(-(oval**3)))
    ribs = 40.0 * np.maximum(0.0, np.sin((row + 0.0016 * (column - middle) ** 2) / 5.5)) ** 4
    picture = body + spine + heart - lungs + ribs * (lungs > 300.0)
    r, c, radius = DX_NODULE
    picture += 900.0 * np.exp(-((((row - r) ** 2 + (column - c) ** 2) / radius**2) ** 2))
    noise = np.random.default_rng(20250102).normal(0.0, 18.0, picture.shape)
    return np.clip(np.rint(picture + 300.0 + noise), 0, 4095).astype(np.uint16)


def make_dx(folder):
    ds = start_object("DX", "DX chest PHANTOM", ("PHANTOM^Chest", "PHANTOM-DX"), 1)
    ds.ImageType, ds.LossyImageCompression = ["DERIVED", "PRIMARY", ""], "00"
    ds.PresentationIntentType, ds.PresentationLUTShape = "FOR PRESENTATION", "IDENTITY"
    ds.PixelIntensityRelationship, ds.PixelIntensityRelationshipSign = "LOG", -1
    ds.RescaleSlope, ds.RescaleIntercept, ds.RescaleType = "1", "0", "US"
    ds.DetectorType, ds.DetectorID, ds.PositionerType, ds.KVP = "", "1", "", ""
    ds.ImagerPixelSpacing = [str(DX_SPACING)] * 2
    ds.BodyPartExamined, ds.ViewPosition, ds.ImageLaterality = "CHEST", "AP", "U"
    ds.PatientOrientation, ds.AcquisitionContextSequence = ["L", "F"], Sequence([])
    ds.AnatomicRegionSequence = Sequence([code("51185008", "SCT", "Chest")])
    view = code("399348003", "SCT", "antero-posterior")
    ds.ViewCodeSequence = Sequence([view])
    set_pixels(ds, dx_projection(), 12, (2048, 4096))
    ds.save_as(folder / "dx-chest-phantom.dcm", write_like_original=False)


def smooth_noise(random, shape, cell):
    """Noise of about `cell` pixels' grain, deviation 1, by interpolating a coarse grid."""
    coarse = random.normal(size=(shape[0] // cell + 3, shape[1] // cell + 3))
    rows, columns = (np.arange(n) / cell for n in shape)
    r, c = rows.astype(int), columns.astype(int)
    fr, fc = (3 * f**2 - 2 * f**3 for f in (rows - r, columns - c))
    top = coarse[r][:, c] * (1 - fc) + coarse[r][:, c + 1] * fc
    bottom = coarse[r + 1][:, c] * (1 - fc) + coarse[r + 1][:, c + 1] * fc
    picture = top * (1 - fr[:, None]) + bottom * fr[:, None]
    return picture / picture.std()


def mg_projection():
    """Breast-like phantom, 12 bits: skin line, glandular clouds and one mass with spicules."""
    shape = (MG_ROWS, MG_COLUMNS)
    row, column = np.mgrid[0:MG_ROWS, 0:MG_COLUMNS].astype(float)
    random = np.random.default_rng(20250103)
    edge = np.sqrt(((row - 240.0) / 215.0) ** 2 + (column / 285.0) ** 2)
    breast = np.clip((1.0 - edge) / 0.12, 0.0, 1.0)
    clouds = sum(smooth_noise(random, shape, cell) * cell for cell in (9, 21, 48)) / 60.0
    gland = np.exp(-(((row - 240.0) / 150.0) ** 2 + ((column - 130.0) / 105.0) ** 2) ** 2)
    picture = breast * (900.0 + 420.0 * gland * (1.0 + clouds) + 90.0 * clouds)
    r, c, radius = MG_MASS
    away, angle = np.hypot(row - r, column - c), np.arctan2(row - r, column - c)
    rim = radius * (1.0 + 0.13 * np.cos(7.0 * angle + 0.6) + 0.08 * np.cos(3.0 * angle))
    picture += 900.0 / (1.0 + np.exp((away - rim) / 1.6))
    spicules = np.clip(np.cos(9.0 * angle + 1.1), 0.0, 1.0) ** 24
    picture += 320.0 * spicules * np.exp(-((away - rim) / 16.0)) * (away > rim)
    noise = random.normal(0.0, 22.0, shape)
    return np.clip(np.rint(picture + 120.0 + noise), 0, 4095).astype(np.uint16)


def make_mg(folder):
    ds = start_object("MG", "MG breast PHANTOM", ("PHANTOM^Breast", "PHANTOM-MG"), 1)
    ds.ImageType, ds.LossyImageCompression = ["DERIVED", "PRIMARY", ""], "00"
    ds.PresentationIntentType, ds.PresentationLUTShape = "FOR PRESENTATION", "IDENTITY"
    ds.PixelIntensityRelationship, ds.PixelIntensityRelationshipSign = "LOG", -1
    ds.RescaleSlope, ds.RescaleIntercept, ds.RescaleType = "1", "0", "US"
    ds.DetectorType, ds.DetectorID, ds.PositionerType, ds.KVP = "", "1", "MAMMOGRAPHIC", ""
    ds.ImagerPixelSpacing = [str(MG_SPACING)] * 2
    ds.BodyPartExamined, ds.ViewPosition, ds.ImageLaterality = "BREAST", "CC", "L"
    ds.OrganExposed, ds.BreastImplantPresent, ds.PartialView = "BREAST", "NO", "NO"
    ds.PatientOrientation, ds.AcquisitionContextSequence = ["A", "R"], Sequence([])
    ds.AnatomicRegionSequence = Sequence([code("76752008", "SCT", "Breast")])
    view = code("399162004", "SCT", "cranio-caudal")
    view.ViewModifierCodeSequence = Sequence([])
    ds.ViewCodeSequence = Sequence([view])
    set_pixels(ds, mg_projection(), 12, (1300, 2600))
    ds.save_as(folder / "mg-breast-phantom.dcm", write_like_original=False)


def load_picture(path, longest):
    from PIL import Image

    picture = Image.open(path).convert("L")
    picture.thumbnail((longest, longest), Image.LANCZOS)
    return np.asarray(picture)


def make_mr(folder, pictures):
    for name in MR_PICTURES:
        stem = pathlib.Path(name).stem.replace("_", "-")
        ds = start_object("MR", f"MR head {stem}", ("SAMPLE^Brisc", f"SAMPLE-{stem}"), 1)
        ds.ImageType, ds.BodyPartExamined = ["DERIVED", "SECONDARY", "OTHER"], "HEAD"
        ds.ScanningSequence, ds.SequenceVariant = "RM", "NONE"
        ds.ScanOptions = ds.MRAcquisitionType = ds.EchoTime = ds.EchoTrainLength = ""
        ds.RepetitionTime = ""
        set_pixels(ds, load_picture(pictures / name, 256).astype(np.uint16), 16, (128, 256))
        set_plane(ds, 0.9, 0.0, 5.0)
        ds.save_as(folder / f"mr-{stem}.dcm", write_like_original=False)


def make_us(folder, pictures):
    for name in US_PICTURES:
        stem = pathlib.Path(name).stem.replace("_", "-")
        ds = start_object("US", f"US breast {stem}", ("SAMPLE^Busi", f"SAMPLE-{stem}"), 1)
        ds.ImageType, ds.LossyImageCompression = ["DERIVED", "PRIMARY", "", "0001"], "00"
        ds.BodyPartExamined, ds.TransducerType, ds.Laterality = "BREAST", "", ""
        set_pixels(ds, load_picture(pictures / name, 400), 8, (128, 256))
        ds.save_as(folder / f"us-{stem}.dcm", write_like_original=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path, help="folder with mr/ and us/ PNGs")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    make_ct(arguments.output)
    make_dx(arguments.output)
    make_mg(arguments.output)
    if arguments.pictures:
        make_mr(arguments.output, arguments.pictures)
        make_us(arguments.output, arguments.pictures)


if __name__ == "__main__":
    main()
