// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/FindingsParser.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <exception>

#include "Findings/CleanText.h"
#include "Findings/ImagesNotExamined.h"
#include "Findings/ReplyValidation.h"

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

struct LateralityWord
{
  std::string_view word;
  Laterality side;
};

constexpr std::array<LateralityWord, 17> LateralityWords = {
    {{"left", Laterality::Left},
     {"l", Laterality::Left},
     {"right", Laterality::Right},
     {"r", Laterality::Right},
     {"bilateral", Laterality::Bilateral},
     {"both", Laterality::Bilateral},
     {"b", Laterality::Bilateral},
     {"midline", Laterality::Midline},
     {"middle", Laterality::Midline},
     {"central", Laterality::Midline},
     {"m", Laterality::Midline},
     {"", Laterality::Unknown},
     {"unknown", Laterality::Unknown},
     {"none", Laterality::Unknown},
     {"n/a", Laterality::Unknown},
     {"not applicable", Laterality::Unknown},
     {"unspecified", Laterality::Unknown}}};

// One finding of the reply: what it is made into, or the reason why not.
class FindingReader
{
public:
  FindingReader(const ModelRequest& request, ParsedReply& reply) : request_(request), reply_(reply)
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
    if (ReadBox(item, finding))
    {
      reply_.findings.push_back(std::move(finding));
    }
  }

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
    std::string word = stated;
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    for (const LateralityWord& known : LateralityWords)
    {
      if (known.word == word)
      {
        return known.side;
      }
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

  // False: the finding is left out.
  bool ReadBox(const Json::Value& item, CandidateFinding& finding)
  {
    if (!item.isMember("box_2d"))
    {
      return true;
    }
    std::array<double, 4> edges{};
    for (std::size_t i = 0; i < edges.size(); ++i)
    {
      edges[i] = item["box_2d"][static_cast<Json::ArrayIndex>(i)].asDouble();
    }
    const ModelImage& image = request_.images[static_cast<std::size_t>(finding.image)];
    const BoundingBox box = image.coordinates.FromThousandths(edges);
    if (!std::isfinite(box.left) || !std::isfinite(box.top) || !std::isfinite(box.Right()) ||
        !std::isfinite(box.Bottom()))
    {
      Warn("has a box that is not finite and is left out.");
      return false;
    }
    finding.box = box;
    return true;
  }

  const ModelRequest& request_;
  ParsedReply& reply_;
  std::string name_;
};

void ReadFindings(const Json::Value& list, const ModelRequest& request, ParsedReply& parsed)
{
  FindingReader reader(request, parsed);
  for (Json::ArrayIndex i = 0; i < std::min(list.size(), MaximumReplyItems); ++i)
  {
    reader.Read(list[i], static_cast<int>(i) + 1);
  }
  if (list.size() > MaximumReplyItems)
  {
    parsed.warnings.emplace_back("The reply has more than 100 findings; the rest is left out.");
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

ParsedReply Convert(const Json::Value& reply, const ModelRequest& request)
{
  ParsedReply parsed;
  ReadFindings(reply["findings"], request, parsed);
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

Result<ParsedReply> ParseFindings(std::string_view replyText, const ModelRequest& request)
{
  try
  {
    const Result<Json::Value> reply = ReadReplyJson(replyText);
    return reply.HasValue() ? Result<ParsedReply>(Convert(reply.Value(), request))
                            : Result<ParsedReply>(reply.Failure());
  }
  catch (const std::exception& problem)  // jsoncpp throws on a type the schema should have refused
  {
    return Error{ErrorKind::BadReply, std::string("The model's reply: ") + problem.what()};
  }
}

}  // namespace vlm
