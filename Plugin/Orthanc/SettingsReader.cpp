// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/SettingsReader.h"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>

#include "Foundation/Json.h"

namespace vlm
{

SettingsReader::SettingsReader(const Json::Value& object, std::string path)
    : object_(object), path_(std::move(path))
{
  if (!object_.isObject())
  {
    problem_ = path_ + " is " + WriteJson(object_) + "; it must be an object {...}.";
  }
}

bool SettingsReader::Has(const std::string& key) const
{
  return object_.isObject() && object_.isMember(key);
}

bool SettingsReader::HasNull(const std::string& key)
{
  const auto* value = Read(key);
  return value != nullptr && value->isNull();
}

const Json::Value* SettingsReader::Read(const std::string& key)
{
  known_.insert(key);
  return Has(key) ? &object_[key] : nullptr;
}

void SettingsReader::Refuse(const std::string& key, const std::string& problem)
{
  if (!problem_)
  {
    const std::string value = Has(key) ? " is " + WriteJson(object_[key]) : " is missing";
    problem_ = PathOf(key) + value + "; " + problem + ".";
  }
}

void SettingsReader::RefuseUnseen(const std::string& key, const std::string& problem)
{
  if (!problem_)
  {
    problem_ = PathOf(key) + " cannot be used; " + problem + ".";
  }
}

bool SettingsReader::Boolean(const std::string& key, bool fallback)
{
  const auto* value = Read(key);
  if (value == nullptr)
  {
    return fallback;
  }
  if (!value->isBool())
  {
    Refuse(key, "allowed: true or false");
    return fallback;
  }
  return value->asBool();
}

int SettingsReader::Integer(const std::string& key, int fallback, int minimum, int maximum)
{
  return static_cast<int>(LargeInteger(key, fallback, minimum, maximum));
}

std::int64_t SettingsReader::LargeInteger(const std::string& key, std::int64_t fallback,
                                          std::int64_t minimum, std::int64_t maximum)
{
  const auto* value = Read(key);
  if (value == nullptr)
  {
    return fallback;
  }
  if (!value->isInt64() || value->asInt64() < minimum || value->asInt64() > maximum)
  {
    Refuse(key, "allowed: a whole number from " + std::to_string(minimum) + " to " +
                    std::to_string(maximum));
    return fallback;
  }
  return value->asInt64();
}

double SettingsReader::Number(const std::string& key, double fallback, double minimum,
                              double maximum)
{
  const auto* value = Read(key);
  if (value == nullptr)
  {
    return fallback;
  }
  // Written so that NaN is refused too.
  if (!value->isNumeric() || !(value->asDouble() >= minimum && value->asDouble() <= maximum))
  {
    Refuse(key, "allowed: a number from " + WriteJson(minimum) + " to " + WriteJson(maximum));
    return fallback;
  }
  return value->asDouble();
}

std::string SettingsReader::Text(const std::string& key, const std::string& fallback)
{
  const auto* value = Read(key);
  if (value == nullptr)
  {
    return fallback;
  }
  if (!value->isString())
  {
    Refuse(key, "it must be a text");
    return fallback;
  }
  return value->asString();
}

std::string SettingsReader::OneOf(const std::string& key, const std::string& fallback,
                                  const std::vector<std::string>& allowed)
{
  std::string text = Text(key, fallback);
  if (std::find(allowed.begin(), allowed.end(), text) == allowed.end())
  {
    Refuse(key, "allowed: " + boost::algorithm::join(allowed, ", "));
  }
  return text;
}

std::vector<std::string> SettingsReader::Texts(const std::string& key)
{
  const auto* value = Read(key);
  if (value == nullptr)
  {
    return {};
  }
  if (value->isString())
  {
    return {value->asString()};
  }
  std::vector<std::string> texts;
  if (value->isArray() && !value->empty())
  {
    for (const auto& item : *value)
    {
      if (item.isString())
      {
        texts.push_back(item.asString());
      }
    }
  }
  if (texts.empty() || texts.size() != value->size())
  {
    Refuse(key, "it must be a text or a list of texts");
  }
  return texts;
}

std::vector<std::string> SettingsReader::TextList(const std::string& key,
                                                  const std::vector<std::string>& fallback)
{
  const auto* value = Read(key);
  if (value == nullptr)
  {
    return fallback;
  }
  std::vector<std::string> texts;
  for (const auto& item : value->isArray() ? *value : Json::Value(Json::arrayValue))
  {
    texts.push_back(item.isString() ? item.asString() : std::string());
  }
  if (!value->isArray() ||
      std::any_of(value->begin(), value->end(), [](const auto& item) { return !item.isString(); }))
  {
    Refuse(key, "it must be a list of texts");
  }
  return texts;
}

const Json::Value& SettingsReader::Object(const std::string& key)
{
  static const Json::Value empty(Json::objectValue);
  const auto* value = Read(key);
  if (value != nullptr && !value->isObject())
  {
    Refuse(key, "it must be an object {...}");
    return empty;
  }
  return value == nullptr ? empty : *value;
}

const Json::Value& SettingsReader::List(const std::string& key)
{
  static const Json::Value empty(Json::arrayValue);
  const auto* value = Read(key);
  if (value != nullptr && !value->isArray())
  {
    Refuse(key, "it must be a list [...]");
    return empty;
  }
  return value == nullptr ? empty : *value;
}

Result<void> SettingsReader::Finish() const
{
  if (problem_)
  {
    return Error{ErrorKind::BadConfiguration, *problem_};
  }
  for (const auto& key : object_.getMemberNames())
  {
    if (known_.count(key) == 0)
    {
      return Error{ErrorKind::BadConfiguration,
                   PathOf(key) + " is not a setting of this version; allowed here: " +
                       boost::algorithm::join(known_, ", ") + "."};
    }
  }
  return {};
}

}  // namespace vlm
