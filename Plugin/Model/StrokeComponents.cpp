// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/StrokeComponents.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace vlm
{
namespace
{

struct StrokePlanes
{
  cv::Mat contrast;  // CV_8UC1: above the surroundings
  cv::Mat clutter;   // CV_8UC1: mean of that, letters having little say
  cv::Mat labels;    // CV_32SC1: 0 = no stroke
  int count = 0;
};

StrokePlanes Label(const cv::Mat& gray)
{
  constexpr int kernel = 7;             // wider than a stroke
  constexpr int window = 65;            // several lines of letters
  constexpr double letterCap = 40.0;    // so that letters do not hide themselves
  constexpr double leastContrast = 18;  // grey levels
  constexpr double aboveClutter = 3.0;
  StrokePlanes planes;
  cv::morphologyEx(gray, planes.contrast, cv::MORPH_TOPHAT,
                   cv::getStructuringElement(cv::MORPH_RECT, {kernel, kernel}));
  cv::min(planes.contrast, letterCap, planes.clutter);
  cv::blur(planes.clutter, planes.clutter, {window, window}, {-1, -1}, cv::BORDER_REFLECT);
  cv::Mat threshold;
  planes.clutter.convertTo(threshold, CV_8U, aboveClutter);
  cv::max(threshold, leastContrast, threshold);
  planes.count = cv::connectedComponents(planes.contrast > threshold, planes.labels, 8, CV_32S);
  return planes;
}

struct Accumulator
{
  int left = 0;
  int right = -1;
  int top = 0;
  int bottom = 0;
  int area = 0;
  int runsAcross = 0;
  int runsDown = 0;
  int peak = 0;
  int value = 0;
  int contrast = 0;
  int edge = 0;
};

// One row of labels, with the pixels and labels around it.
struct Row
{
  int y = 0;
  int columns = 0;
  const int* labels = nullptr;
  const int* labelsAbove = nullptr;  // null in the first row
  const uchar* gray = nullptr;
  const uchar* contrast = nullptr;
};

void AddPixel(const Row& row, int x, Accumulator& sum)
{
  const int label = row.labels[x];
  if (sum.area == 0)
  {
    sum.left = sum.right = x;
    sum.top = row.y;
  }
  sum.left = std::min(sum.left, x);
  sum.right = std::max(sum.right, x);
  sum.bottom = row.y;
  ++sum.area;
  const int value = row.gray[x];
  sum.peak = std::max(sum.peak, value);
  sum.value += value;
  sum.contrast += row.contrast[x];
  sum.runsDown += row.labelsAbove == nullptr || row.labelsAbove[x] != label;
  if (x == 0 || row.labels[x - 1] != label)
  {
    ++sum.runsAcross;
    const int next = x + 1 < row.columns ? row.gray[x + 1] : value;  // an edge may be smoothed
    sum.edge += x == 0 ? 0 : std::max({value, next}) - row.gray[x - 1];
  }
}

std::vector<Accumulator> Accumulate(const cv::Mat& gray, const StrokePlanes& planes)
{
  std::vector<Accumulator> sums(static_cast<size_t>(planes.count));
  Row row;
  row.columns = gray.cols;
  for (row.y = 0; row.y < gray.rows; ++row.y)
  {
    row.labelsAbove = row.labels;
    row.labels = planes.labels.ptr<int>(row.y);
    row.gray = gray.ptr<uchar>(row.y);
    row.contrast = planes.contrast.ptr<uchar>(row.y);
    for (int x = 0; x < row.columns; ++x)
    {
      if (row.labels[x] != 0)
      {
        AddPixel(row, x, sums[static_cast<size_t>(row.labels[x])]);
      }
    }
  }
  return sums;
}

bool MayBeLetters(const Accumulator& sum)
{
  constexpr int longest = 40 * tallestLetter;
  const int width = sum.right - sum.left + 1;
  const int height = sum.bottom - sum.top + 1;
  const auto [shorter, longer] = std::minmax(width, height);
  return longer >= shortestLetter && shorter <= tallestLetter && longer <= longest;
}

StrokeComponent ComponentOf(const Accumulator& sum, const cv::Mat& clutter)
{
  StrokeComponent component;
  component.box = {sum.left, sum.top, sum.right - sum.left + 1, sum.bottom - sum.top + 1};
  component.area = sum.area;
  component.runsAcross = sum.runsAcross;
  component.runsDown = sum.runsDown;
  component.peak = sum.peak;
  component.mean = static_cast<float>(sum.value) / static_cast<float>(sum.area);
  component.contrast = static_cast<float>(sum.contrast) / static_cast<float>(sum.area);
  component.edge = static_cast<float>(sum.edge) / static_cast<float>(sum.runsAcross);
  component.clutter = clutter.at<uchar>((sum.top + sum.bottom) / 2, (sum.left + sum.right) / 2);
  return component;
}

}  // namespace

std::vector<StrokeComponent> FindStrokes(const cv::Mat& gray)
{
  const StrokePlanes planes = Label(gray);
  std::vector<StrokeComponent> components;
  for (const auto& sum : Accumulate(gray, planes))
  {
    if (MayBeLetters(sum))
    {
      components.push_back(ComponentOf(sum, planes.clutter));
    }
  }
  return components;
}

}  // namespace vlm
