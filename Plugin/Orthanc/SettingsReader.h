// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one JSON object of the configuration strictly: what is not read is unknown, what has the
// wrong type or range is refused.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "Foundation/Result.h"

namespace vlm
{

// Getters give the value, or the fallback after noting the first problem; Finish tells it.
class SettingsReader
{
public:
  // `path` is where the object stands, e.g. "Vlm.Rules[0]".
  SettingsReader(const Json::Value& object, std::string path);

  bool Has(const std::string& key) const;
  // The key is there, as JSON's null; it then counts as read.
  bool HasNull(const std::string& key);
  bool Boolean(const std::string& key, bool fallback);
  int Integer(const std::string& key, int fallback, int minimum, int maximum);
  std::int64_t LargeInteger(const std::string& key, std::int64_t fallback, std::int64_t minimum,
                            std::int64_t maximum);
  double Number(const std::string& key, double fallback, double minimum, double maximum);
  std::string Text(const std::string& key, const std::string& fallback);
  std::string OneOf(const std::string& key, const std::string& fallback,
                    const std::vector<std::string>& allowed);
  // A text or a list of texts.
  std::vector<std::string> Texts(const std::string& key);
  // A list of texts, which may be empty.
  std::vector<std::string> TextList(const std::string& key,
                                    const std::vector<std::string>& fallback);
  const Json::Value& Object(const std::string& key);
  const Json::Value& List(const std::string& key);

  void Refuse(const std::string& key, const std::string& problem);
  // The same without repeating the value, which may hold a password or a key.
  void RefuseUnseen(const std::string& key, const std::string& problem);
  // Errors: BadConfiguration: the first problem, or the unknown keys.
  Result<void> Finish() const;

  std::string PathOf(const std::string& key) const { return path_ + "." + key; }

private:
  const Json::Value* Read(const std::string& key);

  const Json::Value& object_;
  std::string path_;
  std::set<std::string> known_;
  std::optional<std::string> problem_;
};

}  // namespace vlm
