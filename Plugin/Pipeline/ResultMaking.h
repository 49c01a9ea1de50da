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

// Pictures are not compressed, and all objects of an analysis are in memory at once.
constexpr std::size_t MostCaptureBytes = std::size_t{256} << 20;

struct ResultOrder
{
  const Json::Value& report;
  std::string orthancStudyId;
  std::vector<PredecessorDocument> predecessors;
  std::string software;
  std::size_t mostCaptureBytes = MostCaptureBytes;
};

// Objects and, as sentences, what could not be made of an output that was asked for (e.g. a picture
// that cannot be drawn, or is one too many): that is left out, the rest is made.
struct MadeResults
{
  std::vector<ResultObject> objects;
  std::vector<std::string> remarks;
};

// Of an Abstained report to which nobody added findings SR and PDF alone. Errors: NotFound (no
// image of the report is in the archive any more), BadInput (a report with very many images), those
// of the ports, and, if nothing at all could be made, the first of the makers in Results/.
Result<MadeResults> MakeResults(const ResultOrder& order, const OutputSettings& settings,
                                ImageArchive& images, ResultArchive& archive);

}  // namespace vlm
