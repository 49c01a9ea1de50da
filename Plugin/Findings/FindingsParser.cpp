// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/FindingsParser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>

#include "Findings/ImagesNotExamined.h"
#include "Findings/ReplyValidation.h"
#include "Findings/Sides.h"
#include "Foundation/CleanText.h"

namespace vlm
{
namespace
{

// Far above what a model writes; they bound memory.
constexpr std::size_t MaximumLabelCharacters = 200;
constexpr std::size_t MaximumTextCharacters = 4000;
constexpr Json::ArrayIndex MaximumListItems = 50;

std::string ShortText(const Json::Value& object, const char* key)
{
  return CleanText(object.get(key, "").asString(), MaximumLabelCharacters,
                   LineBreaks::ReplaceBySpaces);
}

std::string LongText(const Json::Value& object, const char* key)
{
  return CleanText(object.get(key, "").asString(), MaximumTextCharacters, LineBreaks::Keep);
}

std::vector<std::string> Texts(const Json::Value& object, const char* key)
{
  std::vector<std::string> texts;
  const Json::Value list = object.get(key, Json::arrayValue);
  for (Json::ArrayIndex i = 0; i < std::min(list.size(), MaximumListItems); ++i)
  {
    std::string text = CleanText(list[i].asString(), MaximumTextCharacters, LineBreaks::Keep);
    if (!text.empty())
    {
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

// One finding of the reply: what it is made into, or the reason why not.
class FindingReader
{
public:
  FindingReader(const ModelRequest& request, std::optional<BoxFormat> boxFormat, ParsedReply& reply)
      : request_(request), boxFormat_(boxFormat), reply_(reply)
  {
  }

  void Read(const Json::Value& item, int number)
  {
    name_ = "Finding " + std::to_string(number);
    CandidateFinding finding = StatedTexts(item);
    if (finding.label.empty())
    {
      Warn("has a label without readable text and is left out.");
      return;
    }
    const Json::Value image = item.get("image", 0);
    if (!image.isInt() || static_cast<std::size_t>(image.asInt()) >= request_.images.size())
    {
      Warn("names image " + image.asString() + ", but " + std::to_string(request_.images.size()) +
           " were shown; it is left out.");
      return;
    }
    finding.image = image.asInt();
    finding.modelScore = Score(item);
    const ModelImage& shown = request_.images[static_cast<std::size_t>(finding.image)];
    finding.box = Box(item, shown.coordinates);
    if (shown.coordinates.IsMirrored())
    {
      finding.laterality = OppositeOf(finding.laterality);
    }
    reply_.findings.push_back(std::move(finding));
  }

  bool HasBoxWithoutFormat() const { return hasBoxWithoutFormat_; }

private:
  void Warn(const std::string& what) { reply_.warnings.push_back(name_ + " " + what); }

  CandidateFinding StatedTexts(const Json::Value& item)
  {
    CandidateFinding finding;
    finding.label = ShortText(item, "label");
    finding.category = ShortText(item, "category");
    finding.anatomy = ShortText(item, "anatomy");
    finding.laterality = Side(item);
    finding.description = LongText(item, "description");
    finding.severity = ShortText(item, "severity");
    finding.evidence = LongText(item, "evidence");
    finding.differential = Texts(item, "differential");
    return finding;
  }

  Laterality Side(const Json::Value& item)
  {
    const std::string stated = ShortText(item, "laterality");
    const auto side = LateralityFromWord(stated);
    if (side)
    {
      return *side;
    }
    Warn("has the laterality \"" + stated + "\", which is not known; it is dropped.");
    return Laterality::Unknown;
  }

  std::optional<double> Score(const Json::Value& item)
  {
    if (!item.isMember("score"))
    {
      return std::nullopt;
    }
    const double score = item["score"].asDouble();
    if (score >= 0.0 && score <= 1.0)
    {
      return score;
    }
    // It could be a percentage, but guessing would turn nonsense into confidence.
    Warn("has the score " + item["score"].asString() + "; allowed 0 to 1. The score is dropped.");
    return std::nullopt;
  }

  std::optional<BoundingBox> Box(const Json::Value& item, const ImageCoordinates& coordinates)
  {
    if (!item.isMember("box_2d"))
    {
      return std::nullopt;
    }
    if (!boxFormat_)
    {
      hasBoxWithoutFormat_ = true;
      return std::nullopt;
    }
    std::array<double, 4> edges{};
    for (std::size_t i = 0; i < edges.size(); ++i)
    {
      edges[i] = item["box_2d"][static_cast<Json::ArrayIndex>(i)].asDouble();
    }
    const BoundingBox box = coordinates.FromModelBox(*boxFormat_, edges);
    if (!std::isfinite(box.left) || !std::isfinite(box.top) || !std::isfinite(box.Right()) ||
        !std::isfinite(box.Bottom()))
    {
      Warn("has a box that is not finite; the finding is kept without a box.");
      return std::nullopt;
    }
    return box;
  }

  const ModelRequest& request_;
  std::optional<BoxFormat> boxFormat_;
  ParsedReply& reply_;
  std::string name_;
  bool hasBoxWithoutFormat_ = false;
};

void ReadFindings(const Json::Value& list, FindingReader reader, ParsedReply& parsed)
{
  for (Json::ArrayIndex i = 0; i < std::min(list.size(), MaximumReplyItems); ++i)
  {
    reader.Read(list[i], static_cast<int>(i) + 1);
  }
  if (list.size() > MaximumReplyItems)
  {
    parsed.warnings.emplace_back("The reply has more than 100 findings; the rest is left out.");
  }
  if (reader.HasBoxWithoutFormat())
  {
    parsed.warnings.emplace_back(
        "The model's box format is unknown, since its self-test failed: findings have no boxes.");
  }
}

// A reply that contradicts itself must not pass as "nothing abnormal".
void JudgeNoAbnormality(const Json::Value& reply, ParsedReply& parsed)
{
  parsed.noAbnormality = reply["no_abnormality"].asBool();
  const bool hasFindings = !reply["findings"].empty();
  if (parsed.noAbnormality && hasFindings)
  {
    parsed.noAbnormality = false;
    parsed.warnings.emplace_back(
        "The model states no abnormality together with findings; the findings are kept.");
  }
  else if (!parsed.noAbnormality && !hasFindings)
  {
    parsed.warnings.emplace_back("The model states an abnormality but lists no finding.");
  }
}

ParsedReply Convert(const CheckedReply& checked, const ModelRequest& request,
                    std::optional<BoxFormat> boxFormat)
{
  const Json::Value& reply = checked.json;
  ParsedReply parsed;
  parsed.warnings = checked.warnings;
  ReadFindings(reply["findings"], FindingReader(request, boxFormat, parsed), parsed);
  JudgeNoAbnormality(reply, parsed);
  ReadImagesNotExamined(reply, request.images.size(), parsed);
  const Json::Value quality = reply.get("image_quality", Json::objectValue);
  parsed.imageQuality = {quality.get("adequate", true).asBool(), LongText(quality, "reason")};
  parsed.narrative = {LongText(reply, "technique"),  LongText(reply, "findings_text"),
                      LongText(reply, "impression"), Texts(reply, "recommendations"),
                      Texts(reply, "limitations"),   request.language};
  return parsed;
}

}  // namespace

Result<ParsedReply> ParseFindings(std::string_view replyText, const ModelRequest& request,
                                  std::optional<BoxFormat> boxFormat)
{
  try
  {
    const Result<CheckedReply> reply = ReadReplyJson(replyText);
    return reply.HasValue() ? Result<ParsedReply>(Convert(reply.Value(), request, boxFormat))
                            : Result<ParsedReply>(reply.Failure());
  }
  catch (const std::exception& problem)  // jsoncpp throws on a type the schema should have refused
  {
    return Error{ErrorKind::BadReply, std::string("The model's reply: ") + problem.what()};
  }
}

}  // namespace vlm
