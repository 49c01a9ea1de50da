// SPDX-License-Identifier: GPL-3.0-or-later
// Our own words in the languages that people read: Resources/Texts/<language>/<subject>.json.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vlm
{

class Phrasebook
{
public:
  // The book of a BCP 47 tag: its language's ("zh-CN" reads "zh"), else the English one.
  // Thread-safe; books live as long as the process.
  static const Phrasebook& Of(std::string_view languageTag);
  // Those there are: "en" first.
  static std::vector<std::string> Languages();

  const std::string& Language() const { return language_; }

  using Value = std::pair<std::string_view, std::string>;
  // The phrase with each "{name}" replaced by its value, which is not searched for names again. A
  // phrase that the language lacks is said in English; one that no language has, by its key.
  std::string Say(std::string_view key, std::initializer_list<Value> values = {}) const;
  // Whether some language has it.
  bool Has(std::string_view key) const;

  using Phrases = std::map<std::string, std::string, std::less<>>;
  const Phrases& All() const { return phrases_; }

  // `english` is asked for what is missing; null for English itself.
  Phrasebook(std::string language, Phrases phrases, const Phrasebook* english);

private:
  const std::string* Find(std::string_view key) const;

  std::string language_;
  Phrases phrases_;
  const Phrasebook* english_;
};

}  // namespace vlm
