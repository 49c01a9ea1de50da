// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/EchoedSecrets.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

std::string Covered(const std::string& header, const std::string& value, const std::string& body)
{
  HttpCall call;
  call.headers = {{"Content-Type", "application/json"}, {header, value}};
  HttpReply reply;
  reply.body = body;
  HttpTransport::Outcome outcome = reply;
  CoverEchoedSecrets(call, outcome);
  return std::get<HttpReply>(outcome).body;
}

TEST(EchoedSecrets, BearerKeyIsCoveredWhereverItStands)
{
  EXPECT_EQ(Covered("Authorization", "Bearer hunter2-hunter2", "a hunter2-hunter2,hunter2-hunter2"),
            "a ***,***");
}

TEST(EchoedSecrets, GeminiKeyIsCovered)
{
  EXPECT_EQ(Covered("x-goog-api-key", "own-key-77", "key own-key-77 is wrong"), "key *** is wrong");
}

// Oracle: RFC 8259, 7 (escapes) and RFC 3986, 2.1 (percent-encoding).
TEST(EchoedSecrets, KeyIsCoveredHoweverItIsSpelt)
{
  for (const char* spelling :
       {R"(ab+c/d==12)", R"(ab+c\/d==12)", R"(ab\u002bc\u002Fd\u003d\u003D12)", R"(ab+c\\\/d==12)",
        R"(ab\\u002bc\\/d==12)", "ab%2Bc%2fd%3D%3d12"})
  {
    EXPECT_EQ(Covered("Authorization", "Bearer ab+c/d==12", std::string("<") + spelling + ">"),
              "<***>");
  }
  EXPECT_EQ(Covered("Authorization", "Bearer ab\\c\"def", R"(<ab\\c\"def>)"), "<***>");
}

TEST(EchoedSecrets, WhatIsNotTheWholeKeyStays)
{
  for (const char* text :
       {"ab+c/d==1", "ab+c/d==1\\", "ab\\u002", "ab%2", "ab\\\\\\\\\\\\\\\\\\", ""})
  {
    EXPECT_EQ(Covered("Authorization", "Bearer ab+c/d==12", text), text);
  }
}

TEST(EchoedSecrets, KeyIsCoveredInHeadersAndInFailures)
{
  const HttpCall call{"POST", "", {{"authorization", "Bearer hospital-secret"}}, ""};
  HttpTransport::Outcome reply = HttpReply{302, {{"location", "/?key=hospital-secret"}}, ""};
  CoverEchoedSecrets(call, reply);
  EXPECT_EQ(std::get<HttpReply>(reply).headers.at("location"), "/?key=***");
  HttpTransport::Outcome failure = TransportError{TransportFailure::Broken, "at hospital-secret."};
  CoverEchoedSecrets(call, failure);
  EXPECT_EQ(std::get<TransportError>(failure).message, "at ***.");
}

TEST(EchoedSecrets, OtherHeadersAreNoSecrets)
{
  EXPECT_EQ(Covered("Accept", "application/json", "application/json"), "application/json");
}

TEST(EchoedSecrets, KeyThatMayBeAWordStays)
{
  EXPECT_EQ(Covered("Authorization", "Bearer mass", "a mass"), "a mass");
}

}  // namespace
}  // namespace vlm
