// SPDX-License-Identifier: GPL-3.0-or-later
// A stored report -> the DICOM objects that the configuration asks for.
#pragma once

#include <json/value.h>

#include <vector>

#include "Pipeline/ImageArchive.h"
#include "Pipeline/ResultArchive.h"
#include "Results/OutputSettings.h"
#include "Results/ResultObject.h"

namespace vlm
{

struct ResultOrder
{
  const Json::Value& report;
  std::string orthancStudyId;
  std::vector<PredecessorDocument> predecessors;
  std::string software;
};

// Objects and, as sentences, what could not be made of an output that was asked for (e.g. a picture
// that cannot be drawn): that is left out, the rest is made.
struct MadeResults
{
  std::vector<ResultObject> objects;
  std::vector<std::string> remarks;
};

// Errors: NotFound (no image of the report is in the archive any more), those of the ports and of
// the makers in Results/.
Result<MadeResults> MakeResults(const ResultOrder& order, const OutputSettings& settings,
                                ImageArchive& images, ResultArchive& archive);

}  // namespace vlm
