# SPDX-License-Identifier: GPL-3.0-or-later
"""What the route vlm/pixels answers, read by the words of its contract, and pydicom's view of it."""
import json
import struct

import numpy as np
from pydicom.pixel_data_handlers.util import apply_modality_lut

from dicom_objects import to_bytes

TYPES = {"Int16": "<i2", "Uint16": "<u2", "Uint8": "u1", "Rgb8": "u1"}
UNKNOWN = "-".join(["0" * 8] * 5)


def parsed(content):
    """Header and pixels of an answer, by the words of the contract."""
    (length,) = struct.unpack_from("<I", content)
    assert (4 + length) % 8 == 0
    header = json.loads(content[4 : 4 + length])
    values = np.frombuffer(content[4 + length :], TYPES[header["Format"]])
    shape = (header["Rows"], header["Columns"]) + ((3,) if header["Format"] == "Rgb8" else ())
    return header, values.reshape(shape)


def pixels_of(server, instance, query="", **options):
    answer = server.get(f"/instances/{instance}/vlm/pixels{query}", **options)
    assert answer.status_code == 200, f"{answer.status_code}: {answer.text[:400]}"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    return parsed(answer.content)


def stored(server, ds):
    return server.post_instance(ds if isinstance(ds, bytes) else to_bytes(ds))["ID"]


def values_of(header, pixels):
    return pixels.astype(float) * header["Slope"] + header["Intercept"]


def masked(ds):
    """Stored values of gray pixels without what lies above BitsStored (PS3.5 8.1.1)."""
    unused = ds.BitsAllocated - ds.BitsStored
    shifted = ds.pixel_array.astype(np.int64) << unused
    kind = ("i" if ds.PixelRepresentation else "u") + str(ds.BitsAllocated // 8)
    return shifted.astype(kind) >> unused


def assert_as_pydicom_reads(server, instance, ds):
    """Every frame; says how many there are."""
    frames = int(ds.get("NumberOfFrames", 1) or 1)
    values = apply_modality_lut(masked(ds), ds).astype(float)
    for frame in range(frames):
        header, pixels = pixels_of(server, instance, f"?frame={frame}")
        expected = values[frame] if frames > 1 else values
        assert header["Frames"] == frames
        assert (header["StoredRows"], header["StoredColumns"]) == (ds.Rows, ds.Columns)
        assert np.abs(values_of(header, pixels) - expected).max() <= 1e-6 * np.abs(expected).max()
    return frames
