// SPDX-License-Identifier: GPL-3.0-or-later
// A study as Orthanc lists it: the series by their DICOM identifiers.
#pragma once

#include <json/value.h>

#include <map>
#include <string>

namespace vlm
{

struct StudyContents
{
  std::string orthancId;
  Json::Value description;                         // Orthanc's answer about the study
  std::map<std::string, Json::Value> seriesByUid;  // Orthanc's answers about its series
};

}  // namespace vlm
