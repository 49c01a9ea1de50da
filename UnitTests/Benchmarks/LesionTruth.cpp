// SPDX-License-Identifier: GPL-3.0-or-later
#include "LesionTruth.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>

#include "Foundation/Json.h"

namespace vlm
{

std::string LesionTruth::Source() const
{
  const std::string file = File();
  const std::string name = file.substr(file.find('/') + 1);
  return name.substr(0, name.find('_'));
}

bool LesionTruth::Holds(cv::Point2d point) const
{
  if (!mask.empty())
  {
    const cv::Point pixel(static_cast<int>(point.x * mask.cols / picture.cols),
                          static_cast<int>(point.y * mask.rows / picture.rows));
    return cv::Rect({0, 0}, mask.size()).contains(pixel) && mask.at<uchar>(pixel) > 127;
  }
  for (const auto& finding : entry["findings"])
  {
    const double x = (point.x - finding["cx"].asDouble()) / finding["rx"].asDouble();
    const double y = (point.y - finding["cy"].asDouble()) / finding["ry"].asDouble();
    if (x * x + y * y <= 1.0)
    {
      return true;
    }
  }
  return false;
}

double LesionTruth::Share() const
{
  int hits = 0;
  constexpr int steps = 128;
  for (int row = 0; row < steps; ++row)
  {
    for (int column = 0; column < steps; ++column)
    {
      hits += Holds({(column + 0.5) * picture.cols / steps, (row + 0.5) * picture.rows / steps});
    }
  }
  return hits / static_cast<double>(steps * steps);
}

std::optional<Json::Value> LoadTruthList(const std::string& path)
{
  std::ifstream stream(path);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  auto json = ParseJson(text);
  if (!json.HasValue() || !json.Value().isArray())
  {
    std::fprintf(stderr, "%s is not a list of pictures.\n", path.c_str());
    return std::nullopt;
  }
  return json.Value();
}

std::optional<LesionTruth> LoadTruth(const std::string& path, const Json::Value& entry)
{
  const std::string folder = path.substr(0, path.find_last_of('/') + 1);
  LesionTruth truth;
  truth.entry = entry;
  truth.picture = cv::imread(folder + truth.File(), cv::IMREAD_COLOR);
  if (truth.picture.empty())
  {
    std::fprintf(stderr, "%s cannot be read.\n", truth.File().c_str());
    return std::nullopt;
  }
  if (entry["mask"].isString())
  {
    truth.mask = cv::imread(folder + entry["mask"].asString(), cv::IMREAD_GRAYSCALE);
  }
  return truth;
}

}  // namespace vlm
