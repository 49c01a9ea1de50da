// SPDX-License-Identifier: GPL-3.0-or-later
// offline-features --truth truth.json: every candidate of the embedded detector with its features,
// as tab-separated lines, for Resources/Scripts/train_offline_detector.py. Each picture comes with
// altered copies (variant 1 to 3), so that few pictures teach more.
#include <cmath>
#include <cstdio>
#include <exception>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "LesionTruth.h"
#include "Model/LesionCandidates.h"

namespace
{

constexpr int variants = 4;

void Brighten(cv::Mat& picture, double exponent)
{
  cv::Mat table(1, 256, CV_8UC1);
  for (int level = 0; level < 256; ++level)
  {
    table.at<uchar>(level) = cv::saturate_cast<uchar>(255.0 * std::pow(level / 255.0, exponent));
  }
  cv::LUT(picture, table, picture);
}

// The same change of geometry for picture and mask.
cv::Mat Moved(const cv::Mat& original, int variant, bool isUpright)
{
  cv::Mat moved = original;
  if (original.empty())
  {
    return moved;
  }
  if (variant == 1)
  {
    cv::flip(original, moved, 1);
  }
  else if (variant == 2 && !isUpright)
  {
    cv::rotate(original, moved, cv::ROTATE_90_CLOCKWISE);
  }
  else if (variant == 3)
  {
    const int x = original.cols / 16;
    const int y = original.rows / 16;
    moved = original(cv::Rect(x, y, original.cols - 2 * x, original.rows - 2 * y)).clone();
  }
  return moved;
}

vlm::LesionTruth VariantOf(const vlm::LesionTruth& truth, int variant)
{
  vlm::LesionTruth altered = truth;
  const bool isUpright = truth.entry["modality"] == "US";  // shadows fall downwards
  altered.picture = Moved(truth.picture, variant, isUpright).clone();
  altered.mask = Moved(truth.mask, variant, isUpright);
  if (variant > 0)
  {
    Brighten(altered.picture, variant == 1 ? 0.8 : 1.25);
  }
  return altered;
}

void Print(const vlm::LesionTruth& truth, int variant)
{
  vlm::Acquisition acquisition;
  acquisition.modality = truth.entry["modality"].asString();
  const auto candidates = vlm::CandidatesIn(truth.picture, acquisition, vlm::Cancellation());
  if (!candidates.HasValue())
  {
    return;
  }
  for (const auto& candidate : candidates.Value().all)
  {
    const cv::Rect2d& box = candidate.box;
    const cv::Point2d centre((box.x + box.width / 2) * truth.picture.cols,
                             (box.y + box.height / 2) * truth.picture.rows);
    std::printf("%s\t%d\t%d\t%.4f\t%.4f\t%.4f\t%.4f", truth.File().c_str(), variant,
                static_cast<int>(truth.Holds(centre)), box.x, box.y, box.width, box.height);
    for (const float value : candidate.features)
    {
      std::printf("\t%.5g", static_cast<double>(value));
    }
    std::printf("\n");
  }
}

void PrintHeader()
{
  std::printf("file\tvariant\thit\tleft\ttop\twidth\theight");
  for (const std::string_view name : vlm::featureNames)
  {
    std::printf("\t%s", std::string(name).c_str());
  }
  std::printf("\n");
}

int Run(const std::vector<std::string>& arguments)
{
  if (arguments.size() != 2 || arguments[0] != "--truth")
  {
    std::fprintf(stderr, "usage: offline-features --truth truth.json\n");
    return 2;
  }
  cv::setNumThreads(1);
  const auto list = vlm::LoadTruthList(arguments[1]);
  if (!list)
  {
    return 1;
  }
  PrintHeader();
  for (const auto& entry : *list)
  {
    const auto truth = vlm::LoadTruth(arguments[1], entry);
    for (int variant = 0; truth && variant < variants; ++variant)
    {
      Print(VariantOf(*truth, variant), variant);
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv)
{
  try
  {
    return Run(std::vector<std::string>(argv + 1, argv + argc));
  }
  catch (const std::exception& problem)
  {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
  }
}
