// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Json.h"

#include <json/reader.h>
#include <json/writer.h>

#include <exception>
#include <memory>

namespace vlm
{
namespace
{

std::string Write(const Json::Value& value, const char* indentation)
{
  Json::StreamWriterBuilder builder;
  builder["indentation"] = indentation;
  builder["emitUTF8"] = true;
  builder["useSpecialFloats"] = false;
  return Json::writeString(builder, value);
}

}  // namespace

Result<Json::Value> ParseJson(std::string_view text)
{
  try
  {
    Json::CharReaderBuilder builder;
    Json::CharReaderBuilder::strictMode(&builder.settings_);
    builder["strictRoot"] = false;
    builder["stackLimit"] = 100;
    const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
    Json::Value value;
    std::string problems;
    if (!reader->parse(text.data(), text.data() + text.size(), &value, &problems))
    {
      return Error{ErrorKind::BadInput, "This is not valid JSON: " + problems};
    }
    return value;
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::BadInput, std::string("This is not valid JSON: ") + problem.what()};
  }
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
