// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Readings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/MemoryImageArchive.h"
#include "Fakes/ScriptedModel.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* NothingFound = R"({"findings": [], "no_abnormality": true})";

// A reply that names the disc of DrawnFrame where it is in the picture shown.
std::string DiscSeenIn(const ModelImage& image)
{
  const BoundingBox disc{DiscColumn - DiscRadius - 0.5, DiscRow - DiscRadius - 0.5,
                         2.0 * DiscRadius + 1, 2.0 * DiscRadius + 1};
  Json::Value finding;
  finding["label"] = "disc";
  for (const double edge : image.coordinates.ToThousandths(disc))
  {
    finding["box_2d"].append(edge);
  }
  Json::Value reply;
  reply["findings"].append(finding);
  reply["no_abnormality"] = false;
  return WriteJson(reply);
}

class ReadingsTest : public ::testing::Test
{
protected:
  std::vector<Reading> ReadWith(ScriptedModel& model, int images = 1)
  {
    for (int i = 0; i < images; ++i)
    {
      frames.push_back(DrawnFrame("i" + std::to_string(i)));
    }
    ReadingTask task;
    for (int i = 0; i < images; ++i)
    {
      task.frames.push_back({frames[static_cast<std::size_t>(i)], {}});
      task.images.push_back(i);
    }
    task.language = "en";
    task.analysisId = "analysis";
    return ReadImages(task, model, Cancellation());
  }

  // Answers each call with the next text, the last one again and again.
  ScriptedModel::Script Answers(std::vector<std::string> texts)
  {
    return [this, texts](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
    {
      requests.push_back(request);
      ModelReply reply;
      reply.text = texts[std::min(requests.size(), texts.size()) - 1];
      return reply;
    };
  }

  std::vector<Frame> frames;
  std::vector<ModelRequest> requests;
};

TEST_F(ReadingsTest, OneCallIsOneLook)
{
  ScriptedModel model(Answers({NothingFound}));
  const auto readings = ReadWith(model);
  ASSERT_THAT(readings, SizeIs(1));
  EXPECT_TRUE(readings.front().parsed->noAbnormality);
  EXPECT_THAT(requests, SizeIs(1));
}

TEST_F(ReadingsTest, WithoutCandidatesOnlyFullViewsAreSpent)
{
  ScriptedModel model(Answers({NothingFound}));
  model.views.calls = 6;
  EXPECT_THAT(ReadWith(model), SizeIs(2));
}

TEST_F(ReadingsTest, TheBudgetIsSpentOnEverCloserZooms)
{
  ScriptedModel model(
      [this](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        requests.push_back(request);
        ModelReply reply;
        reply.text = DiscSeenIn(request.images.front());
        return reply;
      });
  model.views.calls = 4;
  const auto readings = ReadWith(model);
  ASSERT_THAT(readings, SizeIs(4));
  double before = 1e9;
  for (std::size_t i = 2; i < readings.size(); ++i)
  {
    ASSERT_EQ(readings[i].view.kind, ViewKind::Zoom);
    EXPECT_EQ(requests[i].view, ViewKind::Zoom);
    EXPECT_LE(readings[i].view.region->width, before);
    before = readings[i].view.region->width;
  }
  for (const auto& reading : readings)
  {
    const auto& box = reading.parsed->findings.front().box;
    EXPECT_NEAR(box->CentreColumn(), DiscColumn, 1e-6) << reading.name;
    EXPECT_NEAR(box->CentreRow(), DiscRow, 1e-6) << reading.name;
  }
}

TEST_F(ReadingsTest, AZoomNamesItsImageOfTheAnalysis)
{
  ScriptedModel model(
      [](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        ModelReply reply;
        reply.text = request.images.size() == 1 ? R"({"findings": [{"label": "disc", "image": 0,
                               "box_2d": [400, 400, 600, 600]}], "no_abnormality": false})"
                                                : R"({"findings": [{"label": "disc", "image": 2,
                               "box_2d": [400, 400, 600, 600]}], "no_abnormality": false})";
        return reply;
      });
  model.views.calls = 2;
  const auto readings = ReadWith(model, 3);
  ASSERT_THAT(readings, SizeIs(4)) << "one full view of all, three zooms of the one finding";
  EXPECT_EQ(readings[1].view.images, std::vector<int>{2});
  EXPECT_EQ(readings[1].parsed->findings.front().image, 2);
}

TEST_F(ReadingsTest, AMirroredViewSwapsTheSidesBack)
{
  ScriptedModel model(
      [](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        ModelReply reply;
        reply.text = request.images.front().coordinates.IsMirrored()
                         ? R"({"findings": [{"label": "mass", "laterality": "left"}],
                               "no_abnormality": false})"
                         : R"({"findings": [{"label": "mass", "laterality": "right"}],
                               "no_abnormality": false})";
        return reply;
      });
  model.views.calls = 3;
  const auto readings = ReadWith(model);
  ASSERT_GE(readings.size(), 2U);
  EXPECT_EQ(readings[1].view.mirror, ImageCoordinates::Mirror::LeftRight);
  EXPECT_EQ(readings[1].parsed->findings.front().laterality, Laterality::Right);
}

TEST_F(ReadingsTest, AMalformedReplyIsAskedForOnceMore)
{
  ScriptedModel model(Answers({R"({"findings": [)", NothingFound}));
  const auto readings = ReadWith(model);
  ASSERT_THAT(readings, SizeIs(1));
  ASSERT_TRUE(readings.front().parsed);
  EXPECT_THAT(readings.front().replies, SizeIs(2));
  ASSERT_THAT(requests, SizeIs(2));
  ASSERT_TRUE(requests[1].repair);
  EXPECT_EQ(requests[1].repair->text, R"({"findings": [)");
  EXPECT_THAT(requests[1].repair->problem, HasSubstr("cut off"));
  EXPECT_THAT(readings.front().parsed->warnings.back(), HasSubstr("asked once more"));
}

TEST_F(ReadingsTest, AReplyThatStaysMalformedFailsWithBothRepliesKept)
{
  ScriptedModel model(Answers({R"({"findings": [)", R"({"findings": 7})"}));
  const auto readings = ReadWith(model);
  ASSERT_THAT(readings, SizeIs(1));
  EXPECT_FALSE(readings.front().parsed);
  EXPECT_EQ(readings.front().failure->kind, ErrorKind::BadReply);
  EXPECT_THAT(readings.front().replies, SizeIs(2));
  EXPECT_THAT(requests, SizeIs(2));
}

TEST_F(ReadingsTest, ProseIsReadWhenTheModelInsistsOnIt)
{
  ScriptedModel model(Answers({"There is a 2 cm mass in the left breast."}));
  const auto readings = ReadWith(model);
  ASSERT_TRUE(readings.front().parsed);
  ASSERT_THAT(readings.front().parsed->findings, SizeIs(1));
  EXPECT_EQ(readings.front().parsed->findings.front().laterality, Laterality::Left);
  EXPECT_FALSE(readings.front().parsed->findings.front().box);
  EXPECT_THAT(requests, SizeIs(2)) << "JSON was asked for once more";
}

struct EndCase
{
  ReplyEnd end;
  int requests;
  ErrorKind kind;
};

TEST_F(ReadingsTest, EveryWayAReplyCanEndIsNamed)
{
  for (const auto& [end, expected, kind] : {EndCase{ReplyEnd::Truncated, 2, ErrorKind::BadReply},
                                            EndCase{ReplyEnd::Refused, 1, ErrorKind::ModelRefused},
                                            EndCase{ReplyEnd::Empty, 2, ErrorKind::BadReply},
                                            EndCase{ReplyEnd::ThoughtOnly, 2, ErrorKind::BadReply}})
  {
    int calls = 0;
    const ReplyEnd howItEnds = end;
    ScriptedModel model(
        [&calls, howItEnds](const ModelRequest&, const Cancellation&) -> Result<ModelReply>
        {
          ++calls;
          ModelReply reply;
          reply.text = NothingFound;  // even if what there is looks complete
          reply.end = howItEnds;
          reply.endDetail = "THE_SERVERS_WORD";
          return reply;
        });
    frames.clear();
    const auto readings = ReadWith(model);
    ASSERT_TRUE(readings.front().failure);
    EXPECT_EQ(readings.front().failure->kind, kind);
    EXPECT_THAT(readings.front().failure->message, HasSubstr("THE_SERVERS_WORD"));
    EXPECT_EQ(calls, expected);
  }
}

TEST_F(ReadingsTest, ALaterReadingThatFailsEndsTheAskingButNotTheAnalysis)
{
  ScriptedModel model(
      [this](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        requests.push_back(request);
        if (requests.size() > 1)
        {
          return Error{ErrorKind::ModelUnavailable, "The server went away."};
        }
        ModelReply reply;
        reply.text = NothingFound;
        return reply;
      });
  model.views.calls = 9;
  const auto readings = ReadWith(model);
  ASSERT_THAT(readings, SizeIs(2));
  EXPECT_TRUE(readings[0].parsed);
  EXPECT_EQ(readings[1].failure->kind, ErrorKind::ModelUnavailable);
}

TEST_F(ReadingsTest, WithoutAKnownBoxFormatFindingsHaveNoBoxes)
{
  ScriptedModel model(
      [](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        ModelReply reply;
        reply.text = DiscSeenIn(request.images.front());
        reply.boxFormat.reset();
        return reply;
      });
  const auto readings = ReadWith(model);
  ASSERT_THAT(readings.front().parsed->findings, SizeIs(1));
  EXPECT_FALSE(readings.front().parsed->findings.front().box);
  EXPECT_FALSE(readings.front().parsed->warnings.empty());
}

}  // namespace
}  // namespace vlm
