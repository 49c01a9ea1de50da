// SPDX-License-Identifier: GPL-3.0-or-later
// How stored values of each frame become what is shown: read from the dataset and, for enhanced
// objects, from its functional groups (PS3.3 C.7.6.16).
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>

#include "Pixels/DicomAttributes.h"

namespace vlm
{

// Fills `transforms`, and lowers `frames` to the number of frames that the per-frame functional
// groups describe.
DicomAttributes WithFrameTransforms(DicomAttributes attributes, DcmDataset& dataset);

}  // namespace vlm
