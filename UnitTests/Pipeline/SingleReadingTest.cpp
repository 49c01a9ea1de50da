// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Pipeline/ReadingsFixture.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::SizeIs;
using SingleReadingTest = ReadingsTest;

TEST_F(SingleReadingTest, AMalformedReplyIsAskedForOnceMore)
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

TEST_F(SingleReadingTest, AReplyThatStaysMalformedFailsWithBothRepliesKept)
{
  ScriptedModel model(Answers({R"({"findings": [)", R"({"findings": 7})"}));
  const auto readings = ReadWith(model);
  ASSERT_THAT(readings, SizeIs(1));
  EXPECT_FALSE(readings.front().parsed);
  EXPECT_EQ(readings.front().failure->kind, ErrorKind::BadReply);
  EXPECT_THAT(readings.front().replies, SizeIs(2));
  EXPECT_THAT(requests, SizeIs(2));
}

TEST_F(SingleReadingTest, ProseIsReadWhenTheModelInsistsOnIt)
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

TEST_F(SingleReadingTest, EveryWayAReplyCanEndIsNamed)
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

TEST_F(SingleReadingTest, WithoutAKnownBoxFormatFindingsHaveNoBoxes)
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
