// SPDX-License-Identifier: GPL-3.0-or-later
// Which part and side of the body an object of ours shows.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "Results/ResultObject.h"

namespace vlm
{

// Of objects with a General Series module, which reports and documents have not:
// BodyPartExamined, and Laterality where that part is one of a pair or unknown: empty unless all
// sources show the same side (PS3.3 C.7.3.1).
void WriteSeriesSide(const ResultContext& context, const SourceImage& source, DcmDataset& dataset);

// Of images: the source's ImageLaterality, which then takes the place of the series' (PS3.3
// C.7.6.1).
void WriteImageSide(const SourceImage& source, DcmDataset& dataset);

}  // namespace vlm
