// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Json.h"

#include <json/reader.h>
#include <json/writer.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>

namespace vlm
{
namespace
{

bool IsSpecial(const Json::Value& value)
{
  return value.isDouble() && !std::isfinite(value.asDouble());
}

bool HasSpecials(const Json::Value& value)
{
  return IsSpecial(value) || std::any_of(value.begin(), value.end(), HasSpecials);
}

void DropSpecials(Json::Value& value)
{
  if (IsSpecial(value))
  {
    value = Json::Value();
  }
  std::for_each(value.begin(), value.end(), DropSpecials);
}

std::string Write(const Json::Value& value, const char* indentation)
{
  Json::StreamWriterBuilder builder;
  builder["indentation"] = indentation;
  builder["emitUTF8"] = true;
  builder["precision"] = 15;  // every decimal number of 15 digits survives, so 0.1 stays "0.1"
  if (!HasSpecials(value))
  {
    return Json::writeString(builder, value);
  }
  // jsoncpp itself writes infinity as 1e+9999, which other readers refuse.
  Json::Value writable = value;
  DropSpecials(writable);
  return Json::writeString(builder, writable);
}

enum class Comments
{
  Refused,
  Allowed
};

Result<Json::Value> Parse(std::string_view text, Comments comments)
{
  try
  {
    Json::CharReaderBuilder builder;
    Json::CharReaderBuilder::strictMode(&builder.settings_);
    builder["strictRoot"] = false;
    builder["allowComments"] = comments == Comments::Allowed;
    builder["collectComments"] = false;
    builder["stackLimit"] = 100;
    const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
    Json::Value value;
    std::string problems;
    if (!reader->parse(text.data(), text.data() + text.size(), &value, &problems))
    {
      return Error{ErrorKind::BadInput, "This is not valid JSON: " + problems};
    }
    if (HasSpecials(value))  // as jsoncpp 1.9.6 reads 1e999; older ones refuse it themselves
    {
      return Error{ErrorKind::BadInput, "This is not valid JSON: a number is too large."};
    }
    return value;
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::BadInput, std::string("This is not valid JSON: ") + problem.what()};
  }
}

}  // namespace

Result<Json::Value> ParseJson(std::string_view text)
{
  return Parse(text, Comments::Refused);
}

Result<Json::Value> ParseCommentedJson(std::string_view text)
{
  return Parse(text, Comments::Allowed);
}

std::string WriteJson(const Json::Value& value)
{
  return Write(value, "");
}

std::string WriteReadableJson(const Json::Value& value)
{
  return Write(value, "  ");
}

}  // namespace vlm
