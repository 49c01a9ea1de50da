// SPDX-License-Identifier: GPL-3.0-or-later
// Reports that somebody edited, and words of models that mean no good. BundleOf() checks what FHIR
// forbids.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "Foundation/Json.h"
#include "Results/FhirBundles.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;

// Each value below a place becomes one of another type, in turn and one at a time.
class Spoiling
{
public:
  explicit Spoiling(const Json::Value& whole) : whole_(whole) {}

  void Visit(Json::Value& place)
  {
    constexpr std::array<const char*, 9> others = {
        "null", "[]", "{}", "\"\"", "-1", "1e300", "9223372036854775807", "[[1]]", "\"\\u3000\""};
    for (auto member = place.begin(); member != place.end(); ++member)
    {
      const Json::Value kept = *member;
      *member = ParseJson(others.at(turn_++ % others.size())).Value();
      BundleOf(whole_);
      *member = kept;
      Visit(*member);
    }
  }

private:
  const Json::Value& whole_;
  std::size_t turn_ = 0;
};

// Every value for every place would take ten seconds.
TEST(FhirHostile, AnythingMayBeOfAnotherType)
{
  Json::Value report = SampleJson();
  Spoiling(report).Visit(report);
}

TEST(FhirHostile, AnythingMayBeMissing)
{
  for (const char* report : {"null", "[]", "{}", "\"x\"", R"({"Status": "Completed"})",
                             R"({"Findings": [null, 1, "x", {}]})", R"({"Images": [null, {}]})"})
  {
    BundleOf(ParseJson(report).Value());
  }
}

TEST(FhirHostile, NumbersThatJsonLacksVanish)
{
  Json::Value report = SampleJson();
  report["Findings"][0]["ModelScore"] = NAN;
  report["Findings"][0]["Measurements"]["LongAxisMm"] = INFINITY;
  report["Findings"][0]["Gaussian"]["Mean"][0] = NAN;
  report["Findings"][0]["Number"] = Json::Int64(1) << 40;
  const Json::Value bundle = BundleOf(report);
  EXPECT_THAT(WriteJson(bundle), Not(HasSubstr("null")));
}

TEST(FhirHostile, MarkupIsText)
{
  const std::string attack = "</div><script>alert(1)</script>&\"'\x01\x7F";
  Json::Value report = SampleJson();
  report["Findings"][0]["Label"] = attack;
  report["Findings"][0]["Anatomy"] = attack;
  report["Narrative"]["Impression"] = attack;
  report["Narrative"]["Language"] = attack;
  report["Warnings"].append(attack);
  report["Findings"][0]["Verification"]["Checks"][0]["Name"] = attack;
  const Json::Value bundle = BundleOf(report);
  for (const char* type : {"DiagnosticReport", "Observation"})
  {
    const std::string text = ResourcesOf(bundle, type).front()["text"]["div"].asString();
    EXPECT_THAT(text, Not(HasSubstr("<script")));
    EXPECT_THAT(text, HasSubstr("&lt;script&gt;"));
    EXPECT_EQ(text.find("</div>"), text.size() - 6);
    EXPECT_THAT(text, Not(HasSubstr("\x01")));
  }
}

TEST(FhirHostile, ListsAreBounded)
{
  Json::Value report = SampleJson();
  for (int i = 0; i < 1000; ++i)
  {
    report["Warnings"].append("warning");
    report["Findings"][0]["Verification"]["Checks"].append(
        report["Findings"][0]["Verification"]["Checks"][0]);
  }
  const Json::Value bundle = BundleOf(report);
  EXPECT_THAT(ResourceOf(bundle, "DiagnosticReport")["text"]["div"].asString(),
              HasSubstr("901 more"));
  EXPECT_LT(ResourcesOf(bundle, "Observation").front()["component"].size(), 150U);
}

}  // namespace
}  // namespace vlm
