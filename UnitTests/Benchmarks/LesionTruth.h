// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures with known lesions: a list of {file, modality, findings: [{cx, cy, rx, ry}], mask?,
// normal?}; paths are relative to the list, lengths in pixels.
#pragma once

#include <json/value.h>

#include <opencv2/core.hpp>
#include <optional>
#include <string>

namespace vlm
{

struct LesionTruth
{
  Json::Value entry;
  cv::Mat picture;
  cv::Mat mask;  // empty: the ellipses of the findings decide

  std::string File() const { return entry["file"].asString(); }
  std::string Source() const;  // the file's name up to its first underscore
  bool Holds(cv::Point2d point) const;
  // Share of the picture that is lesion: how often a random point hits.
  double Share() const;
};

// The list itself; a sentence on stderr and nothing if it cannot be read.
std::optional<Json::Value> LoadTruthList(const std::string& path);

// One entry of the list at `path`; a sentence on stderr and nothing if its picture cannot be read.
std::optional<LesionTruth> LoadTruth(const std::string& path, const Json::Value& entry);

}  // namespace vlm
