// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody may have edited the report: whatever a member is, objects are made or refused.
#include <gtest/gtest.h>

#include "Results/EncapsulatedPdf.h"
#include "Results/ParametricMap.h"
#include "Results/PresentationState.h"
#include "Results/ResultFixture.h"
#include "Results/SecondaryCapture.h"

namespace vlm
{
namespace
{

std::vector<Json::Value> NastyValues()
{
  Json::Value list(Json::arrayValue);
  list.append(Json::arrayValue);
  return {Json::Value(),
          Json::Value(-1),
          Json::Value(1e300),
          Json::Value(Json::Value::UInt64(1) << 63U),
          Json::Value(std::string(100000, 'x')),
          Json::Value("\xFF\x1B$B\\\r\n"),
          Json::Value(Json::objectValue),
          list,
          Json::Value(true)};
}

void MakeAll(const ResultContext& context)
{
  const cv::Mat picture(2, 2, CV_8UC3, cv::Scalar(0, 0, 0));
  for (const CaptureWish& wish : CapturesOf(context.report))
  {
    const auto capture = SecondaryCaptureOf(context, wish, picture, 1);
    EXPECT_TRUE(capture.HasValue() || !capture.Failure().message.empty());
  }
  const auto pdf = EncapsulatedPdfOf(context, "%PDF-");
  EXPECT_TRUE(pdf.HasValue() || !pdf.Failure().message.empty());
  const auto states = PresentationStatesOf(context);
  EXPECT_TRUE(states.HasValue() || !states.Failure().message.empty());
  const auto maps = ParametricMapsOf(context);
  EXPECT_TRUE(maps.HasValue() || !maps.Failure().message.empty());
}

// Puts a nasty value, each time the next one, in the place of each member below `node`.
void Poison(Json::Value& node, const ResultFixture& fixture, std::size_t& turn)
{
  static const std::vector<Json::Value> nasty = NastyValues();
  for (Json::Value& member : node)
  {
    const Json::Value original = member;
    member = nasty[++turn % nasty.size()];
    MakeAll(fixture.Context());
    member = original;
    if (member.isObject() || member.isArray())
    {
      Poison(member, fixture, turn);
    }
  }
}

TEST(EditedReport, NeverStopsTheMakers)
{
  ResultFixture fixture = FixtureOf({UltrasoundLoop(2)}, 1);
  std::size_t turn = 0;
  Poison(fixture.report, fixture, turn);
}

TEST(EditedReport, MayBeNoneAtAll)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  for (const Json::Value& nasty : NastyValues())
  {
    fixture.report = nasty;
    MakeAll(fixture.Context());
  }
}

// More images in the report than there are sources, and the other way round.
TEST(EditedReport, MayListOtherImagesThanThereAre)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  fixture.report["Images"].append(fixture.report["Images"][0]);
  fixture.report["Findings"][0]["Image"] = 1;
  MakeAll(fixture.Context());
  fixture.report["Images"] = Json::arrayValue;
  MakeAll(fixture.Context());
}

}  // namespace
}  // namespace vlm
