# SPDX-License-Identifier: GPL-3.0-or-later
"""DICOM objects that say in every attribute at hand whose they are, and what they say."""
import dataclasses

import numpy
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

from dicom_objects import blob_picture, picture_object, to_bytes

IDENTIFYING = {  # keyword: a value that occurs nowhere else
    "PatientID": "PIDQX7731942",
    "PatientBirthDate": "19470313",
    "PatientBirthTime": "041733",
    "OtherPatientNames": "Birthname^Zyxwella",
    "PatientAddress": "Quittenweg 17 Wurzelbach",
    "PatientTelephoneNumbers": "+49-555-0147732",
    "PatientComments": "Neighbour of Professor Vlimmeren",
    "EthnicGroup": "ETHNOQXWANG",
    "Occupation": "Bargemaster Quay",
    "AccessionNumber": "ACCXQ558812",
    "StudyID": "STUDYIDQ77",
    "StudyDate": "20190817",
    "StudyTime": "153741",
    "SeriesDate": "20190818",
    "AcquisitionDate": "20190819",
    "ContentDate": "20190820",
    "InstitutionName": "Klinikum Wurzelbach",
    "InstitutionAddress": "Spitalgasse 99 Wurzelbach",
    "InstitutionalDepartmentName": "Ward Kestrelholm",
    "ReferringPhysicianName": "Ohmstede^Ludovika",
    "PerformingPhysicianName": "Pfannkuch^Theodora",
    "OperatorsName": "Vexleyworth^Ottokar",
    "PhysiciansOfRecord": "Gabelstein^Xaver",
    "RequestingPhysician": "Knoblauchner^Ute",
    "StationName": "STATIONQX9",
    "DeviceSerialNumber": "SERIALQX4471",
    "Manufacturer": "Manufactoria Quuxon",
    "ManufacturerModelName": "Quuxotron 3000",
    "StudyDescription": "Followup of Mr Zorblaxx",
    "SeriesDescription": "Seriesof Zorblaxx",
    "ProtocolName": "PROTOQX for Zorblaxx",
    "ImageComments": "Seen by Nurse Hollunder",
    "AdditionalPatientHistory": "Fell off the Brontesaurus",
    "RequestedProcedureDescription": "Procedure Qwertzuiop",
}
NAMES = {  # SpecificCharacterSet: a name that needs it
    "ISO_IR 100": "Zorblaxx^Quentilda Günzweiger",
    "ISO_IR 192": "Zorblaxx^Quentilda=山田鳶太郎^洋子",
    "ISO 2022 IR 87": "Zorblaxx^Quentilda=鈴木獅子丸^譲二",
    "ISO_IR 144": "Zorblaxx^Quentilda Люксембургова",
}
PRIVATE = "PrivateRemark Wintergreen", "PrivateOwner QX"


@dataclasses.dataclass
class Planted:
    """`forbidden` is all that its files say and nobody else may learn."""

    files: list
    forbidden: set


def plant(objects, character_set="ISO_IR 192"):
    forbidden = {text for text in IDENTIFYING.values() if not text.isdigit() or len(text) == 8}
    forbidden |= {NAMES[character_set], *PRIVATE}
    frame_of_reference = generate_uid()
    for ds in objects:
        ds.SpecificCharacterSet = ["", character_set] if "2022" in character_set else character_set
        ds.PatientName = NAMES[character_set]
        for keyword, value in IDENTIFYING.items():
            setattr(ds, keyword, value)
        ds.FrameOfReferenceUID = frame_of_reference
        ds.DeviceUID = generate_uid()
        source = Dataset()
        source.ReferencedSOPClassUID = ds.SOPClassUID
        source.ReferencedSOPInstanceUID = generate_uid()
        ds.SourceImageSequence = Sequence([source])
        ds.private_block(0x0009, PRIVATE[1], create=True).add_new(0x01, "LO", PRIVATE[0])
        forbidden |= {ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.SOPInstanceUID, ds.DeviceUID}
        forbidden |= {ds.SOPClassUID, source.ReferencedSOPInstanceUID, frame_of_reference}
    return Planted([to_bytes(ds) for ds in objects], {str(text) for text in forbidden})


def smooth_picture(rows=160, columns=200):
    """Without noise, in which a searcher for text might see some."""
    return blob_picture(rows, columns)


def ct_series():
    first = picture_object("CT")
    objects = []
    for index in range(3):
        pixels = (blob_picture(96, 96, 2000, numpy.int16) - 1000).astype(numpy.int16)
        objects.append(
            picture_object(
                "CT",
                pixels,
                StudyInstanceUID=first.StudyInstanceUID,
                SeriesInstanceUID=first.SeriesInstanceUID,
                InstanceNumber=str(index + 1),
                ImagePositionPatient=[0, 0, 5.0 * index],
                ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
                PixelSpacing=[1, 1],
                RescaleSlope=1,
                RescaleIntercept=0,
                BodyPartExamined="CHEST",
                PatientSex="F",
                PatientAge="072Y",
            )
        )
    return plant(objects, "ISO_IR 192")


def radiograph(modality="DX", character_set="ISO_IR 144", **attributes):
    told = {"BodyPartExamined": "CHEST", "ViewPosition": "PA", "PatientSex": "M"}
    told.update({"PatientAge": "096Y", "ImageLaterality": "L", **attributes})
    pixels = blob_picture(220, 180, 4095, numpy.uint16)
    return plant([picture_object(modality, pixels, **told)], character_set)


def magnetic_resonance():
    pixels = blob_picture(128, 128, 1000, numpy.uint16)
    return plant([picture_object("MR", pixels, BodyPartExamined="BRAIN")], "ISO_IR 100")


def mammogram():
    told = {"BodyPartExamined": "BREAST", "ViewPosition": "MLO", "ImageLaterality": "R"}
    return radiograph("MG", "ISO 2022 IR 87", **told)


def ultrasound_loop():
    frames = numpy.stack([smooth_picture(), smooth_picture()[::-1]])
    return plant([picture_object("US multi-frame", frames)])


def secondary_capture():
    pixels = numpy.stack([smooth_picture()] * 3, axis=-1)
    secondary_capture_class = "1.2.840.10008.5.1.4.1.1.7"
    told = {"SOPClassUID": secondary_capture_class, "ConversionType": "WSD"}
    return plant([picture_object("OT", pixels, **told)])


def all_kinds():
    return {
        "CT": ct_series(),
        "MR": magnetic_resonance(),
        "DX": radiograph(),
        "MG": mammogram(),
        "US": ultrasound_loop(),
        "SC": secondary_capture(),
    }
