// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: DESIGN.md section 3 and the comments of Resources/DefaultConfiguration.json.
#include "Orthanc/ModelConfiguration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "Orthanc/ConfigurationSections.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const EgressSettings remote = Egress(R"({"AllowRemote": true})");

ModelSettings Accepted(const std::string& section, const EgressSettings& egress = remote)
{
  auto model = ReadModel("m", ConfigurationSection(section), egress);
  EXPECT_TRUE(model.HasValue()) << (model.HasValue() ? "" : model.Failure().message);
  return model.HasValue() ? std::move(model).Value() : ModelSettings();
}

std::string Refused(const std::string& section, const EgressSettings& egress = remote)
{
  const auto model = ReadModel("m", ConfigurationSection(section), egress);
  if (model.HasValue())
  {
    return "accepted " + section;
  }
  EXPECT_EQ(model.Failure().kind, ErrorKind::BadConfiguration);
  return model.Failure().message;
}

// An OpenAI model on this machine with these members added.
std::string Local(const std::string& members)
{
  return R"({"Type": "OpenAI", "Url": "http://127.0.0.1:8080/v1/", "Model": "medgemma")" +
         (members.empty() ? "" : ", " + members) + "}";
}

TEST(ModelConfiguration, GivesGeminiItsDefaults)
{
  const auto model = Accepted(R"({"Type": "Gemini"})");
  EXPECT_EQ(model.url, "https://generativelanguage.googleapis.com");
  EXPECT_EQ(model.apiKeyEnvironment, "GEMINI_API_KEY");
  EXPECT_EQ(model.remote.identity.name, "m");
  EXPECT_EQ(model.remote.identity.type, "Gemini");
  EXPECT_EQ(model.remote.identity.requested, "gemini-2.5-flash");
  EXPECT_EQ(model.remote.generation.model, "gemini-2.5-flash");
  ASSERT_TRUE(model.remote.boxFormat.has_value());
  EXPECT_EQ(NameOf(*model.remote.boxFormat), "yxyx-1000");
  EXPECT_EQ(model.exchange.model, "m");
  EXPECT_EQ(model.exchange.host, "generativelanguage.googleapis.com");
  EXPECT_EQ(model.exchange.destinationRule, "AllowRemote");
  EXPECT_EQ(model.exchange.refusal, "");
  EXPECT_TRUE(model.exchange.connection.isRemoteAllowed);
}

TEST(ModelConfiguration, HasTheDocumentedDefaultsOfAllTypes)
{
  const auto model = Accepted(Local(""), Egress());
  EXPECT_EQ(model.url, "http://127.0.0.1:8080/v1");
  EXPECT_EQ(model.exchange.destinationRule, "loopback");
  const auto& connection = model.exchange.connection;
  EXPECT_EQ(connection.totalTimeout, std::chrono::seconds(120));
  EXPECT_EQ(connection.connectTimeout, std::chrono::seconds(10));
  EXPECT_EQ(connection.stallTimeout, std::chrono::seconds(30));
  EXPECT_EQ(connection.caFile + connection.proxy, "");
  EXPECT_EQ(model.exchange.maximumConcurrentRequests, 4);
  EXPECT_EQ(model.exchange.requestsPerMinute, 0);
  EXPECT_EQ(model.exchange.dailyRequests + model.exchange.dailyTokens, 0);
  EXPECT_EQ(model.exchange.maximumRetries, 3);
  EXPECT_EQ(model.remote.views.calls, 3);
  EXPECT_EQ(model.remote.views.maximumImageSize, 1024);
  EXPECT_FALSE(model.remote.views.isPaddedToSquare);
  EXPECT_EQ(model.remote.views.ctWindow, ViewSettings::CtWindow::Presets);
  EXPECT_EQ(model.remote.imageFormat, ImageFormat::Jpeg);
  EXPECT_EQ(model.remote.generation.temperature, 0.0);
  EXPECT_EQ(model.remote.generation.maximumOutputTokens, 8192);
  EXPECT_EQ(model.remote.generation.thinking, "");
  EXPECT_FALSE(model.remote.boxFormat.has_value()) << "Auto";
  EXPECT_THAT(model.remote.contextKeys, SizeIs(6));
  EXPECT_EQ(model.apiKeyEnvironment + model.apiKeyFile, "");
}

TEST(ModelConfiguration, TakesEveryCommonKey)
{
  const auto model = Accepted(Local(R"("TimeoutSeconds": 3600, "ConnectTimeoutSeconds": 300,
    "StallTimeoutSeconds": 600, "MaxConcurrentRequests": 256, "RequestsPerMinute": 100000,
    "DailyRequests": 1000000000, "DailyTokens": 1000000000000, "MaxRetries": 0, "Calls": 64,
    "MaxImageSize": 8192, "ImageFormat": "Png", "Proxy": "http://127.0.0.1:3128/",
    "Temperature": 0.7, "MaxOutputTokens": 131072, "Thinking": "2048", "BoxFormat": "xyxy-1000",
    "PadToSquare": true, "CtWindow": "ThreeWindowsRgb", "ApiKeyEnvironment": "KEY_1", "LocationErrorPx512": 40,
    "ApiKeyFile": "/run/secrets/key")"));
  EXPECT_EQ(model.exchange.connection.totalTimeout, std::chrono::hours(1));
  EXPECT_EQ(model.exchange.connection.connectTimeout, std::chrono::minutes(5));
  EXPECT_EQ(model.exchange.connection.stallTimeout, std::chrono::minutes(10));
  EXPECT_EQ(model.exchange.connection.proxy, "http://127.0.0.1:3128");
  EXPECT_EQ(model.exchange.maximumConcurrentRequests, 256);
  EXPECT_EQ(model.exchange.requestsPerMinute, 100000);
  EXPECT_EQ(model.exchange.dailyRequests, 1000000000);
  EXPECT_EQ(model.exchange.dailyTokens, 1000000000000);
  EXPECT_EQ(model.exchange.maximumRetries, 0);
  EXPECT_EQ(model.remote.views.calls, 64);
  EXPECT_EQ(model.remote.views.maximumImageSize, 8192);
  EXPECT_TRUE(model.remote.views.isPaddedToSquare);
  EXPECT_EQ(model.remote.views.ctWindow, ViewSettings::CtWindow::ThreeWindowsRgb);
  EXPECT_EQ(model.remote.noise.basis, ReadingNoise::Basis::Told);
  EXPECT_NEAR(model.remote.noise.meanErrorShare, 40.0 / std::hypot(512.0, 512.0), 1e-9);
  EXPECT_EQ(model.remote.imageFormat, ImageFormat::Png);
  EXPECT_EQ(model.remote.generation.temperature, 0.7);
  EXPECT_EQ(model.remote.generation.maximumOutputTokens, 131072);
  EXPECT_EQ(model.remote.generation.thinking, "2048");
  EXPECT_EQ(NameOf(*model.remote.boxFormat), "xyxy-1000");
  EXPECT_EQ(model.apiKeyEnvironment, "KEY_1");
  EXPECT_EQ(model.apiKeyFile, "/run/secrets/key");
}

TEST(ModelConfiguration, LeavesTheTemperatureToTheServerWhenItIsNull)
{
  EXPECT_FALSE(Accepted(Local(R"("Temperature": null)")).remote.generation.temperature.has_value());
}

TEST(ModelConfiguration, KnowsShortNamesOfBoxFormats)
{
  const auto formatOf = [](const std::string& name)
  { return Accepted(Local(R"("BoxFormat": ")" + name + "\"")).remote.boxFormat; };
  EXPECT_EQ(NameOf(*formatOf("Gemini")), "yxyx-1000");
  EXPECT_EQ(NameOf(*formatOf("Pixels")), "xyxy-pixels");
  EXPECT_EQ(NameOf(*formatOf("Unit")), "xyxy-unit");
  EXPECT_EQ(NameOf(*formatOf("yxyx-unit")), "yxyx-unit");
  EXPECT_FALSE(formatOf("Auto").has_value());
}

// Oracle: Google's documentation of the regional and the global endpoint.
TEST(ModelConfiguration, MakesTheAddressOfVertex)
{
  const std::string start = R"({"Type": "Vertex", "Model": "gemini-2.5-flash", "Project": "p-1")";
  const auto regional = Accepted(start + R"(, "Region": "europe-west4"})");
  EXPECT_EQ(regional.url,
            "https://europe-west4-aiplatform.googleapis.com/v1/projects/p-1/locations/"
            "europe-west4/publishers/google");
  EXPECT_EQ(regional.exchange.host, "europe-west4-aiplatform.googleapis.com");
  EXPECT_EQ(regional.metadataUrl, "http://metadata.google.internal");
  EXPECT_EQ(regional.credentialsFile, "");
  EXPECT_EQ(Accepted(start + R"(, "Region": "global"})").exchange.host,
            "aiplatform.googleapis.com");
  EXPECT_EQ(Accepted(start + R"(, "Region": "r", "Url": "http://127.0.0.1:9/"})").url,
            "http://127.0.0.1:9/v1/projects/p-1/locations/r/publishers/google");
  EXPECT_EQ(Accepted(start + R"(, "Region": "r", "Url": "http://127.0.0.1:9/own/path"})").url,
            "http://127.0.0.1:9/own/path");
}

TEST(ModelConfiguration, StartsWithAModelThatMayNotBeAsked)
{
  const auto model =
      Accepted(R"({"Type": "OpenAI", "Url": "https://192.0.2.7/v1", "Model": "x"})", Egress());
  EXPECT_THAT(model.exchange.refusal, HasSubstr("192.0.2.7"));
  EXPECT_THAT(model.exchange.refusal, HasSubstr("Egress.AllowRemote"));
  EXPECT_EQ(model.exchange.host, "192.0.2.7");
}

TEST(ModelConfiguration, RefusesPlainHttpToARemoteAddress)
{
  const std::string section = R"({"Type": "OpenAI", "Url": "http://10.1.2.3/v1", "Model": "x"})";
  EXPECT_THAT(Refused(section), HasSubstr("https"));
  const auto inTheHouse = Egress(R"({"AllowRemote": true, "LocalNetworks": ["10.0.0.0/8"]})");
  EXPECT_EQ(Accepted(section, inTheHouse).exchange.destinationRule, "LocalNetworks");
}

TEST(ModelConfiguration, NamesKeyAndWhatIsAllowed)
{
  const std::vector<Mistake> mistakes = {
      {R"("TimeoutSeconds": 0)", "TimeoutSeconds is 0", "1 to 3600"},
      {R"("ConnectTimeoutSeconds": 301)", "ConnectTimeoutSeconds ", "1 to 300"},
      {R"("StallTimeoutSeconds": 601)", "StallTimeoutSeconds ", "1 to 600"},
      {R"("MaxConcurrentRequests": 257)", "MaxConcurrentRequests ", "1 to 256"},
      {R"("RequestsPerMinute": -1)", "RequestsPerMinute ", "0 to 100000"},
      {R"("DailyRequests": 1000000001)", "DailyRequests ", "0 to 1000000000"},
      {R"("DailyTokens": 1000000000001)", "DailyTokens ", "0 to 1000000000000"},
      {R"("MaxRetries": 21)", "MaxRetries ", "0 to 20"},
      {R"("Calls": 0)", "Calls ", "1 to 64"},
      {R"("MaxImageSize": 63)", "MaxImageSize ", "64 to 8192"},
      {R"("ImageFormat": "WebP")", "ImageFormat ", "Jpeg, Png"},
      {R"("CaCertificates": "/none/ca.pem")", "CaCertificates is \"/none/ca.pem\"", "PEM"},
      {R"("CaCertificates": "/tmp")", "CaCertificates ", "PEM"},
      {R"("Temperature": 2.1)", "Temperature is 2.1", "0.0 to 2.0"},
      {R"("Temperature": "0")", "Temperature ", "0.0 to 2.0"},
      {R"("MaxOutputTokens": 255)", "MaxOutputTokens ", "256 to 131072"},
      {R"("Thinking": "deep")", "Thinking is \"deep\"", "medium"},
      {R"("Thinking": "1234567")", "Thinking ", "medium"},
      {R"("BoxFormat": "xxyy")", "BoxFormat is \"xxyy\"", "Auto, Gemini"},
      {R"("PadToSquare": 1)", "PadToSquare ", "true or false"},
      {R"("CtWindow": "Lung")", "CtWindow ", "ThreeWindowsRgb"},
      {R"("LocationErrorPx512": -1)", "LocationErrorPx512 is -1", "0.0 to 512.0"},
      {R"("Proxy": "https://127.0.0.1:1")", "Proxy ", "http://host:port"},
      {R"("Proxy": "http://127.0.0.1")", "Proxy ", "http://host:port"},
      {R"("Proxy": "http://127.0.0.1:1/x")", "Proxy ", "http://host:port"},
      {R"("ApiKey": "x")", "ApiKey ", "ApiKeyEnvironment, ApiKeyFile"},
      {R"("Project": "x")", "Project ", "allowed here"}};
  for (const auto& mistake : mistakes)
  {
    EXPECT_THAT(Refused(Local(mistake.members)),
                HasSubstr("Vlm.Models.m." + std::string(mistake.key)));
    EXPECT_THAT(Refused(Local(mistake.members)), HasSubstr(mistake.allowed));
  }
}

TEST(ModelConfiguration, NamesWhatATypeNeeds)
{
  EXPECT_THAT(Refused(R"({"Type": "OpenAI", "Model": "x"})"), HasSubstr("Url is missing"));
  EXPECT_THAT(Refused(R"({"Type": "OpenAI", "Url": "http://[::1]/v1"})"),
              HasSubstr("Model is missing"));
  EXPECT_THAT(Refused(R"({"Type": "Vertex", "Model": "x", "Region": "global"})"),
              HasSubstr("Project is missing"));
  EXPECT_THAT(Refused(R"({"Type": "Vertex", "Model": "x", "Project": "p"})"),
              HasSubstr("Region is missing"));
  EXPECT_THAT(Refused(R"({"Type": "Vertex", "Model": "x", "Project": "p", "Region": "a/../b"})"),
              HasSubstr("Region is"));
  EXPECT_THAT(Refused(R"({"Type": "Gemini", "Model": "../x"})"), HasSubstr("Model is"));
  EXPECT_THAT(Refused(R"({"Type": "Gemini", "ApiKeyEnvironment": ""})"), HasSubstr("ApiKeyFile"));
}

TEST(ModelConfiguration, DoesNotRepeatSecretsWrittenInTheWrongPlace)
{
  for (const char* members : {R"("Proxy": "http://u:hunter2@127.0.0.1:1")",
                              R"("ApiKeyEnvironment": "sk-hunter2")", R"("ApiKey": "hunter2")"})
  {
    EXPECT_THAT(Refused(Local(members)), Not(HasSubstr("hunter2")));
  }
  for (const char* url :
       {"http://u:hunter2@127.0.0.1/v1", "http://127.0.0.1/v1?key=hunter2", "hunter2"})
  {
    const auto message =
        Refused(std::string(R"({"Type": "OpenAI", "Model": "x", "Url": ")") + url + "\"}");
    EXPECT_THAT(message, HasSubstr("Vlm.Models.m.Url "));
    EXPECT_THAT(message, Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace vlm
