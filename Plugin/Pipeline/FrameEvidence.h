// SPDX-License-Identifier: GPL-3.0-or-later
// What the pixels of an analysis' frames say, prepared for a frame when it is first asked for: most
// frames of a series have no finding.
#pragma once

#include <memory>
#include <vector>

#include "Pixels/Frame.h"
#include "Verification/PixelEvidence.h"

namespace vlm
{

// Of one analysis, and so of one fiber: not thread-safe. The frames outlive it.
class FrameEvidence
{
public:
  explicit FrameEvidence(const std::vector<Frame>& frames)
      : frames_(frames), evidence_(frames.size())
  {
  }

  const PixelEvidence& Of(int image)
  {
    const auto index = static_cast<std::size_t>(image);
    if (!evidence_[index])
    {
      evidence_[index] = std::make_unique<PixelEvidence>(frames_[index]);
    }
    return *evidence_[index];
  }

private:
  const std::vector<Frame>& frames_;
  std::vector<std::unique_ptr<PixelEvidence>> evidence_;
};

}  // namespace vlm
