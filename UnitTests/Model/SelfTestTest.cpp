// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/SelfTest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <random>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

using Numbers = std::array<double, 4>;

// Written out here, so that it shares nothing with ImageCoordinates.
Numbers Written(const BoxFormat& format, const cv::Rect& box)
{
  const double scale = format.scale == BoxFormat::Scale::Unit ? 1.0 : 1000.0;
  const bool isPixels = format.scale == BoxFormat::Scale::Pixels;
  const double perColumn = isPixels ? 1.0 : scale / 640.0;
  const double perRow = isPixels ? 1.0 : scale / 400.0;
  const double left = box.x * perColumn;
  const double right = (box.x + box.width) * perColumn;
  const double top = box.y * perRow;
  const double bottom = (box.y + box.height) * perRow;
  return format.order == BoxFormat::Order::Yxyx ? Numbers{top, left, bottom, right}
                                                : Numbers{left, top, right, bottom};
}

Json::Value Entry(const std::string& label, const Numbers& numbers)
{
  Json::Value entry;
  entry["label"] = label;
  for (const double number : numbers)
  {
    entry["box_2d"].append(number);
  }
  return entry;
}

std::string Reply(const std::vector<Json::Value>& entries)
{
  Json::Value reply;
  reply["no_abnormality"] = false;
  reply["findings"] = Json::arrayValue;
  for (const Json::Value& entry : entries)
  {
    reply["findings"].append(entry);
  }
  return WriteJson(reply);
}

std::vector<Json::Value> PerfectEntries(const BoxFormat& format)
{
  std::vector<Json::Value> entries;
  for (const KnownShape& shape : MakeSelfTestPicture().shapes)
  {
    entries.push_back(Entry(shape.name, Written(format, shape.box)));
  }
  return entries;
}

SelfTestOutcome Judged(const std::string& reply, std::optional<BoxFormat> stated = std::nullopt)
{
  const auto outcome = JudgeSelfTest(reply, MakeSelfTestPicture(), stated);
  EXPECT_TRUE(outcome.HasValue()) << outcome.Failure().message;
  EXPECT_FALSE(outcome.Value().detail.empty());
  return outcome.Value();
}

void ExpectNotPassed(const std::vector<Json::Value>& entries)
{
  const SelfTestOutcome outcome = Judged(Reply(entries));
  EXPECT_FALSE(outcome.passed) << Reply(entries);
  EXPECT_FALSE(outcome.format) << Reply(entries);
}

// Oracle: the pixels themselves.
TEST(SelfTest, DrawsItsShapesWhereItSaysTheyAre)
{
  const SelfTestPicture test = MakeSelfTestPicture();
  ASSERT_EQ(test.picture.size(), cv::Size(640, 400));
  ASSERT_EQ(test.picture.type(), CV_8UC1);
  cv::Mat labels;
  cv::Mat statistics;
  cv::Mat centroids;
  const cv::Mat bright = test.picture > 127;
  ASSERT_EQ(cv::connectedComponentsWithStats(bright, labels, statistics, centroids), 4);
  for (const KnownShape& shape : test.shapes)
  {
    const cv::Point centre = (shape.box.tl() + shape.box.br()) / 2;
    const int component = labels.at<int>(centre);
    ASSERT_NE(component, 0) << shape.name;
    EXPECT_NEAR(statistics.at<int>(component, cv::CC_STAT_LEFT), shape.box.x, 1) << shape.name;
    EXPECT_NEAR(statistics.at<int>(component, cv::CC_STAT_TOP), shape.box.y, 1) << shape.name;
    EXPECT_NEAR(statistics.at<int>(component, cv::CC_STAT_WIDTH), shape.box.width, 2) << shape.name;
    EXPECT_NEAR(statistics.at<int>(component, cv::CC_STAT_HEIGHT), shape.box.height, 2)
        << shape.name;
  }
}

TEST(SelfTest, TellsEveryFormatFromEveryOther)
{
  for (const BoxFormat& written : AllBoxFormats())
  {
    const SelfTestOutcome outcome = Judged(Reply(PerfectEntries(written)));
    EXPECT_TRUE(outcome.passed) << NameOf(written);
    ASSERT_TRUE(outcome.format) << NameOf(written);
    EXPECT_EQ(NameOf(*outcome.format), NameOf(written));
    EXPECT_EQ(outcome.shapesFound, 3);
    EXPECT_NEAR(outcome.meanErrorPx, 0.0, 1e-6);
    for (const BoxFormat& stated : AllBoxFormats())
    {
      EXPECT_EQ(Judged(Reply(PerfectEntries(written)), stated).passed, stated == written)
          << NameOf(written) << " as " << NameOf(stated);
    }
  }
}

TEST(SelfTest, TellsTheFormatFromImpreciseBoxes)
{
  std::mt19937 random(11);
  std::uniform_real_distribution<double> jitter(0.95, 1.05);
  for (int repetition = 0; repetition < 200; ++repetition)
  {
    for (const BoxFormat& written : AllBoxFormats())
    {
      std::vector<Json::Value> entries;
      for (const KnownShape& shape : MakeSelfTestPicture().shapes)
      {
        Numbers numbers = Written(written, shape.box);
        for (double& number : numbers)
        {
          number *= jitter(random);
        }
        entries.push_back(Entry(shape.name, numbers));
      }
      const SelfTestOutcome outcome = Judged(Reply(entries));
      ASSERT_TRUE(outcome.passed) << NameOf(written);
      EXPECT_EQ(NameOf(*outcome.format), NameOf(written));
      EXPECT_LT(outcome.meanErrorPx, 35.0);
    }
  }
}

TEST(SelfTest, DoesNotPassSwappedNamesInAnyFormat)
{
  for (const BoxFormat& written : AllBoxFormats())
  {
    std::vector<std::string> names = {"circle", "square", "triangle"};
    while (std::next_permutation(names.begin(), names.end()))
    {
      std::vector<Json::Value> entries = PerfectEntries(written);
      for (std::size_t i = 0; i < entries.size(); ++i)
      {
        entries[i]["label"] = names[i];
      }
      ExpectNotPassed(entries);
    }
  }
}

TEST(SelfTest, NeedsTwoShapes)
{
  for (const BoxFormat& written : AllBoxFormats())
  {
    std::vector<Json::Value> entries = PerfectEntries(written);
    entries.pop_back();
    const SelfTestOutcome outcome = Judged(Reply(entries));
    EXPECT_TRUE(outcome.passed) << NameOf(written);
    EXPECT_EQ(outcome.shapesFound, 2);
    entries.pop_back();
    ExpectNotPassed(entries);
  }
  ExpectNotPassed({});
}

TEST(SelfTest, DoesNotPassBoxesOfTheWholePicture)
{
  for (const BoxFormat& written : AllBoxFormats())
  {
    const Numbers whole = Written(written, cv::Rect(0, 0, 640, 400));
    ExpectNotPassed({Entry("circle", whole), Entry("square", whole), Entry("triangle", whole)});
  }
}

// A model that pads the picture to a square writes rows by the longer side.
TEST(SelfTest, DoesNotPassRowsCountedByTheLongerSide)
{
  for (const double scale : {1000.0, 1.0})
  {
    std::vector<Json::Value> entries;
    for (const KnownShape& shape : MakeSelfTestPicture().shapes)
    {
      const cv::Rect& box = shape.box;
      entries.push_back(Entry(shape.name, {box.y * scale / 640, box.x * scale / 640,
                                           box.br().y * scale / 640, box.br().x * scale / 640}));
    }
    ExpectNotPassed(entries);
  }
}

TEST(SelfTest, KnowsTheShapesByOtherNames)
{
  const std::vector<std::vector<std::string>> names = {
      {"white circle", "Square", "triangle (bright)"},
      {"Disc", "bright SQUARE shape", "Triangular shape"},
      {"disk", "white rectangle", "a triangle"}};
  for (const auto& labels : names)
  {
    std::vector<Json::Value> entries = PerfectEntries({});
    for (std::size_t i = 0; i < entries.size(); ++i)
    {
      entries[i]["label"] = labels[i];
    }
    EXPECT_EQ(Judged(Reply(entries)).shapesFound, 3) << labels[0];
  }
}

TEST(SelfTest, DoesNotCountANameOfTwoShapes)
{
  std::vector<Json::Value> entries = PerfectEntries({});
  entries[0]["label"] = "circle or square";
  EXPECT_EQ(Judged(Reply(entries)).shapesFound, 2);
}

TEST(SelfTest, TakesTheFirstBoxOfAName)
{
  std::vector<Json::Value> entries;
  for (const char* name : {"circle", "square", "triangle"})
  {
    entries.push_back(Entry(name, {1, 2, 3, 4}));
  }
  for (const Json::Value& entry : PerfectEntries({}))
  {
    entries.push_back(entry);
  }
  ExpectNotPassed(entries);
}

// What is accepted of a report must not cost a model its boxes here.
TEST(SelfTest, ReadsItsReplyAsReportsAreRead)
{
  const std::string reply = Reply(PerfectEntries({}));
  const std::string list = WriteJson(ParseJson(reply).Value()["findings"]);
  for (const std::string& text :
       {"```json\n" + reply + "\n```", "Here it is: " + reply + " I hope this helps.", list,
        "```json\n" + list + "\n```", "[" + reply + "]",
        "<think>Perhaps {\"findings\": []}?</think>" + reply})
  {
    EXPECT_TRUE(Judged(text).passed) << text;
  }
}

TEST(SelfTest, RefusesWhatIsNoReply)
{
  const std::string good = Reply(PerfectEntries({}));
  for (const std::string& reply :
       {std::string(), std::string("I see a circle."), std::string("} {"), std::string("{}"),
        std::string("[1, 2]"), std::string("[]"), std::string("[{}]"), std::string("[[{}]]"),
        good + " {\"findings\": []}", std::string(R"({"findings": 3})"), std::string("{{{{"),
        good.substr(0, good.size() / 2), std::string(1000000, '{'), std::string("\xFF{\xFE}")})
  {
    const auto outcome = JudgeSelfTest(reply, MakeSelfTestPicture(), std::nullopt);
    ASSERT_FALSE(outcome.HasValue()) << reply.substr(0, 80);
    EXPECT_EQ(outcome.Failure().kind, ErrorKind::BadReply);
  }
}

TEST(SelfTest, SkipsEntriesThatAreNoBoxes)
{
  const SelfTestOutcome outcome = Judged(
      R"({"findings": [3, null, {"label": 7}, {"label": "circle"}, {"label": "square", "box_2d": "x"},
          {"label": "circle", "box_2d": [1, 2, 3]}, {"label": "square", "box_2d": [1, "2", 3, 4]},
          {"label": "triangle", "box_2d": [1e308, -1e308, 1e308, 1e308]},
          {"label": "circle", "box_2d": [900, 900, 100, 100]}]})");
  EXPECT_FALSE(outcome.passed);
  EXPECT_EQ(outcome.shapesFound, 0);
}

TEST(SelfTest, SaysWhichFormatIsWrittenInsteadOfTheStatedOne)
{
  const SelfTestOutcome outcome =
      Judged(Reply(PerfectEntries(*BoxFormatFromName("xyxy-pixels"))), BoxFormat{});
  EXPECT_FALSE(outcome.passed);
  EXPECT_EQ(NameOf(outcome.format.value()), "xyxy-pixels");
  EXPECT_THAT(outcome.detail, HasSubstr("xyxy-pixels"));
  EXPECT_THAT(outcome.detail, HasSubstr("yxyx-1000"));
}

}  // namespace
}  // namespace vlm
