// SPDX-License-Identifier: GPL-3.0-or-later
// text-detection [--lines] < list of picture files: for each a line
//   file <tab> milliseconds <tab> boxes of High, "x,y,w,h ..." <tab> boxes of Strict
// or, with --lines, every candidate with what was measured of it. text_detection_benchmark.py makes
// a table of it.
#include <cstdio>
#include <ctime>
#include <iostream>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

#include "Model/TextDetector.h"
#include "Model/TextPyramid.h"

namespace
{

double CpuMilliseconds()
{
  return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void PrintBoxes(const std::vector<cv::Rect>& boxes)
{
  std::printf("\t");
  for (const auto& box : boxes)
  {
    std::printf("%d,%d,%d,%d ", box.x, box.y, box.width, box.height);
  }
}

void PrintLines(const std::string& file, const cv::Mat& picture)
{
  for (const auto& line : vlm::FindTextLines(picture))
  {
    std::printf("%s\t%d,%d,%d,%d\t%d\t%.1f\t%.0f\t%.2f\t", file.c_str(), line.box.x, line.box.y,
                line.box.width, line.box.height, line.letters, line.letterHeight, line.peak,
                line.score);
    for (const float value : line.evidence)
    {
      std::printf("%.4f ", value);
    }
    std::printf("\n");
  }
}

void PrintText(const std::string& file, const cv::Mat& picture)
{
  const double start = CpuMilliseconds();
  const auto sensitive = vlm::FindText(picture, vlm::TextSensitivity::High);
  const double taken = CpuMilliseconds() - start;
  std::printf("%s\t%.2f", file.c_str(), taken);
  PrintBoxes(sensitive);
  PrintBoxes(vlm::FindText(picture, vlm::TextSensitivity::Strict));
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv)
{
  cv::setNumThreads(1);
  const bool wantsLines = argc > 1 && std::string(argv[1]) == "--lines";
  for (std::string file; std::getline(std::cin, file);)
  {
    const cv::Mat picture = cv::imread(file, cv::IMREAD_ANYCOLOR);
    wantsLines ? PrintLines(file, picture) : PrintText(file, picture);
  }
  return 0;
}
