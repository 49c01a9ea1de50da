// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirBundles.h"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <set>

#include "Report/JsonReport.h"
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

void ExpectValues(const Json::Value& value, const std::string& path)
{
  EXPECT_FALSE(value.isNull()) << path;
  EXPECT_FALSE((value.isArray() || value.isObject()) && value.empty()) << path;
  EXPECT_FALSE(value.isDouble() && !std::isfinite(value.asDouble())) << path;
  EXPECT_FALSE(value.isString() && value.asString().find_first_not_of(" \n") == std::string::npos)
      << path;
  for (auto member = value.begin(); member != value.end(); ++member)
  {
    ExpectValues(*member,
                 path + "/" + (value.isObject() ? member.name() : std::to_string(member.index())));
  }
}

// `known` has the ids of what the resource contains, too.
void ExpectKnown(const Json::Value& value, const std::set<std::string>& known)
{
  if (value.isObject() && value.isMember("reference"))
  {
    EXPECT_EQ(known.count(value["reference"].asString()), 1U) << value["reference"].asString();
  }
  for (const Json::Value& member : value)
  {
    ExpectKnown(member, known);
  }
}

std::set<std::string> WithContained(std::set<std::string> known, const Json::Value& resource)
{
  for (const Json::Value& contained : resource["contained"])
  {
    known.insert("#" + contained["id"].asString());
  }
  return known;
}

bool IsCalled(const Json::Value& code, const std::string& name)
{
  return code["text"] == name || (code.isMember("coding") && code["coding"][0]["display"] == name);
}

}  // namespace

Json::Value SampleJson()
{
  return ReportToJson(SampleReport());
}

FhirStudy SampleStudy()
{
  FhirStudy study;
  study.studyInstanceUid = "1.2.3";
  study.patientId = "ID-4711";
  study.patientIdIssuer = "Hospital";
  study.accessionNumber = "A-1";
  study.description = "Chest <CT>";
  study.started = "2026-11-24";
  study.sopClasses = {{"1.2.3.4.1", "1.2.840.10008.5.1.4.1.1.2"}};
  study.modalities = {{"1.2.3.4", "CT"}};
  return study;
}

Json::Value BundleOf(const Json::Value& report)
{
  Json::Value bundle = FhirBundleOf(report, SampleStudy(), {});
  ExpectFit(bundle);
  return bundle;
}

std::vector<Json::Value> ResourcesOf(const Json::Value& bundle, const std::string& type)
{
  std::vector<Json::Value> resources;
  for (const Json::Value& entry : bundle["entry"])
  {
    if (entry["resource"]["resourceType"] == type)
    {
      resources.push_back(entry["resource"]);
    }
  }
  return resources;
}

Json::Value ResourceOf(const Json::Value& bundle, const std::string& type)
{
  const auto resources = ResourcesOf(bundle, type);
  EXPECT_EQ(resources.size(), 1U) << type;
  return resources.size() == 1 ? resources.front() : Json::Value();
}

Json::Value ComponentOf(const Json::Value& observation, const std::string& name)
{
  for (const Json::Value& component : observation["component"])
  {
    if (IsCalled(component["code"], name))
    {
      return component;
    }
  }
  return {};
}

void ExpectFit(const Json::Value& bundle)
{
  ExpectValues(bundle, "");
  static const std::regex id("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  std::set<std::string> known;
  for (const Json::Value& entry : bundle["entry"])
  {
    const std::string stated = entry["resource"]["id"].asString();
    EXPECT_TRUE(std::regex_match(stated, id)) << stated;
    EXPECT_EQ(entry["fullUrl"].asString(), "urn:uuid:" + stated);
    EXPECT_TRUE(known.insert(entry["fullUrl"].asString()).second) << "twice: " << stated;
  }
  for (const Json::Value& entry : bundle["entry"])
  {
    ExpectKnown(entry, WithContained(known, entry["resource"]));
  }
}

}  // namespace vlm
