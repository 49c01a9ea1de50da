// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ReadingsVerification.h"

#include <algorithm>
#include <utility>

#include "Findings/Contradictions.h"
#include "Pixels/ImageCoordinates.h"

namespace vlm
{
namespace
{

bool HasExamined(const Reading& reading, int image)
{
  const auto& shown = reading.view.images;
  if (!reading.parsed || std::find(shown.begin(), shown.end(), image) == shown.end())
  {
    return false;
  }
  const auto& notExamined = reading.parsed->imagesNotExamined;
  return std::none_of(notExamined.begin(), notExamined.end(),
                      [image](const ImageNotExamined& one) { return one.image == image; });
}

}  // namespace

std::vector<Look> LooksAt(int image, const Frame& frame, const std::vector<Reading>& readings)
{
  std::vector<Look> looks;
  for (std::size_t i = 0; i < readings.size(); ++i)
  {
    const Reading& reading = readings[i];
    if (!HasExamined(reading, image))
    {
      continue;
    }
    Look look;
    look.reading = static_cast<int>(i);
    look.kind = reading.view.kind;
    look.field = reading.view.region.value_or(WholeImage(frame.display.size()));
    const auto& findings = reading.parsed->findings;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(look.findings),
                 [image](const CandidateFinding& finding) { return finding.image == image; });
    looks.push_back(std::move(look));
  }
  return looks;
}

void MarkContradictions(std::vector<Reading>& readings, const std::vector<Frame>& frames)
{
  for (Reading& reading : readings)
  {
    if (reading.parsed)
    {
      reading.parsed = CheckContradictions(*std::move(reading.parsed), frames);
    }
  }
}

bool StatesAnything(const std::vector<Look>& looks)
{
  return std::any_of(looks.begin(), looks.end(),
                     [](const Look& look) { return !look.findings.empty(); });
}

std::vector<ModelledFinding> VerifyReadings(int image, const Frame& frame,
                                            const std::vector<Reading>& readings,
                                            FrameEvidence* evidence,
                                            const VerificationSettings& settings)
{
  const std::vector<Look> looks = LooksAt(image, frame, readings);
  if (!StatesAnything(looks))
  {
    return {};
  }
  const PixelEvidence* const pixels = evidence != nullptr ? &evidence->Of(image) : nullptr;
  return ModelFindings(VerifyFindings(looks, frame, pixels, settings), frame.spacing);
}

}  // namespace vlm
