// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/LearntConcessions.h"

namespace vlm
{
namespace
{

// Each step of structure has its own bit, so that a union of bits is the larger step.
constexpr unsigned WithoutSchema = 1U << 0;
constexpr unsigned WithoutJson = 1U << 1;
constexpr unsigned WithoutTemperature = 1U << 2;
constexpr unsigned WithCompletionTokens = 1U << 3;
constexpr unsigned WithoutTokenLimit = 1U << 4;
constexpr unsigned WithoutThinking = 1U << 5;
constexpr unsigned WithoutSystemRole = 1U << 6;

unsigned BitsOf(const Concessions& concessions)
{
  return (concessions.structure >= 1 ? WithoutSchema : 0U) |
         (concessions.structure >= 2 ? WithoutJson : 0U) |
         (concessions.withoutTemperature ? WithoutTemperature : 0U) |
         (concessions.withCompletionTokens ? WithCompletionTokens : 0U) |
         (concessions.withoutTokenLimit ? WithoutTokenLimit : 0U) |
         (concessions.withoutThinking ? WithoutThinking : 0U) |
         (concessions.withoutSystemRole ? WithoutSystemRole : 0U);
}

void Append(std::string& list, bool isSo, const char* words)
{
  list += !isSo ? "" : (list.empty() ? "" : ", ") + std::string(words);
}

}  // namespace

Concessions LearntConcessions::Current() const
{
  const unsigned bits = bits_.load();
  Concessions concessions;
  concessions.structure = (bits & WithoutSchema) != 0 ? 1 : 0;
  concessions.structure = (bits & WithoutJson) != 0 ? 2 : concessions.structure;
  concessions.withoutTemperature = (bits & WithoutTemperature) != 0;
  concessions.withCompletionTokens = (bits & WithCompletionTokens) != 0;
  concessions.withoutTokenLimit = (bits & WithoutTokenLimit) != 0;
  concessions.withoutThinking = (bits & WithoutThinking) != 0;
  concessions.withoutSystemRole = (bits & WithoutSystemRole) != 0;
  return concessions;
}

void LearntConcessions::Add(const Concessions& concessions)
{
  bits_.fetch_or(BitsOf(concessions));
}

void LearntConcessions::Replace(const Concessions& concessions)
{
  bits_.store(BitsOf(concessions));
}

std::string LearntConcessions::Described() const
{
  const Concessions concessions = Current();
  std::string list;
  Append(list, concessions.structure == 1, "JSON without schema");
  Append(list, concessions.structure == 2, "plain text");
  Append(list, concessions.withoutTemperature, "no temperature");
  Append(list, concessions.withCompletionTokens, "max_completion_tokens");
  Append(list, concessions.withoutTokenLimit, "no token limit");
  Append(list, concessions.withoutThinking, "no thinking setting");
  Append(list, concessions.withoutSystemRole, "no system role");
  return list;
}

}  // namespace vlm
