// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/StoredJson.h"

#include <cmath>

#include "Foundation/CleanText.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumCharacters = 20000;

std::string Clean(const Json::Value& text)
{
  return text.isString() ? CleanText(text.asString(), MaximumCharacters, LineBreaks::Keep) : "";
}

}  // namespace

const Json::Value& MemberOf(const Json::Value& object, const char* key)
{
  return object.isObject() ? object[key] : Json::Value::nullSingleton();
}

const Json::Value& ListOf(const Json::Value& object, const char* key)
{
  static const Json::Value empty(Json::arrayValue);
  const Json::Value& list = MemberOf(object, key);
  return list.isArray() ? list : empty;
}

std::string TextOf(const Json::Value& object, const char* key)
{
  return Clean(MemberOf(object, key));
}

std::vector<std::string> TextsOf(const Json::Value& object, const char* key)
{
  std::vector<std::string> texts;
  for (const Json::Value& item : ListOf(object, key))
  {
    std::string text = Clean(item);
    if (!text.empty())
    {
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

std::optional<double> NumberOf(const Json::Value& object, const char* key)
{
  const Json::Value& number = MemberOf(object, key);
  if (!number.isNumeric() || !std::isfinite(number.asDouble()))
  {
    return std::nullopt;
  }
  return number.asDouble();
}

std::optional<std::array<double, 2>> PairOf(const Json::Value& pair)
{
  if (!pair.isArray() || pair.size() != 2 || !pair[0].isNumeric() || !pair[1].isNumeric())
  {
    return std::nullopt;
  }
  const std::array<double, 2> numbers = {pair[0].asDouble(), pair[1].asDouble()};
  return std::isfinite(numbers[0]) && std::isfinite(numbers[1]) ? std::optional(numbers)
                                                                : std::nullopt;
}

std::optional<std::int64_t> CountOf(const Json::Value& object, const char* key)
{
  const Json::Value& count = MemberOf(object, key);
  if (!count.isInt64() || count.asInt64() < 0)
  {
    return std::nullopt;
  }
  return count.asInt64();
}

bool IsTrue(const Json::Value& object, const char* key)
{
  const Json::Value& truth = MemberOf(object, key);
  return truth.isBool() && truth.asBool();
}

bool IsFalse(const Json::Value& object, const char* key)
{
  return MemberOf(object, key) == Json::Value(false);
}

std::optional<BoundingBox> BoxOf(const Json::Value& object, const char* key)
{
  const Json::Value& box = MemberOf(object, key);
  const auto left = NumberOf(box, "Left");
  const auto top = NumberOf(box, "Top");
  const auto width = NumberOf(box, "Width");
  const auto height = NumberOf(box, "Height");
  return left && top && width && height ? std::optional(BoundingBox{*left, *top, *width, *height})
                                        : std::nullopt;
}

bool IsRejected(const Json::Value& finding)
{
  return TextOf(MemberOf(finding, "Verification"), "Status") == "Rejected";
}

bool IsExamined(const Json::Value& image)
{
  return !IsFalse(image, "Examined");
}

std::optional<Json::ArrayIndex> ImageOf(const Json::Value& finding, Json::ArrayIndex images)
{
  const auto index = CountOf(finding, "Image");
  if (!index || *index >= static_cast<std::int64_t>(images))
  {
    return std::nullopt;
  }
  return static_cast<Json::ArrayIndex>(*index);
}

}  // namespace vlm
