// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchRequest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/ScriptedModel.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

constexpr const char* Id = "11111111-22222222-33333333-44444444-55555555";

Result<BatchRequest> Read(const std::string& body)
{
  return ReadBatchRequest(body, VisionModels(), "fr");
}

std::string Refusal(const std::string& body)
{
  const auto request = Read(body);
  return request.HasValue() ? "accepted" : request.Failure().message;
}

std::string WithResources(const std::string& more)
{
  return "{\"Resources\": [\"" + std::string(Id) + "\"]" + more + "}";
}

TEST(BatchRequest, IsABackfillByTheRulesUnlessTold)
{
  const auto request = Read(WithResources(""));
  ASSERT_TRUE(request.HasValue()) << request.Failure().message;
  EXPECT_EQ(request.Value().resources, std::vector<std::string>{Id});
  EXPECT_EQ(request.Value().query, "");
  EXPECT_EQ(request.Value().wish.priority, -100);
  EXPECT_EQ(request.Value().wish.model, "");
  EXPECT_EQ(request.Value().wish.language, "fr");
  EXPECT_FALSE(request.Value().wish.level);
  EXPECT_EQ(request.Value().wish.ifKnown, IfKnown::Collapse);
}

TEST(BatchRequest, TakesWhatItIsTold)
{
  const auto request =
      Read(WithResources(R"(, "Level": "Series", "Force": true, "Priority": 5, "Language": "de")"));
  ASSERT_TRUE(request.HasValue()) << request.Failure().message;
  EXPECT_EQ(request.Value().wish.level, ResourceLevel::Series);
  EXPECT_EQ(request.Value().wish.ifKnown, IfKnown::Repeat);
  EXPECT_EQ(request.Value().wish.priority, 5);
  EXPECT_EQ(request.Value().wish.language, "de");
}

TEST(BatchRequest, PassesAQueryOn)
{
  const auto request = Read(R"({"Query": {"Level": "Study", "Query": {"PatientID": "7*"}}})");
  ASSERT_TRUE(request.HasValue()) << request.Failure().message;
  EXPECT_THAT(request.Value().query, HasSubstr("\"7*\""));
  EXPECT_TRUE(request.Value().resources.empty());
}

TEST(BatchRequest, NamesWhatIsWrong)
{
  EXPECT_THAT(Refusal("{}"), HasSubstr("Resources"));
  EXPECT_THAT(Refusal(WithResources(R"(, "Query": {"Level": "Study", "Query": {}})")),
              HasSubstr("either"));
  EXPECT_THAT(Refusal(R"({"Resources": []})"), HasSubstr("Resources is []"));
  EXPECT_THAT(Refusal(R"({"Resources": ["x"]})"), HasSubstr("Resources[0] is \"x\""));
  EXPECT_THAT(Refusal(R"({"Query": []})"), HasSubstr("Query"));
  EXPECT_THAT(Refusal(R"({"Query": {"Level": "study", "Query": {}}})"), HasSubstr("Query.Level"));
  EXPECT_THAT(Refusal(R"({"Query": {"Level": "Study", "Query": {"a": 1}}})"),
              HasSubstr("Query.Query.a"));
  EXPECT_THAT(Refusal(R"({"Query": {"Level": "Study", "Query": {}, "Limit": 1}})"),
              HasSubstr("Query.Limit"));
  EXPECT_THAT(Refusal(WithResources(R"(, "Level": "Patient")")), HasSubstr("Level"));
  EXPECT_THAT(Refusal(WithResources(R"(, "Model": "nobody")")), HasSubstr("Model"));
  EXPECT_THAT(Refusal(WithResources(R"(, "Synchronous": true)")), HasSubstr("Synchronous"));
}

TEST(BatchRequest, QuotesNoHugeValue)
{
  EXPECT_LT(Refusal("{\"Resources\": [\"" + std::string(100000, 'a') + "\"]}").size(), 400U);
}

TEST(BatchRequest, RefusesTooManyResources)
{
  std::string many = "{\"Resources\": [\"" + std::string(Id) + "\"";
  for (std::size_t i = 0; i < MostResources; ++i)
  {
    many += ",1";
  }
  const auto request = Read(many + "]}");
  ASSERT_FALSE(request.HasValue());
  EXPECT_EQ(request.Failure().kind, ErrorKind::TooLarge);
  EXPECT_THAT(request.Failure().message, HasSubstr("1000001"));
}

}  // namespace
}  // namespace vlm
