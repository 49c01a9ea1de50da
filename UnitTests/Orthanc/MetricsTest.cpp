// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

namespace vlm
{
namespace
{

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::IsSupersetOf;
using Values = std::vector<std::pair<const std::string, double>>;

class StatedModel : public VisionModel
{
public:
  StatedModel(const std::string& name, ModelHealth health)
      : identity_{name, "OpenAI", "medgemma", "1-abc"}, health_(std::move(health))
  {
  }
  const ModelIdentity& Identity() const override { return identity_; }
  bool SendsPictures() const override { return true; }
  ModelHealth Health() const override { return health_; }
  Result<ModelReply> Read(const ModelRequest&, const Cancellation&) override
  {
    return ModelReply{};
  }
  Result<SelfTestOutcome> Test(const Cancellation&) override { return SelfTestOutcome{}; }

private:
  ModelIdentity identity_;
  ModelHealth health_;
};

VisionModels Models(const std::map<std::string, ModelHealth>& healths)
{
  VisionModels models;
  for (const auto& [name, health] : healths)
  {
    models.emplace(name, std::make_unique<StatedModel>(name, health));
  }
  return models;
}

ModelHealth BusyHealth()
{
  ModelHealth health;
  health.state = ModelState::Paused;
  health.inFlight = 2;
  health.waiting = 3;
  health.requests = 10;
  health.retries = 4;
  health.bytesSent = 12345;
  health.failures = {{"RateLimited", 5}, {"ServerError", 1}};
  health.inputTokens = 600;
  health.outputTokens = 70;
  health.totalLatency = milliseconds(900);
  health.answered = 4;
  health.servedModel = "medgemma-2";
  health.requestsToday = 8;
  health.tokensToday = 9;
  return health;
}

TEST(MetricsOfModels, NameEveryNumberOfAModel)
{
  const auto metrics = MetricsOfModels(Models({{"my-Model.2", BusyHealth()}}), {"my-Model.2"});
  const Values expected = {{"vlm_model_my_model_2_requests", 10},
                           {"vlm_model_my_model_2_failures", 6},
                           {"vlm_model_my_model_2_failures_rate_limited", 5},
                           {"vlm_model_my_model_2_failures_server_error", 1},
                           {"vlm_model_my_model_2_retries", 4},
                           {"vlm_model_my_model_2_in_flight", 2},
                           {"vlm_model_my_model_2_waiting", 3},
                           {"vlm_model_my_model_2_sent_bytes", 12345},
                           {"vlm_model_my_model_2_input_tokens", 600},
                           {"vlm_model_my_model_2_output_tokens", 70},
                           {"vlm_model_my_model_2_latency_seconds_sum", 0.9},
                           {"vlm_model_my_model_2_latency_seconds_count", 4},
                           {"vlm_model_my_model_2_latency_mean_ms", 225},
                           {"vlm_model_my_model_2_requests_today", 8},
                           {"vlm_model_my_model_2_tokens_today", 9},
                           {"vlm_model_my_model_2_state", 2},
                           {"vlm_model_my_model_2_paused", 1},
                           {"vlm_model_my_model_2_served_differs", 1}};
  EXPECT_THAT(metrics, IsSupersetOf(expected));
}

TEST(MetricsOfModels, AddUpWhatAllModelsDid)
{
  ModelHealth other;
  other.requests = 7;
  other.totalLatency = milliseconds(100);
  other.inFlight = 1;
  const auto metrics = MetricsOfModels(Models({{"a", BusyHealth()}, {"b", other}}), {});
  const Values expected = {{"vlm_models_requests", 17},      {"vlm_models_latency_seconds_sum", 1},
                           {"vlm_models_in_flight", 3},      {"vlm_models_failures", 6},
                           {"vlm_models_sent_bytes", 12345}, {"vlm_models_not_open", 1},
                           {"vlm_model_a_paused", 0}};
  EXPECT_THAT(metrics, IsSupersetOf(expected));
}

// Nobody need act: it is configured so.
TEST(MetricsOfModels, CallAForbiddenModelNotStuck)
{
  auto health = BusyHealth();
  health.isForbidden = true;
  EXPECT_EQ(MetricsOfModels(Models({{"a", health}}), {}).at("vlm_models_not_open"), 0);
}

TEST(MetricsOfCensus, NameEveryStateAndAge)
{
  CensusResult census;
  census.analyses = {{AnalysisState::Queued, 7}, {AnalysisState::Failed, 2}};
  census.due = 5;
  census.oldestDue = milliseconds(90'500);
  census.deliveries = {{DeliveryState::Waiting, 3}};
  census.oldestDelivery = seconds(12);
  census.nodesAlive = 3;
  census.paused = {"", "gemini"};
  const MetricValues expected = {{"vlm_queue_queued", 7},
                                 {"vlm_queue_running", 0},
                                 {"vlm_queue_completed", 0},
                                 {"vlm_queue_abstained", 0},
                                 {"vlm_queue_failed", 2},
                                 {"vlm_queue_canceled", 0},
                                 {"vlm_queue_due", 5},
                                 {"vlm_queue_oldest_due_seconds", 90.5},
                                 {"vlm_queue_paused", 1},
                                 {"vlm_outputs_waiting", 3},
                                 {"vlm_outputs_delivered", 0},
                                 {"vlm_outputs_failed", 0},
                                 {"vlm_outputs_oldest_waiting_seconds", 12},
                                 {"vlm_nodes_alive", 3}};
  EXPECT_EQ(MetricsOfCensus(census), expected);
}

TEST(MetricsOfAnalyses, NameWhatEndedAndWhereTheTimeWent)
{
  AnalysisCounts counts;
  counts.attempts = 9;
  counts.failures = {{ErrorKind::BadReply, 2}, {ErrorKind::ModelUnavailable, 1}};
  counts.ended = {{AnalysisState::Completed, 4}, {AnalysisState::Failed, 1}};
  counts.model.Add(milliseconds(1500));
  counts.model.Add(milliseconds(500));
  const auto metrics = MetricsOfAnalyses(counts);
  const Values expected = {{"vlm_analysis_attempts", 9},
                           {"vlm_analysis_failures", 3},
                           {"vlm_analysis_failures_bad_reply", 2},
                           {"vlm_analysis_failures_model_unavailable", 1},
                           {"vlm_analysis_failures_internal", 0},
                           {"vlm_analyses_completed", 4},
                           {"vlm_analyses_abstained", 0},
                           {"vlm_analyses_failed", 1},
                           {"vlm_analysis_model_seconds_sum", 2},
                           {"vlm_analysis_model_seconds_count", 2},
                           {"vlm_analysis_queued_seconds_count", 0}};
  EXPECT_THAT(metrics, IsSupersetOf(expected));
}

// https://prometheus.io/docs/concepts/data_model
TEST(Metrics, HaveNamesThatPrometheusTakes)
{
  auto metrics = MetricsOfModels(Models({{"Löwe 2/\"x\"\n", BusyHealth()}}), {});
  metrics.merge(MetricsOfAnalyses({}));
  metrics.merge(MetricsOfCensus({}));
  metrics.merge(MetricsOfDrawing({}));
  metrics.merge(MetricsOfDatabase({}, true));
  const std::regex name("vlm_[a-z0-9_]+");
  for (const auto& [key, value] : metrics)
  {
    EXPECT_TRUE(std::regex_match(key, name)) << key;
  }
}

class CountingCensus : public Census
{
public:
  Result<CensusResult> Take() override
  {
    ++taken;
    CensusResult result;
    result.due = taken;
    return isAway ? Result<CensusResult>(Error{ErrorKind::StorageFailed, "away"}) : result;
  }
  DatabaseCounts Troubles() const override { return {3, 1}; }

  int taken = 0;
  bool isAway = false;
};

TEST(RecentCensus, IsTakenOnceInTwoSecondsHoweverOftenItIsWanted)
{
  CountingCensus census;
  RecentCensus::Moment now{};
  RecentCensus recent(census, [&] { return now; });
  for (int i = 0; i < 100; ++i)
  {
    EXPECT_EQ(recent.Take().Value().due, 1);
    now += milliseconds(19);
  }
  now += seconds(1);
  EXPECT_EQ(recent.Take().Value().due, 2);
}

TEST(RecentCensus, TellsThatTheDatabaseIsAwayAndThatItIsBack)
{
  CountingCensus census;
  RecentCensus::Moment now{};
  RecentCensus recent(census, [&] { return now; });
  census.isAway = true;
  EXPECT_FALSE(recent.Take().HasValue());
  EXPECT_EQ(MetricsOfDatabase(recent.Troubles(), false).at("vlm_database_up"), 0);
  EXPECT_EQ(MetricsOfDatabase(recent.Troubles(), false).at("vlm_database_errors"), 3);
  census.isAway = false;
  now += seconds(2);
  EXPECT_TRUE(recent.Take().HasValue());
}

}  // namespace
}  // namespace vlm
