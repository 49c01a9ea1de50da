// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/Prompt.h"

#include <json/value.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "Foundation/CleanText.h"
#include "Foundation/Encoding.h"
#include "Foundation/Json.h"
#include "Model/BoxFormatWords.h"
#include "Model/Context.h"
#include "Model/LanguageName.h"
#include "Model/PromptFiles.h"
#include "Model/PromptTemplate.h"
#include "Model/SelfTest.h"

namespace vlm
{

namespace
{

// A problem quotes what the model wrote.
constexpr std::size_t MaximumProblemCharacters = 2000;

using Context = std::vector<std::pair<std::string, std::string>>;

std::string ModalityIn(const Context& context)
{
  const auto modality = std::find_if(context.begin(), context.end(),
                                     [](const auto& entry) { return entry.first == "Modality"; });
  return modality == context.end() ? "" : modality->second;
}

// From what may be sent, since the choice tells the modality.
const char* PartFor(const Context& context)
{
  constexpr std::array<std::pair<std::string_view, const char*>, 13> parts = {
      {{"CT", "ct.md"},
       {"MR", "mr.md"},
       {"MG", "mammography.md"},
       {"US", "ultrasound.md"},
       {"IVUS", "ultrasound.md"},
       {"BDUS", "ultrasound.md"},
       {"CR", "radiograph.md"},
       {"DX", "radiograph.md"},
       {"RF", "radiograph.md"},
       {"RG", "radiograph.md"},
       {"XA", "radiograph.md"},
       {"IO", "radiograph.md"},
       {"PX", "radiograph.md"}}};
  const std::string modality = ModalityIn(context);
  for (const auto& [name, file] : parts)
  {
    if (name == modality)
    {
      return file;
    }
  }
  return "other.md";
}

std::vector<Context> ContextsOf(const ModelRequest& request,
                                const std::vector<std::string>& contextKeys)
{
  std::vector<Context> contexts;
  for (const ModelImage& image : request.images)
  {
    contexts.push_back(ContextOf(image.acquisition, contextKeys));
  }
  return contexts;
}

std::string ContextBlock(const std::vector<Context>& contexts)
{
  Json::Value list(Json::arrayValue);
  for (const Context& context : contexts)
  {
    Json::Value item(Json::objectValue);
    item["image"] = list.size();
    for (const auto& [key, value] : context)
    {
      item[key] = value;
    }
    list.append(item);
  }
  return WriteJson(list);
}

// A mirrored view is not told from another: a second look is worth more when it is unbiased.
std::string ImageWords(const ModelRequest& request, const std::vector<Context>& contexts,
                       const BoxFormat& asked)
{
  const std::size_t count = contexts.size();
  std::string words =
      count == 1 ? "One picture is shown, number 0"
                 : std::to_string(count) + " pictures are shown, numbered from 0 in this order";
  for (std::size_t i = 0; i < count; ++i)
  {
    const std::string modality = ModalityIn(contexts[i]);
    words += (i == 0 ? ": " : "; ") + std::to_string(i) + ", " +
             (modality.empty() ? "modality not stated" : "modality " + modality);
    if (asked.scale == BoxFormat::Scale::Pixels)
    {
      const cv::Mat& picture = request.images[i].picture;
      words += ", " + std::to_string(picture.cols) + " pixels wide and " +
               std::to_string(picture.rows) + " high";
    }
  }
  words += ".";
  return count == 1 ? words
                    : words +
                          " They belong to one examination; a lesion seen on several is one "
                          "finding, on the picture that shows it best.";
}

std::vector<std::string> KeysIn(const std::vector<Context>& contexts)
{
  std::vector<std::string> keys;
  for (const std::string& key : KnownContextKeys())
  {
    const bool isUsed =
        std::any_of(contexts.begin(), contexts.end(),
                    [&key](const Context& context)
                    {
                      return std::any_of(context.begin(), context.end(),
                                         [&key](const auto& entry) { return entry.first == key; });
                    });
    if (isUsed)
    {
      keys.push_back(key);
    }
  }
  return keys;
}

// It may quote the model; so it must not end the block it stands in.
std::string ProblemWords(const std::string& problem)
{
  std::string words = CleanText(problem, MaximumProblemCharacters, LineBreaks::Keep);
  std::replace(words.begin(), words.end(), '<', '(');
  std::replace(words.begin(), words.end(), '>', ')');
  return words;
}

}  // namespace

Result<Prompts> Prompts::Create(const std::map<std::string, std::string>& overrides)
{
  auto texts = PromptTexts(overrides);
  if (!texts.HasValue())
  {
    return texts.Failure();
  }
  Prompts prompts;
  prompts.parts_ = std::move(texts).Value();
  std::string all;
  for (const auto& [name, text] : prompts.parts_)
  {
    all.append(name).append(1, '\0').append(text).append(1, '\0');
  }
  prompts.version_ = "1-" + Sha256Hex(all).substr(0, 8);
  return prompts;
}

PromptText Prompts::For(const ModelRequest& request, const BoxFormat& asked,
                        const std::vector<std::string>& contextKeys) const
{
  const std::vector<Context> contexts = ContextsOf(request, contextKeys);
  PlaceholderValues values = {{"LANGUAGE", LanguageName(request.language)},
                              {"BOX_FORMAT", BoxFormatWords(asked)},
                              {"IMAGES", ImageWords(request, contexts, asked)},
                              {"CONTEXT", ContextBlock(contexts)}};
  const std::string& part = parts_.at(contexts.empty() ? "other.md" : PartFor(contexts.front()));
  values["MODALITY_PART"] = Expanded(SplitAtUserLine(part).first, values);
  const auto [system, fullView] = SplitAtUserLine(parts_.at("base.md"));
  PromptText text;
  text.system = Expanded(system, values);
  text.user = Expanded(
      request.view == ViewKind::Zoom ? SplitAtUserLine(parts_.at("zoom.md")).first : fullView,
      values);
  if (request.repair)
  {
    values["PROBLEM"] = ProblemWords(request.repair->problem);
    text.repair = Expanded(SplitAtUserLine(parts_.at("repair.md")).first, values);
  }
  text.contextKeys = KeysIn(contexts);
  return text;
}

PromptText Prompts::ForSelfTest(const BoxFormat& asked) const
{
  const SelfTestPicture test = MakeSelfTestPicture();
  std::string shapes;
  for (const KnownShape& shape : test.shapes)
  {
    shapes += (shapes.empty() ? "one " : ", one ") + shape.name;
  }
  std::string format = BoxFormatWords(asked);
  if (asked.scale == BoxFormat::Scale::Pixels)
  {
    format += " The picture is " + std::to_string(test.picture.cols) + " pixels wide and " +
              std::to_string(test.picture.rows) + " high.";
  }
  const PlaceholderValues values = {{"SHAPES", shapes}, {"BOX_FORMAT", format}};
  const auto [system, user] = SplitAtUserLine(parts_.at("self-test.md"));
  return {Expanded(system, values), Expanded(user, values), "", {}};
}

}  // namespace vlm
