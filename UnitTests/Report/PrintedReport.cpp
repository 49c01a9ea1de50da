// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/PrintedReport.h"

#include <opencv2/core.hpp>

#include "Render/Layers.h"
#include "Report/JsonReport.h"
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

Json::Value FindingOn(int image, const std::string& label, int number, double areaPx2)
{
  Json::Value finding = ReportToJson(SampleReport())["Findings"][0];
  finding["Id"] = label + std::to_string(image);
  finding["Label"] = label;
  finding["Number"] = number;
  finding["Image"] = image;
  finding["Measurements"]["AreaPx2"] = areaPx2;
  return finding;
}

}  // namespace

Json::Value SeriesReport()
{
  Json::Value report = ReportToJson(SampleReport());
  const Json::Value image = report["Images"][0];
  report["Images"] = Json::arrayValue;
  for (int i = 0; i < 8; ++i)
  {
    report["Images"].append(image);
    report["Images"][i]["SlicePosition"]["Towards"] = "H";
    report["Images"][i]["SlicePosition"]["Mm"] = 40.0 + 5.0 * i;
  }
  report["Findings"] = Json::arrayValue;
  for (int i = 1; i <= 4; ++i)
  {
    report["Findings"].append(FindingOn(i, "Haemorrhage", 1, i == 3 ? 900.0 : 300.0));
  }
  report["Findings"].append(FindingOn(6, "Fracture", 2, 100.0));
  return report;
}

Json::Value ReportWithFindings(int count)
{
  Json::Value report = ReportToJson(SampleReport());
  report["Level"] = "Instance";
  report["Images"].resize(1);
  report["Findings"] = Json::arrayValue;
  for (int i = 1; i <= count; ++i)
  {
    report["Findings"].append(FindingOn(0, "Lesion " + std::to_string(i), i, 100.0));
  }
  return report;
}

std::string SmallPng()
{
  return EncodePng(cv::Mat(2, 2, CV_8UC3, cv::Scalar(10, 20, 30))).Value();
}

std::string HostileText()
{
  return "<script>alert(1)</script> \"a\" 'b' &amp; </title>--> \a\xE2\x80\xAEright\xE2\x80\xAC "
         "\xFF";
}

}  // namespace vlm
