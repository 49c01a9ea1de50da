// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/TextPyramid.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace vlm
{
namespace
{

constexpr int smallestSide = 12;

cv::Mat Halved(const cv::Mat& picture)
{
  cv::Mat half;
  cv::resize(picture, half, {picture.cols / 2, picture.rows / 2}, 0, 0, cv::INTER_AREA);
  return half;
}

// Grey, and where there is colour also the brightest and the darkest channel: blue letters on black
// or yellow ones on white are nearly invisible in grey.
std::vector<cv::Mat> PlanesOf(const cv::Mat& picture)
{
  if (picture.channels() == 1)
  {
    return {picture};
  }
  constexpr double colourful = 48.0;
  cv::Mat gray;
  cv::cvtColor(picture, gray, cv::COLOR_BGR2GRAY);
  std::vector<cv::Mat> channels;
  cv::split(picture, channels);
  const cv::Mat brightest = cv::max(cv::max(channels[0], channels[1]), channels[2]);
  const cv::Mat darkest = cv::min(cv::min(channels[0], channels[1]), channels[2]);
  if (cv::norm(brightest, darkest, cv::NORM_INF) < colourful)
  {
    return {gray};
  }
  return {gray, brightest, darkest};
}

void AddLines(const cv::Mat& gray, float scale, std::vector<TextLine>& lines)
{
  const std::vector<StrokeComponent> strokes = FindStrokes(gray);
  for (const auto direction : {ReadingDirection::Across, ReadingDirection::Down})
  {
    for (auto& line : JoinLetters(strokes, direction))
    {
      const cv::Rect box = line.box;
      const auto factor = static_cast<int>(scale);
      line.box = {box.x * factor, box.y * factor, box.width * factor, box.height * factor};
      line.letterHeight *= scale;
      lines.push_back(line);
    }
  }
}

void AddLinesOfAllSizes(cv::Mat gray, float scale, std::vector<TextLine>& lines)
{
  const int tallest = std::max(gray.rows, gray.cols) / 6;
  for (int covered = tallestLetter;; covered *= 2)
  {
    AddLines(gray, scale, lines);
    AddLines(255 - gray, scale, lines);
    gray = covered >= tallest ? cv::Mat() : Halved(gray);
    if (std::min(gray.rows, gray.cols) < smallestSide)
    {
      return;
    }
    scale *= 2.0F;
  }
}

}  // namespace

std::vector<TextLine> FindTextLines(const cv::Mat& picture)
{
  constexpr size_t mostPixels = 9437184;  // 3072 x 3072
  std::vector<TextLine> lines;
  if (picture.depth() != CV_8U || (picture.channels() != 1 && picture.channels() != 3) ||
      std::min(picture.rows, picture.cols) < smallestSide)
  {
    return lines;
  }
  cv::Mat work = picture;
  float scale = 1.0F;
  while (work.total() > mostPixels && std::min(work.rows, work.cols) >= 2 * smallestSide)
  {
    work = Halved(work);
    scale *= 2.0F;
  }
  for (const auto& plane : PlanesOf(work))
  {
    AddLinesOfAllSizes(plane, scale, lines);
  }
  return lines;
}

}  // namespace vlm
