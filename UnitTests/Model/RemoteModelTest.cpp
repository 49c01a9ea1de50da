// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: chat completions as OpenAI documents them.
#include "Model/RemoteModel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "Model/RemoteModelFixture.h"

namespace vlm
{
namespace
{

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(RemoteModelTest, AsksOnceAndTellsWhatItCost)
{
  script_.Then(200, Completion(good_));
  RemoteModel model = Model(gemini_);
  const ModelReply reply = ReadWell(model);
  EXPECT_EQ(reply.text, good_);
  EXPECT_EQ(reply.boxFormat, gemini_);
  EXPECT_EQ(reply.requests, 1);
  EXPECT_EQ(reply.inputTokens, 100);
  EXPECT_EQ(reply.outputTokens, 10);
  EXPECT_THAT(reply.warnings, IsEmpty());
  ASSERT_EQ(script_.calls.size(), 1U);
  EXPECT_EQ(reply.bytesSent, static_cast<std::int64_t>(script_.calls[0].call.body.size()));
  ASSERT_EQ(script_.usages.size(), 1U);
  EXPECT_EQ(script_.usages[0].inputTokens, 100);
  EXPECT_EQ(model.Health().requests, 1);
}

TEST_F(RemoteModelTest, TellsTheLedgerWhatLeaves)
{
  script_.Then(200, Completion(good_));
  RemoteModel model = Model(gemini_);
  ReadWell(model);
  const EgressNote& note = script_.calls.at(0).note;
  EXPECT_EQ(note.analysisId, "analysis-1");
  EXPECT_EQ(note.orthancStudyId, "study-1");
  EXPECT_EQ(note.pictureRule, "rule-1");
  EXPECT_THAT(note.contextKeys, ElementsAre("Modality"));
  const auto sent = EncodePicture(Request().images[0].picture, ImageFormat::Jpeg);
  ASSERT_TRUE(sent.HasValue());
  EXPECT_THAT(note.pictureSha256, ElementsAre(sent.Value().sha256));
  EXPECT_THAT(
      script_.calls[0].call.headers,
      Contains(std::make_pair(std::string("Authorization"), std::string("Bearer token-0"))));
}

TEST_F(RemoteModelTest, ConcedesWhatTheServerRefusesAndRemembersIt)
{
  script_.Then(400, refusesFormat_).Then(200, Completion(good_)).Then(200, Completion(good_));
  RemoteModel model = Model(gemini_);
  const ModelReply reply = ReadWell(model);
  EXPECT_EQ(reply.requests, 2);
  ASSERT_EQ(script_.calls.size(), 2U);
  EXPECT_EQ(reply.bytesSent, static_cast<std::int64_t>(script_.calls[0].call.body.size() +
                                                       script_.calls[1].call.body.size()));
  ReadWell(model);
  ASSERT_EQ(script_.calls.size(), 3U);
  EXPECT_EQ(BodyOf(script_.calls[2].call)["response_format"]["type"], "json_object");
}

TEST_F(RemoteModelTest, LetsTheExchangeJudgeWhenNothingIsLeftToConcede)
{
  for (int i = 0; i < 3; ++i)
  {
    script_.Then(400, refusesFormat_);
  }
  script_.Then(200, Completion(good_));
  RemoteModel model = Model(gemini_);
  const auto reply = model.Read(Request(), cancellation_);
  ASSERT_FALSE(reply.HasValue());
  EXPECT_EQ(reply.Failure().kind, ErrorKind::BadInput);
  EXPECT_EQ(script_.refusals, std::vector<int>{400});
  ASSERT_EQ(script_.calls.size(), 3U) << "nothing is asked again without a change";
  // What did not lead to an answer is not kept.
  ReadWell(model);
  EXPECT_EQ(BodyOf(script_.calls[3].call)["response_format"]["type"], "json_schema");
}

TEST_F(RemoteModelTest, RenewsARefusedTokenOnce)
{
  script_.Then(401, "{}").Then(200, Completion(good_));
  RemoteModel model = Model(gemini_);
  EXPECT_EQ(ReadWell(model).requests, 2);
  EXPECT_THAT(
      script_.calls.at(1).call.headers,
      Contains(std::make_pair(std::string("Authorization"), std::string("Bearer token-1"))));
  EXPECT_FALSE(script_.calls[1].isUnauthorizedExpected);
}

TEST_F(RemoteModelTest, GivesUpOnAKeyThatStaysRefused)
{
  script_.Then(401, "{}").Then(401, "{}").Then(401, "{}");
  RemoteModel model = Model(gemini_);
  const auto reply = model.Read(Request(), cancellation_);
  ASSERT_FALSE(reply.HasValue());
  EXPECT_EQ(reply.Failure().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(script_.calls.size(), 2U);
}

TEST_F(RemoteModelTest, DoesNotTryAKeyAgainThatWasRefused)
{
  script_.Then(401, "{}").Then(200, Completion(good_));
  RemoteModel model =
      Model(gemini_, std::make_unique<KeyHeader>("Authorization", "Bearer ", Secret("key")));
  EXPECT_FALSE(model.Read(Request(), cancellation_).HasValue());
  EXPECT_EQ(script_.calls.size(), 1U);
}

TEST_F(RemoteModelTest, SendsNothingWithoutItsKey)
{
  RemoteModel model = Model(gemini_, std::make_unique<KeyHeader>("Authorization", "Bearer ",
                                                                 Secret(), "Set ApiKeyFile."));
  const auto reply = model.Read(Request(), cancellation_);
  ASSERT_FALSE(reply.HasValue());
  EXPECT_EQ(reply.Failure().kind, ErrorKind::ModelPaused);
  EXPECT_THAT(script_.calls, IsEmpty());
  EXPECT_EQ(script_.pauses, std::vector<std::string>{"Set ApiKeyFile."});
}

// A token endpoint or metadata server that is down.
class NoTokenNow : public Credentials
{
public:
  explicit NoTokenNow(ErrorKind kind) : kind_(kind) {}
  Result<Headers> Get(const Cancellation& /*cancellation*/) override
  {
    return Error{kind_, "No access token: no answer."};
  }

private:
  ErrorKind kind_;
};

TEST_F(RemoteModelTest, WaitsWhileItGetsNoToken)
{
  RemoteModel model = Model(gemini_, std::make_unique<NoTokenNow>(ErrorKind::ModelUnavailable));
  const auto reply = model.Read(Request(), cancellation_);
  ASSERT_FALSE(reply.HasValue());
  EXPECT_EQ(reply.Failure().kind, ErrorKind::ModelPaused) << "an attempt would be used up";
  EXPECT_EQ(script_.pauses, std::vector<std::string>{"No access token: no answer."});
}

TEST_F(RemoteModelTest, DoesNotPauseForACanceledToken)
{
  RemoteModel model = Model(gemini_, std::make_unique<NoTokenNow>(ErrorKind::Canceled));
  EXPECT_EQ(model.Read(Request(), cancellation_).Failure().kind, ErrorKind::Canceled);
  EXPECT_THAT(script_.pauses, IsEmpty());
}

TEST_F(RemoteModelTest, AsksForNoTokenWhenEgressForbidsItsServer)
{
  script_.forbidden = "Set AllowRemote.";
  RemoteModel model = Model(gemini_, std::make_unique<NoTokenNow>(ErrorKind::ModelUnavailable));
  for (const Error& failure :
       {model.Read(Request(), cancellation_).Failure(), model.Test(cancellation_).Failure()})
  {
    EXPECT_EQ(failure.kind, ErrorKind::BadConfiguration);
    EXPECT_EQ(failure.message, "Set AllowRemote.");
  }
  EXPECT_THAT(script_.pauses, IsEmpty());
  EXPECT_THAT(script_.calls, IsEmpty());
}

TEST_F(RemoteModelTest, TellsWhatItHasConcededUntilATestTriesTheFullFormAgain)
{
  script_.Then(400, refusesFormat_).Then(200, Completion(good_));
  script_.Then(200, Completion(ShapesInPixels())).Then(200, Completion(good_));
  RemoteModel model = Model(pixels_);
  EXPECT_EQ(model.Health().concessions, "");
  ReadWell(model);
  EXPECT_EQ(model.Health().concessions, "JSON without schema");
  ASSERT_TRUE(model.Test(cancellation_).HasValue());
  EXPECT_EQ(model.Health().concessions, "");
  ReadWell(model);
  EXPECT_EQ(BodyOf(script_.calls.at(3).call)["response_format"]["type"], "json_schema");
}

TEST_F(RemoteModelTest, KeepsWhatItHasConcededWhenATestHasNoAnswer)
{
  script_.Then(400, refusesFormat_).Then(200, Completion(good_));
  script_.Then(Error{ErrorKind::ModelUnavailable, "No."});
  RemoteModel model = Model(gemini_);
  ReadWell(model);
  ASSERT_FALSE(model.Test(cancellation_).HasValue());
  EXPECT_EQ(model.Health().concessions, "JSON without schema");
}

TEST_F(RemoteModelTest, WarnsWhenAnotherModelAnswers)
{
  script_.Then(200, Completion(good_, "gemma-2b"));
  RemoteModel model = Model(gemini_);
  EXPECT_THAT(ReadWell(model).warnings,
              ElementsAre(testing::AllOf(HasSubstr("medgemma-4b-it"), HasSubstr("gemma-2b"))));
}

TEST_F(RemoteModelTest, ShowsTheModelItsBrokenReply)
{
  script_.Then(200, Completion(good_));
  RemoteModel model = Model(gemini_);
  ModelRequest request = Request();
  request.repair = ReplyToRepair{"{\"findings\":", "The JSON ends early."};
  ASSERT_TRUE(model.Read(request, cancellation_).HasValue());
  const Json::Value messages = BodyOf(script_.calls.at(0).call)["messages"];
  ASSERT_EQ(messages.size(), 4U);
  EXPECT_EQ(messages[2]["content"], "{\"findings\":");
  EXPECT_THAT(messages[3]["content"].asString(), HasSubstr("The JSON ends early."));
}

TEST_F(RemoteModelTest, RefusesARequestWithoutPictures)
{
  RemoteModel model = Model(gemini_);
  EXPECT_EQ(model.Read({}, cancellation_).Failure().kind, ErrorKind::BadInput);
  ModelRequest broken = Request();
  broken.images[0].picture = cv::Mat();
  EXPECT_EQ(model.Read(broken, cancellation_).Failure().kind, ErrorKind::BadInput);
  EXPECT_THAT(script_.calls, IsEmpty());
}

}  // namespace
}  // namespace vlm
