// SPDX-License-Identifier: GPL-3.0-or-later
// What a presentation state says of one image: which findings are drawn, and how its pixels become
// grey.
#pragma once

#include <vector>

#include "Pixels/DicomAttributes.h"
#include "Results/FindingRegion.h"
#include "Results/ResultObject.h"

namespace vlm
{

struct PresentedFinding
{
  const Json::Value* finding = nullptr;
  std::int64_t number = 0;  // as people count it
  ImageRegion region;
};

// Refers to the context that it was made of.
struct PresentedImage
{
  const SourceImage* source = nullptr;
  int index = 0;  // among the report's Images
  int frame = 0;
  FrameTransform transform;
  std::vector<PresentedFinding> findings;  // at least one
};

// The grey images of the report with a located finding, in their order.
std::vector<PresentedImage> PresentedImagesOf(const ResultContext& context);

// Images that one presentation state can show: those of a series whose modality transformation and
// polarity are the same (PS3.3 C.11.1 and C.11.6 have one for all images referred to).
using PresentedGroup = std::vector<const PresentedImage*>;
std::vector<PresentedGroup> GroupsOf(const std::vector<PresentedImage>& images);

// Modality LUT, Softcopy VOI LUT, Softcopy Presentation LUT and Displayed Area modules (PS3.3
// C.11.1, C.11.8, C.11.6, C.10.4): the image looks as its own header has it, and is shown whole.
void WriteGreyTransforms(const PresentedGroup& group, DcmDataset& dataset);
void WriteDisplayedAreas(const PresentedGroup& group, DcmDataset& dataset);

}  // namespace vlm
