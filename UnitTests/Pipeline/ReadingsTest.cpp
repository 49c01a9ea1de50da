// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Readings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Pipeline/ReadingsFixture.h"

namespace vlm
{
namespace
{

using ::testing::SizeIs;

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
  ASSERT_THAT(readings, SizeIs(3)) << "then its place is known";
  double before = 1e9;
  for (std::size_t i = 1; i < 3; ++i)
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
  ASSERT_THAT(readings, SizeIs(2)) << "one full view of all, and one zoom for the image";
  EXPECT_EQ(readings[1].view.images, std::vector<int>{2});
  EXPECT_EQ(readings[1].parsed->findings.front().image, 2);
}

TEST_F(ReadingsTest, NoPictureIsShownTwice)
{
  ScriptedModel model(
      [this](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        requests.push_back(request);
        ModelReply reply;
        reply.text = DiscSeenIn(request.images.front());
        return reply;
      });
  model.views.calls = 40;
  ReadWith(model);
  for (std::size_t i = 0; i < requests.size(); ++i)
  {
    for (std::size_t j = 0; j < i; ++j)
    {
      const cv::Mat& one = requests[i].images.front().picture;
      const cv::Mat& other = requests[j].images.front().picture;
      EXPECT_FALSE(one.size() == other.size() && cv::norm(one, other, cv::NORM_INF) == 0.0)
          << i << " and " << j;
    }
  }
}

TEST_F(ReadingsTest, WhatNoZoomSeesAgainIsNotLookedAtForEver)
{
  ScriptedModel model(
      [](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        ModelReply reply;
        reply.text =
            request.view == ViewKind::Full && !request.images.front().coordinates.IsMirrored()
                ? DiscSeenIn(request.images.front())
                : NothingFound;
        return reply;
      });
  model.views.calls = 20;
  const auto readings = ReadWith(model);
  EXPECT_LT(readings.size(), 8U);
}

TEST_F(ReadingsTest, EverySecondZoomIsMirrored)
{
  ScriptedModel model(
      [](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        ModelReply reply;
        reply.text = DiscSeenIn(request.images.front());
        return reply;
      });
  model.views.calls = 3;
  const auto readings = ReadWith(model);
  ASSERT_THAT(readings, SizeIs(3));
  EXPECT_EQ(readings[1].view.mirror, ImageCoordinates::Mirror::No);
  EXPECT_EQ(readings[2].view.mirror, ImageCoordinates::Mirror::LeftRight);
}

TEST_F(ReadingsTest, ManyFindingsAreConfirmedByAnotherFullViewBeforeZooms)
{
  ScriptedModel model(
      [](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        ModelReply reply;
        reply.text = request.view == ViewKind::Full
                         ? R"({"findings": [{"label": "a", "box_2d": [100, 100, 200, 200]},
                                            {"label": "b", "box_2d": [700, 700, 800, 800]}],
                               "no_abnormality": false})"
                         : NothingFound;
        return reply;
      });
  model.views.calls = 4;
  const auto readings = ReadWith(model);
  ASSERT_GE(readings.size(), 2U);
  EXPECT_EQ(readings[1].view.kind, ViewKind::Full);
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

}  // namespace
}  // namespace vlm
