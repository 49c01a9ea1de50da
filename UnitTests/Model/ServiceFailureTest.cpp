// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: RFC 9110, google/rpc/error_details.proto, and the errors that Google and OpenAI document.
#include "Model/ServiceFailure.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// 2026-11-24T05:37:58Z
const Timestamp Now{milliseconds(1795498678000LL)};

ServiceFailure Judge(int status, const std::string& body = "", const std::string& retryAfter = "")
{
  HttpReply reply;
  reply.status = status;
  reply.body = body;
  if (!retryAfter.empty())
  {
    reply.headers["retry-after"] = retryAfter;
  }
  const auto failure = JudgeService(reply, "api.example.org", Now);
  EXPECT_TRUE(failure.has_value()) << status;
  return failure.value_or(ServiceFailure{});
}

ServiceFailure Judge(TransportFailure kind)
{
  return JudgeService(TransportError{kind, "Words."}, "api.example.org", Now).value();
}

std::string Details(const std::string& details)
{
  return R"({"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED",
    "details":[)" +
         details + "]}}";
}

const char* const PerDay = R"({"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":
  [{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]})";

TEST(ServiceFailure, IsNoneForASuccess)
{
  HttpReply reply;
  reply.status = 200;
  EXPECT_FALSE(JudgeService(reply, "h", Now).has_value());
}

TEST(ServiceFailure, HasOneRowForEachStatus)
{
  struct Row
  {
    int status;
    const char* kind;
    FailureAction action;
  };
  const Row rows[] = {{408, "TimedOut", FailureAction::RetrySoon},
                      {425, "ServerError", FailureAction::RetrySoon},
                      {429, "RateLimited", FailureAction::RetrySoon},
                      {500, "ServerError", FailureAction::RetrySoon},
                      {502, "ServerError", FailureAction::RetrySoon},
                      {503, "ServerError", FailureAction::RetrySoon},
                      {504, "ServerError", FailureAction::RetrySoon},
                      {529, "ServerError", FailureAction::RetrySoon},
                      {401, "Unauthorized", FailureAction::Pause},
                      {403, "Unauthorized", FailureAction::Pause},
                      {404, "UnknownModel", FailureAction::Pause},
                      {302, "Redirected", FailureAction::Pause},
                      {400, "BadRequest", FailureAction::PauseAndFail},
                      {409, "BadRequest", FailureAction::PauseAndFail},
                      {422, "BadRequest", FailureAction::PauseAndFail},
                      {501, "BadRequest", FailureAction::PauseAndFail},
                      {413, "TooLarge", FailureAction::Fail},
                      {100, "Broken", FailureAction::RetrySoon},
                      {999, "Broken", FailureAction::RetrySoon}};
  for (const Row& row : rows)
  {
    const ServiceFailure failure = Judge(row.status);
    EXPECT_EQ(failure.kind, row.kind) << row.status;
    EXPECT_EQ(failure.action, row.action) << row.status;
    EXPECT_NE(failure.message.find(std::to_string(row.status)), std::string::npos);
    EXPECT_NE(failure.message.find("api.example.org"), std::string::npos);
  }
}

TEST(ServiceFailure, HasOneRowForEachBreakOfTheConnection)
{
  EXPECT_EQ(Judge(TransportFailure::Unreachable).action, FailureAction::RetrySoon);
  EXPECT_EQ(Judge(TransportFailure::TimedOut).action, FailureAction::RetrySoon);
  EXPECT_EQ(Judge(TransportFailure::Broken).action, FailureAction::RetrySoon);
  EXPECT_EQ(Judge(TransportFailure::TooLarge).action, FailureAction::Fail);
  EXPECT_EQ(Judge(TransportFailure::NotAllowed).action, FailureAction::Fail);
  EXPECT_EQ(Judge(TransportFailure::Canceled).action, FailureAction::Fail);
  EXPECT_EQ(Judge(TransportFailure::Broken).kind, "Broken");
  EXPECT_EQ(Judge(TransportFailure::Broken).message, "Words.");
}

TEST(ServiceFailure, WaitsAsLongAsTheServerSays)
{
  const auto wait = [](const ServiceFailure& failure)
  {
    EXPECT_EQ(failure.action, FailureAction::RetryAfter);
    return failure.after.value_or(milliseconds(-1));
  };
  const std::string retryInfo =
      Details(R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"37.25s"})");
  EXPECT_EQ(wait(Judge(429, retryInfo)), milliseconds(37250));
  EXPECT_EQ(wait(Judge(429, retryInfo, "5")), milliseconds(37250));
  EXPECT_EQ(wait(Judge(429, "", "5")), seconds(5));
  EXPECT_EQ(wait(Judge(503, "", "120")), seconds(120));
  EXPECT_EQ(wait(Judge(429, "", "Tue, 24 Nov 2026 05:38:58 GMT")), seconds(60));
  EXPECT_EQ(wait(Judge(429, "", "Sun, 06 Nov 1994 08:49:37 GMT")), seconds(0));
  EXPECT_EQ(wait(Judge(429, "", "999999")), hours(24));
}

TEST(ServiceFailure, DoesNotBelieveANonsensicalWait)
{
  for (const char* wait : {"-5", "soon", "1e99", "nan", "inf", "5 minutes", "Tue, 99 Foo"})
  {
    EXPECT_EQ(Judge(429, "", wait).action, FailureAction::RetrySoon) << wait;
  }
  for (const char* delay : {"-1s", "37", "nans", "infs", "1e99s", ""})
  {
    const std::string body =
        Details(R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":")" +
                std::string(delay) + R"("})");
    EXPECT_EQ(Judge(429, body).action, FailureAction::RetrySoon) << delay;
  }
}

TEST(ServiceFailure, OfADailyQuotaWaitsAnHourUnlessToldOtherwise)
{
  EXPECT_EQ(Judge(429, Details(PerDay)).after, milliseconds(hours(1)));
  EXPECT_EQ(Judge(429, Details(std::string(PerDay) +
                               R"(,{"@type":"type.googleapis.com/google.rpc.RetryInfo",
                                    "retryDelay":"37s"})"))
                .after,
            milliseconds(seconds(37)));
}

TEST(ServiceFailure, KnowsThatAnEmptyAccountDoesNotFillByWaiting)
{
  EXPECT_EQ(Judge(429, R"({"error":{"message":"You exceeded your current quota",
    "type":"insufficient_quota","param":null,"code":"insufficient_quota"}})")
                .action,
            FailureAction::Pause);
}

TEST(ServiceFailure, KnowsGooglesWayToRefuseAKey)
{
  const ServiceFailure failure = Judge(400, R"({"error":{"code":400,"message":"API key not valid.",
    "status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",
    "reason":"API_KEY_INVALID","domain":"googleapis.com"}]}})");
  EXPECT_EQ(failure.kind, "Unauthorized");
  EXPECT_EQ(failure.action, FailureAction::Pause);
  EXPECT_EQ(Judge(400, R"({"error":{"code":400,"message":"User location is not supported",
    "status":"FAILED_PRECONDITION"}})")
                .action,
            FailureAction::Pause);
}

TEST(ServiceFailure, RepeatsTheServersWordsButNoKeys)
{
  const ServiceFailure failure =
      Judge(401, R"({"error":{"message":"Incorrect key sk-proj-abc***xyz or AIzaSyA-1234567890abc_d,
 token ya29.a0AfB_byC1234567890123456789012345678901\u0007\u202e at https://x"}})");
  // A raw line break is no JSON: nothing of it is repeated.
  EXPECT_EQ(failure.message.find("sk-"), std::string::npos);
  const ServiceFailure oneLine = Judge(
      401,
      R"({"error":{"message":"Incorrect key sk-proj-abc***xyz or AIzaSyA-1234567890abc_d, token ya29.a0AfB_byC1234567890123456789012345678901\u0007\u202e of gemini-2.5-flash-preview-09-2025"}})");
  EXPECT_NE(oneLine.message.find("Incorrect key *** or ***, token"), std::string::npos)
      << oneLine.message;
  EXPECT_EQ(oneLine.message.find("a0AfB"), std::string::npos);
  EXPECT_EQ(oneLine.message.find('\x07'), std::string::npos);
  EXPECT_NE(oneLine.message.find("gemini-2.5-flash-preview-09-2025"), std::string::npos);
}

TEST(ServiceFailure, StaysShortWhateverTheServerSends)
{
  for (const std::string& body :
       {R"({"error":{"message":")" + std::string(30000, 'x') + R"("}})", std::string(100000, '{'),
        std::string("<html>") + std::string(5000, 'y'), std::string("\xff\xfe\x00", 3),
        std::string(R"({"error":[1,{"message":{}}]})"), std::string(R"([{"error":{"message":7}}])"),
        std::string(R"({"error":{"details":{"@type":3}}})"), std::string(R"({"detail":[[]]})")})
  {
    EXPECT_LT(Judge(500, body).message.size(), 400U);
  }
  EXPECT_NE(Judge(400, R"([{"error":{"message":"In a list"}}])").message.find("In a list"),
            std::string::npos);
  EXPECT_NE(Judge(400, R"({"detail":"FastAPI says"})").message.find("FastAPI says"),
            std::string::npos);
}

}  // namespace
}  // namespace vlm
