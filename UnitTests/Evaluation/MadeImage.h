// SPDX-License-Identifier: GPL-3.0-or-later
// Images with lesions of known place, made in memory.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "Evaluation/TrueImage.h"

namespace vlm
{

inline TrueFinding Disc(double column, double row, double radius)
{
  return {{column, row},
          {radius, radius},
          {column - radius - 0.5, row - radius - 0.5, 2.0 * radius + 1.0, 2.0 * radius + 1.0}};
}

inline TrueImage MadeImage(std::vector<TrueFinding> findings, cv::Size size = {512, 512},
                           const std::string& file = "made_1.png")
{
  TruthEntry entry;
  entry.file = file;
  entry.source = "made";
  entry.modality = "MR";
  entry.findings = std::move(findings);
  Frame frame;
  frame.acquisition.modality = entry.modality;
  frame.display = cv::Mat(size, CV_8UC1, cv::Scalar(90));
  frame.display.convertTo(frame.modalityValues, CV_32F);
  return JoinTruth(entry, frame, {}).Value();
}

}  // namespace vlm
