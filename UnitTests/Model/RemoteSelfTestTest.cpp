// SPDX-License-Identifier: GPL-3.0-or-later
// When a remote model tests itself, and what follows from it.
// Oracle: chat completions as OpenAI documents them; the known shapes of the self-test's picture.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

#include "Model/RemoteModelFixture.h"

namespace vlm
{
namespace
{

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

using RemoteSelfTest = RemoteModelTest;

TEST_F(RemoteSelfTest, FindsOutTheBoxFormatBeforeItsFirstReading)
{
  script_.Then(200, Completion(ShapesInPixels()))
      .Then(200, Completion(good_))
      .Then(200, Completion(good_));
  RemoteModel model = Model(std::nullopt);
  EXPECT_EQ(ReadWell(model).boxFormat, pixels_);
  EXPECT_EQ(script_.calls.at(0).note.analysisId, "");
  EXPECT_FALSE(script_.calls[0].isProbe);
  EXPECT_EQ(ReadWell(model).boxFormat, pixels_);
  EXPECT_EQ(script_.calls.size(), 3U);
}

// So that its analysis waits or is tried again, instead of ending without boxes.
TEST_F(RemoteSelfTest, FailsAsItsSelfTestDoesWhenThatHasNoAnswer)
{
  RemoteModel model = Model(std::nullopt);
  for (const ErrorKind kind : {ErrorKind::ModelUnavailable, ErrorKind::ModelPaused,
                               ErrorKind::Canceled, ErrorKind::StorageFailed})
  {
    script_.Then(Error{kind, "No."});
    const auto reply = model.Read(Request(), cancellation_);
    ASSERT_FALSE(reply.HasValue());
    EXPECT_EQ(reply.Failure().kind, kind);
  }
  EXPECT_EQ(script_.calls.size(), 4U) << "the question itself is not asked";
  script_.Then(200, Completion(ShapesInPixels())).Then(200, Completion(good_));
  EXPECT_EQ(ReadWell(model).boxFormat, pixels_) << "however often it had no answer";
}

TEST_F(RemoteSelfTest, TakesAnswersThatAreNoEnvelopeForInconclusiveTests)
{
  RemoteModel model = Model(std::nullopt);
  for (int i = 0; i < 5; ++i)
  {
    script_.Then(200, i < 3 ? "<html>" : Completion(good_));
    if (i < 3)
    {
      script_.Then(200, Completion(good_));
    }
    const ModelReply reply = ReadWell(model);
    EXPECT_FALSE(reply.boxFormat.has_value());
    EXPECT_EQ(reply.requests, i < 3 ? 2 : 1);
    EXPECT_THAT(reply.warnings, Contains(HasSubstr("boxes are not used")));
  }
  EXPECT_EQ(script_.calls.size(), 5U + 3U);
}

TEST_F(RemoteSelfTest, CountsItsSelfTestAndWhatWasRefusedInIt)
{
  script_.Then(400, refusesFormat_)
      .Then(200, Completion(ShapesInPixels()))
      .Then(200, Completion(good_));
  RemoteModel model = Model(std::nullopt);
  const ModelReply reply = ReadWell(model);
  EXPECT_EQ(reply.requests, 3);
  EXPECT_EQ(reply.inputTokens, 200);
  EXPECT_EQ(reply.outputTokens, 20);
  std::int64_t bytes = 0;
  for (const OutgoingCall& call : script_.calls)
  {
    bytes += static_cast<std::int64_t>(call.call.body.size());
  }
  EXPECT_EQ(reply.bytesSent, bytes);
}

TEST_F(RemoteSelfTest, EndsNoPauseByATestThatNobodyAskedFor)
{
  script_.Then(200, Completion(ShapesInPixels())).Then(200, Completion(good_));
  RemoteModel model = Model(std::nullopt);
  ReadWell(model);
  EXPECT_EQ(script_.resumptions, 0);
}

TEST_F(RemoteSelfTest, StopsTestingAModelThatNeverShowsBoxes)
{
  RemoteModel model = Model(std::nullopt);
  for (int i = 0; i < 5; ++i)
  {
    script_.Then(200, Completion("I see shapes.")).Then(200, Completion("Prose."));
    const ModelReply reply = ReadWell(model);
    EXPECT_FALSE(reply.boxFormat.has_value());
    EXPECT_THAT(reply.warnings, Contains(HasSubstr("boxes are not used")));
  }
  EXPECT_EQ(script_.calls.size(), 5U + 3U);
}

TEST_F(RemoteSelfTest, TestsEvenWhilePausedAndEndsThePause)
{
  script_.Then(200, Completion(ShapesInPixels()));
  RemoteModel model = Model(std::nullopt);
  const auto outcome = model.Test(cancellation_);
  ASSERT_TRUE(outcome.HasValue());
  EXPECT_TRUE(outcome.Value().passed) << outcome.Value().detail;
  EXPECT_EQ(outcome.Value().format, pixels_);
  EXPECT_EQ(outcome.Value().servedModel, "medgemma-4b-it");
  EXPECT_EQ(outcome.Value().latency, script_.latency);
  EXPECT_TRUE(script_.calls.at(0).isProbe);
  EXPECT_EQ(script_.resumptions, 1);
}

TEST_F(RemoteSelfTest, OnlyWarnsWhenAStatedFormatFailsTheTest)
{
  script_.Then(200, Completion(ShapesInPixels())).Then(200, Completion(good_));
  RemoteModel model = Model(gemini_);
  const auto outcome = model.Test(cancellation_);
  ASSERT_TRUE(outcome.HasValue());
  EXPECT_FALSE(outcome.Value().passed);
  const ModelReply reply = ReadWell(model);
  EXPECT_EQ(reply.boxFormat, gemini_);
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("yxyx-1000")));
}

TEST_F(RemoteSelfTest, SaysThatATestWasRefused)
{
  script_.Then(200, R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]})");
  RemoteModel model = Model(std::nullopt);
  const auto outcome = model.Test(cancellation_);
  ASSERT_TRUE(outcome.HasValue());
  EXPECT_FALSE(outcome.Value().passed);
  EXPECT_THAT(outcome.Value().detail, HasSubstr("content_filter"));
}

}  // namespace
}  // namespace vlm
