// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ReplyEnvelope.h"

#include <boost/locale/utf.hpp>
#include <cmath>
#include <string_view>

#include "Foundation/CleanText.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

namespace utf = boost::locale::utf;

constexpr std::size_t MaximumWord = 100;
// Beyond it a double is no exact count, and no real count comes near.
constexpr double MaximumCount = 9.0e15;

bool IsUtf8(std::string_view text)
{
  auto position = text.begin();
  while (position != text.end())
  {
    const utf::code_point character = utf::utf_traits<char>::decode(position, text.end());
    if (character == utf::illegal || character == utf::incomplete)
    {
      return false;
    }
  }
  return true;
}

const Json::Value& Nothing()
{
  static const Json::Value nothing;
  return nothing;
}

std::string StatedType(const HttpReply& reply)
{
  const auto type = reply.headers.find("content-type");
  return type == reply.headers.end() ? "" : type->second;
}

Error BadEnvelope(const std::string& problem)
{
  return Error{ErrorKind::BadReply, "The model's server " + problem};
}

}  // namespace

Result<Json::Value> ReadEnvelope(const HttpReply& reply)
{
  if (reply.body.empty())
  {
    return BadEnvelope("sent an empty body where a JSON object is needed.");
  }
  const std::string type = StatedType(reply);
  // "application/json" or a "+json" type (RFC 6839); no type at all is forgiven.
  if (!type.empty() && type.find("json") == std::string::npos)
  {
    return BadEnvelope("sent content of type " +
                       CleanText(type, MaximumWord, LineBreaks::ReplaceBySpaces) +
                       " where application/json is needed; check Url and proxies.");
  }
  if (!IsUtf8(reply.body))
  {
    return BadEnvelope("sent bytes that are not UTF-8 text.");
  }
  auto json = ParseJson(reply.body);
  if (!json.HasValue())
  {
    return BadEnvelope("sent a body that is no valid JSON (" + std::to_string(reply.body.size()) +
                       " bytes), perhaps cut off.");
  }
  if (!json.Value().isObject())
  {
    return BadEnvelope("sent JSON that is no object.");
  }
  return json;
}

const Json::Value& Member(const Json::Value& object, const char* name)
{
  return object.isObject() ? object[name] : Nothing();
}

const Json::Value& FirstOf(const Json::Value& list)
{
  return list.isArray() && !list.empty() ? list[0] : Nothing();
}

std::string TextOf(const Json::Value& value)
{
  return value.isString() ? value.asString() : "";
}

std::int64_t CountOf(const Json::Value& value)
{
  if (!value.isNumeric())
  {
    return 0;
  }
  const double number = value.asDouble();
  return number > 0.0 && number <= MaximumCount ? static_cast<std::int64_t>(std::floor(number)) : 0;
}

std::string WordOf(const Json::Value& value)
{
  return CleanText(TextOf(value), MaximumWord, LineBreaks::ReplaceBySpaces);
}

}  // namespace vlm
