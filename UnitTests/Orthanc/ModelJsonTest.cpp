// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ModelJson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeClock.h"
#include "Fakes/MemoryImageArchive.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryPauses.h"
#include "Fakes/MemoryQueue.h"
#include "Fakes/MemoryReportArchive.h"
#include "Orthanc/ModelRoutes.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

// A model behind HTTP that tells what a test gave it.
class StatedModel : public VisionModel
{
public:
  ModelIdentity identity{"my-Model.2", "OpenAI", "medgemma", "1-abc"};
  ModelHealth health;
  Result<SelfTestOutcome> test = SelfTestOutcome{};

  const ModelIdentity& Identity() const override { return identity; }
  bool SendsPictures() const override { return true; }
  ModelHealth Health() const override { return health; }
  Result<ModelReply> Read(const ModelRequest&, const Cancellation&) override
  {
    return ModelReply{};
  }
  Result<SelfTestOutcome> Test(const Cancellation&) override { return test; }
};

struct Fixture
{
  FakeClock clock;
  SelfTests selfTests{clock};
  Settings settings;
  VisionModels models;
  StatedModel* model = nullptr;
  MemoryImageArchive images;
  MemoryReportArchive reports;
  MemoryQueue queue{clock};
  MemoryLog log;
  IngestActivity ingest;
  MemoryPauses pauses;
  AnalysisWorkers workers{{images, reports, queue, clock, log, ingest, pauses}, models, {}};

  Fixture()
  {
    auto made = std::make_unique<StatedModel>();
    model = made.get();
    models.emplace(model->identity.name, std::move(made));
  }
  Json::Value Json() const { return ModelsToJson(models, settings, selfTests, workers)[0]; }
};

ModelHealth BusyHealth()
{
  ModelHealth health;
  health.state = ModelState::Paused;
  health.reason = "401";
  health.opensAt = Timestamp(std::chrono::milliseconds(1795498678123));
  health.inFlight = 2;
  health.waiting = 3;
  health.requests = 10;
  health.retries = 4;
  health.failures = {{"RateLimited", 5}, {"ServerError", 1}};
  health.inputTokens = 600;
  health.outputTokens = 70;
  health.totalLatency = std::chrono::milliseconds(900);
  health.answered = 4;
  health.isReachable = false;
  health.lastError = "no answer";
  health.servedModel = "medgemma-2";
  health.requestsToday = 8;
  health.tokensToday = 9;
  return health;
}

TEST(ModelJson, SaysNothingOfAModelThatWasNeverAsked)
{
  const Fixture fixture;
  const auto json = fixture.Json();
  EXPECT_EQ(json["Name"], "my-Model.2");
  EXPECT_EQ(json["Type"], "OpenAI");
  EXPECT_EQ(json["Requested"], "medgemma");
  EXPECT_EQ(json["PromptVersion"], "1-abc");
  EXPECT_EQ(json["Default"], false);
  EXPECT_EQ(json["State"], "Open");
  for (const char* key :
       {"Reachable", "Reason", "OpensAt", "LastError", "Served", "SelfTest", "BoxFormat"})
  {
    EXPECT_TRUE(json.isMember(key) && json[key].isNull()) << key;
  }
  EXPECT_TRUE(json["Latency"]["MeanMs"].isNull());
  EXPECT_EQ(json["Failures"], Json::Value(Json::objectValue));
}

TEST(ModelJson, TellsHowAModelIsDoing)
{
  Fixture fixture;
  fixture.settings.defaultModel = "my-Model.2";
  fixture.model->health = BusyHealth();
  const auto json = fixture.Json();
  EXPECT_EQ(json["Default"], true);
  EXPECT_EQ(json["State"], "Paused");
  EXPECT_EQ(json["Reason"], "401");
  EXPECT_EQ(json["OpensAt"], "2026-11-24T05:37:58.123Z");
  EXPECT_EQ(json["Reachable"], false);
  EXPECT_EQ(json["LastError"], "no answer");
  EXPECT_EQ(json["Served"], "medgemma-2");
  EXPECT_EQ(json["ServedDiffers"], true);
  EXPECT_EQ(json["Requests"], 10);
  EXPECT_EQ(json["Retries"], 4);
  EXPECT_EQ(json["Failures"]["RateLimited"], 5);
  EXPECT_EQ(json["Latency"]["MeanMs"], 225) << "900 ms in 4 answers";
  EXPECT_EQ(json["Latency"]["Answered"], 4);
  EXPECT_EQ(json["Tokens"]["Input"], 600);
  EXPECT_EQ(json["Tokens"]["Output"], 70);
  EXPECT_EQ(json["Today"]["Requests"], 8);
  EXPECT_EQ(json["Today"]["Tokens"], 9);
  EXPECT_EQ(json["InFlight"], 2);
  EXPECT_EQ(json["Waiting"], 3);
}

TEST(ModelJson, TellsWhyAModelMayNotBeAsked)
{
  Fixture fixture;
  ModelSettings settings;
  settings.name = "my-Model.2";
  settings.exchange.refusal = "It needs Egress.AllowRemote.";
  fixture.settings.models = {settings};
  EXPECT_EQ(fixture.Json()["Reason"], "It needs Egress.AllowRemote.");
}

TEST(ModelJson, TellsThatAnalysesWaitForASelfTest)
{
  Fixture fixture;
  fixture.workers.Hold("my-Model.2");
  EXPECT_EQ(fixture.Json()["State"], "Testing");
  EXPECT_THAT(fixture.Json()["Reason"].asString(), HasSubstr("self-test"));
  fixture.model->health = BusyHealth();
  EXPECT_EQ(fixture.Json()["State"], "Paused") << "why the test does not end";
  fixture.model->health = ModelHealth();
  fixture.workers.LetGo("my-Model.2");
  EXPECT_EQ(fixture.Json()["State"], "Open");
  EXPECT_TRUE(fixture.Json()["Reason"].isNull());
}

TEST(TestModelNamed, TellsTheOutcomeAndTheListRemembersIt)
{
  Fixture fixture;
  SelfTestOutcome outcome;
  outcome.passed = true;
  outcome.format = BoxFormat{BoxFormat::Order::Xyxy, BoxFormat::Scale::Pixels};
  outcome.meanErrorPx = 2.5;
  outcome.shapesFound = 3;
  outcome.detail = "All were found.";
  outcome.latency = std::chrono::milliseconds(42);
  outcome.servedModel = "medgemma-2";
  fixture.model->test = outcome;
  const auto tested = TestModelNamed("my-Model.2", fixture.models, fixture.selfTests);
  ASSERT_TRUE(tested.HasValue());
  const auto& json = tested.Value();
  EXPECT_EQ(json["Model"], "my-Model.2");
  EXPECT_EQ(json["Passed"], true);
  EXPECT_EQ(json["BoxFormat"], "xyxy-pixels");
  EXPECT_EQ(json["MeanErrorPx"], 2.5);
  EXPECT_EQ(json["ShapesFound"], 3);
  EXPECT_EQ(json["Detail"], "All were found.");
  EXPECT_EQ(json["LatencyMs"], 42);
  EXPECT_EQ(json["Served"], "medgemma-2");
  EXPECT_EQ(json["TestedAt"], "2026-11-24T05:37:58.000Z");
  EXPECT_EQ(fixture.Json()["SelfTest"], json);
  EXPECT_EQ(fixture.Json()["BoxFormat"], "xyxy-pixels");
}

TEST(TestModelNamed, PassesOnWhyThereIsNoOutcome)
{
  Fixture fixture;
  fixture.model->test = Error{ErrorKind::ModelPaused, "The key is missing."};
  const auto tested = TestModelNamed("my-Model.2", fixture.models, fixture.selfTests);
  ASSERT_FALSE(tested.HasValue());
  EXPECT_EQ(tested.Failure().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(fixture.Json()["SelfTest"]["Passed"], false);
  EXPECT_EQ(fixture.Json()["SelfTest"]["Detail"], "The key is missing.");
}

TEST(TestModelNamed, ForgetsATestThatWasCanceled)
{
  Fixture fixture;
  fixture.model->test = Error{ErrorKind::Canceled, "The server stops."};
  EXPECT_FALSE(TestModelNamed("my-Model.2", fixture.models, fixture.selfTests).HasValue());
  EXPECT_TRUE(fixture.Json()["SelfTest"].isNull());
}

TEST(TestModelNamed, KnowsNoOtherModels)
{
  Fixture fixture;
  const auto tested = TestModelNamed("gpt", fixture.models, fixture.selfTests);
  ASSERT_FALSE(tested.HasValue());
  EXPECT_EQ(tested.Failure().kind, ErrorKind::NotFound);
  EXPECT_THAT(tested.Failure().message, HasSubstr("gpt"));
}

}  // namespace
}  // namespace vlm
