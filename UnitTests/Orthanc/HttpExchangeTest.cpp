// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/HttpExchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

// Oracle: RFC 3986 2.1, and the HTML form encoding for "+".
TEST(PercentDecode, DecodesEscapes)
{
  EXPECT_EQ(PercentDecode(""), "");
  EXPECT_EQ(PercentDecode("plain"), "plain");
  EXPECT_EQ(PercentDecode("a%20b"), "a b");
  EXPECT_EQ(PercentDecode("a+b"), "a b");
  EXPECT_EQ(PercentDecode("a%2Bb"), "a+b");
  EXPECT_EQ(PercentDecode("%c3%9Cber"),
            "\xC3\x9C"
            "ber");
  EXPECT_EQ(PercentDecode("%41"), "A");
  EXPECT_EQ(PercentDecode("%2541"), "%41") << "once only";
  EXPECT_EQ(PercentDecode("x%00y"), std::string("x\0y", 3));
  EXPECT_EQ(PercentDecode("%ff"), "\xFF");
}

TEST(PercentDecode, LeavesWhatIsNoEscape)
{
  for (const char* text : {"%", "%4", "a%", "%G1", "%1G", "%%", "% 41", "100%"})
  {
    EXPECT_EQ(PercentDecode(text), text);
  }
  EXPECT_EQ(PercentDecode("%%41"), "%A");
}

TEST(HttpRequest, ReadsWholeNumbersWithinTheirRange)
{
  HttpRequest request;
  request.query = {{"a", "7"}, {"b", "-3"}, {"c", "007"}};
  EXPECT_EQ(request.QueryInteger("a", 0, 7).Value(), 7);
  EXPECT_EQ(request.QueryInteger("b", -3, 7).Value(), -3);
  EXPECT_EQ(request.QueryInteger("c", 0, 7).Value(), 7);
  EXPECT_EQ(request.QueryInteger("none", 0, 7).Value(), std::nullopt);
}

TEST(HttpRequest, RefusesOtherNumbers)
{
  for (const char* text : {"", " ", "8", "-1", "1.0", "1e0", "0x1", "+1", " 1", "1 ", "one",
                           "99999999999999999999", "-99999999999999999999"})
  {
    HttpRequest request;
    request.query = {{"frame", text}};
    const auto number = request.QueryInteger("frame", 0, 7);
    ASSERT_FALSE(number.HasValue()) << text;
    EXPECT_EQ(number.Failure().kind, ErrorKind::BadInput);
    EXPECT_THAT(number.Failure().message, HasSubstr("frame"));
    EXPECT_THAT(number.Failure().message, HasSubstr(text));
    EXPECT_THAT(number.Failure().message, HasSubstr("0 to 7"));
  }
}

TEST(HttpRequest, TellsTrueFromFalse)
{
  HttpRequest request;
  request.query = {{"a", "true"}, {"b", "false"}, {"c", ""}};
  EXPECT_EQ(request.QueryBoolean("a").Value(), true);
  EXPECT_EQ(request.QueryBoolean("b").Value(), false);
  EXPECT_EQ(request.QueryBoolean("c").Value(), std::nullopt);
  EXPECT_EQ(request.QueryBoolean("none").Value(), std::nullopt);
  for (const char* text : {"0", "False", "no", " true"})
  {
    request.query = {{"reviewed", text}};
    const auto truth = request.QueryBoolean("reviewed");
    ASSERT_FALSE(truth.HasValue()) << text;
    EXPECT_EQ(truth.Failure().kind, ErrorKind::BadInput) << text;
    EXPECT_THAT(truth.Failure().message, HasSubstr("reviewed"));
  }
}

TEST(HttpRequest, RefusesParametersThatARouteDoesNotHave)
{
  HttpRequest request;
  EXPECT_TRUE(request.AllowQuery({}).HasValue());
  request.query = {{"label", "x"}};
  EXPECT_TRUE(request.AllowQuery({"limit", "label"}).HasValue());
  const auto refused = request.AllowQuery({"limit", "since"});
  ASSERT_FALSE(refused.HasValue());
  EXPECT_EQ(refused.Failure().kind, ErrorKind::BadInput);
  EXPECT_THAT(refused.Failure().message, HasSubstr("'label'"));
  EXPECT_THAT(refused.Failure().message, HasSubstr("limit, since"));
  EXPECT_FALSE(request.AllowQuery({}).HasValue());
  EXPECT_EQ(request.QueryText("label"), "x");
  EXPECT_EQ(request.QueryText("limit"), "");
}

// Oracle: DESIGN.md section 4.
TEST(ErrorResponse, HasTheStatusOfEveryKindOfError)
{
  const std::map<ErrorKind, int> expected = {
      {ErrorKind::BadConfiguration, 500}, {ErrorKind::BadInput, 400},
      {ErrorKind::Forbidden, 403},        {ErrorKind::NotFound, 404},
      {ErrorKind::MethodNotAllowed, 405}, {ErrorKind::Conflict, 409},
      {ErrorKind::TooLarge, 413},         {ErrorKind::NoPixels, 422},
      {ErrorKind::CorruptDicom, 422},     {ErrorKind::UndecodablePixels, 422},
      {ErrorKind::BadReply, 422},         {ErrorKind::ModelUnavailable, 503},
      {ErrorKind::ModelPaused, 503},      {ErrorKind::ModelRefused, 422},
      {ErrorKind::StorageFailed, 503},    {ErrorKind::NotReady, 503},
      {ErrorKind::Canceled, 503},         {ErrorKind::DegenerateCovariance, 500},
      {ErrorKind::MassOutOfRange, 500},   {ErrorKind::Internal, 500}};
  EXPECT_EQ(expected.size(), static_cast<std::size_t>(ErrorKind::Internal) + 1);
  for (const auto& [kind, status] : expected)
  {
    const auto response = ErrorResponse({kind, "Why."});
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(HttpStatusOf(kind), status);
    const auto json = ParseJson(response.body);
    ASSERT_TRUE(json.HasValue());
    EXPECT_EQ(json.Value()["HttpStatus"], status);
    EXPECT_EQ(json.Value()["Message"], "Why.");
    EXPECT_TRUE(json.Value()["Error"].isString());
    EXPECT_TRUE(json.Value()["Details"].isObject());
  }
}

TEST(ErrorResponse, IsJsonWhateverTheMessage)
{
  const auto response = ErrorResponse({ErrorKind::BadInput, "\"}\n\x01 <script> \xFF"});
  EXPECT_THAT(response.contentType, HasSubstr("application/json"));
  EXPECT_TRUE(ParseJson(response.body).HasValue());
}

}  // namespace
}  // namespace vlm
