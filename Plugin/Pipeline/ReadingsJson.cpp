// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ReadingsJson.h"

#include "Foundation/CleanText.h"
#include "Report/JsonPieces.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestReply = std::size_t{256} << 10;

Json::Value FindingsToJson(const std::optional<ParsedReply>& parsed)
{
  Json::Value list(Json::arrayValue);
  for (const auto& finding : parsed ? parsed->findings : std::vector<CandidateFinding>())
  {
    Json::Value json;
    json["Label"] = finding.label;
    json["Image"] = finding.image;
    json["Box"] = BoxToJson(finding.box);
    json["ModelScore"] = finding.modelScore ? Json::Value(*finding.modelScore) : Json::Value();
    list.append(json);
  }
  return list;
}

Json::Value ReplyToJson(const ModelReply& reply)
{
  Json::Value json;
  json["Text"] = CleanText(reply.text, LongestReply, LineBreaks::Keep);
  json["End"] = NameOf(reply.end);
  json["EndDetail"] = CleanText(reply.endDetail, 200, LineBreaks::ReplaceBySpaces);
  json["Served"] = reply.servedModel;
  json["BoxFormat"] = reply.boxFormat ? Json::Value(NameOf(*reply.boxFormat)) : Json::Value();
  json["Requests"] = reply.requests;
  json["InputTokens"] = Json::Int64(reply.inputTokens);
  json["OutputTokens"] = Json::Int64(reply.outputTokens);
  json["BytesSent"] = Json::Int64(reply.bytesSent);
  return json;
}

Json::Value ReadingToJson(const Reading& reading)
{
  Json::Value json;
  json["View"] = reading.name;
  json["Images"] = Json::arrayValue;
  for (const int image : reading.view.images)
  {
    json["Images"].append(image);
  }
  json["Region"] = BoxToJson(reading.view.region);
  json["Mirrored"] = reading.view.mirror == ImageCoordinates::Mirror::LeftRight;
  json["Used"] = reading.parsed.has_value();
  json["Problem"] = reading.failure ? reading.failure->message : "";
  json["Findings"] = FindingsToJson(reading.parsed);
  json["Replies"] = Json::arrayValue;
  for (const auto& reply : reading.replies)
  {
    json["Replies"].append(ReplyToJson(reply));
  }
  return json;
}

}  // namespace

Json::Value ReadingsToJson(const std::string& analysisId, const ModelIdentity& model,
                           const std::vector<Reading>& readings)
{
  Json::Value json;
  json["AnalysisId"] = analysisId;
  json["Model"]["Name"] = model.name;
  json["Model"]["Requested"] = model.requested;
  json["Model"]["PromptVersion"] = model.promptVersion;
  json["Readings"] = Json::arrayValue;
  for (const auto& reading : readings)
  {
    json["Readings"].append(ReadingToJson(reading));
  }
  return json;
}

namespace
{

// What was stored may have been changed by somebody else.
std::int64_t CountOf(const Json::Value& value)
{
  return value.isInt64() ? value.asInt64() : 0;
}

}  // namespace

ModelUsage UsageOf(const Json::Value& readings)
{
  ModelUsage usage;
  for (const auto& reading : readings["Readings"])
  {
    for (const auto& reply : reading["Replies"])
    {
      usage.requests += static_cast<int>(CountOf(reply["Requests"]));
      usage.inputTokens += CountOf(reply["InputTokens"]);
      usage.outputTokens += CountOf(reply["OutputTokens"]);
      usage.bytesSent += CountOf(reply["BytesSent"]);
    }
  }
  return usage;
}

}  // namespace vlm
