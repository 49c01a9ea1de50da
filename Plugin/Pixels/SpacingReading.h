// SPDX-License-Identifier: GPL-3.0-or-later
// Pixel spacing, orientation and position of an image from a dataset or functional group.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcitem.h>

#include "Pixels/DicomAttributes.h"

namespace vlm
{

// Sets `spacing` from PixelSpacing, else ImagerPixelSpacing, else the largest two-dimensional
// region of SequenceOfUltrasoundRegions (PS3.3 C.8.5.5) in `item`; leaves it when there is none.
// Absurd values are ignored with a warning.
void ReadSpacing(DcmItem& item, FrameTransform& transform);

// Sets `imageOrientationPatient` and `patientOrientation` if `item` has them.
void ReadOrientation(DcmItem& item, FrameTransform& transform);

// Sets `imagePositionPatient` if `item` has it; resets it, with a warning, if it is absurd.
void ReadPosition(DcmItem& item, FrameTransform& transform);

}  // namespace vlm
