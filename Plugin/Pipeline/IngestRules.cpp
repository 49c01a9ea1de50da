// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/IngestRules.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/predicate.hpp>
#include <string_view>

namespace vlm
{
namespace
{

bool Holds(const RuleCondition& condition, const AttributeSource& attributes)
{
  const std::string actual = attributes(condition.attribute);
  return std::any_of(condition.allowed.begin(), condition.allowed.end(),
                     [&](const std::string& allowed) { return boost::iequals(allowed, actual); });
}

// SOP class UIDs of PS3.4 B.5, as the part after 1.2.840.10008.5.1.4.1.1. ; a trailing dot means
// all below.
constexpr std::string_view StorageClasses = "1.2.840.10008.5.1.4.1.1.";
constexpr std::array<std::string_view, 19> PicturelessClasses = {
    "4.2",  "9.",  "11.",  "66",   "66.",  "67",  "68.",  "77.1.5.3", "78.", "79.1",
    "80.1", "88.", "90.1", "91.1", "104.", "131", "200.", "201.",     "481."};
// What is left of radiotherapy (481.): RT Image and its two enhanced successors.
constexpr std::array<std::string_view, 3> RadiotherapyImages = {"481.1", "481.23", "481.24"};
constexpr std::array<std::string_view, 29> PicturelessModalities = {
    "SR",       "KO",       "PR",    "DOC",  "RTSTRUCT", "RTPLAN", "RTDOSE", "RTRECORD",
    "RTINTENT", "RTSEGANN", "RTRAD", "SEG",  "REG",      "FID",    "AU",     "ECG",
    "EPS",      "EEG",      "EMG",   "EOG",  "RESP",     "POS",    "HD",     "PLAN",
    "RWV",      "SMR",      "ANN",   "ASMT", "M3D"};

}  // namespace

const IngestRule* MatchRule(const std::vector<IngestRule>& rules, const AttributeSource& attributes)
{
  for (const auto& rule : rules)
  {
    const bool matches =
        std::all_of(rule.conditions.begin(), rule.conditions.end(),
                    [&](const RuleCondition& condition) { return Holds(condition, attributes); });
    if (matches)
    {
      return rule.skip ? nullptr : &rule;
    }
  }
  return nullptr;
}

bool CanMatchAnything(const std::vector<IngestRule>& rules)
{
  for (const auto& rule : rules)
  {
    if (!rule.skip)
    {
      return true;
    }
    if (rule.conditions.empty())
    {
      return false;
    }
  }
  return false;
}

bool ShowsNoPicture(const std::string& sopClassUid, const std::string& modality)
{
  if (std::find(PicturelessModalities.begin(), PicturelessModalities.end(), modality) !=
      PicturelessModalities.end())
  {
    return true;
  }
  if (!boost::starts_with(sopClassUid, StorageClasses))
  {
    return false;
  }
  const std::string_view tail = std::string_view(sopClassUid).substr(StorageClasses.size());
  if (std::find(RadiotherapyImages.begin(), RadiotherapyImages.end(), tail) !=
      RadiotherapyImages.end())
  {
    return false;
  }
  return std::any_of(PicturelessClasses.begin(), PicturelessClasses.end(),
                     [&](std::string_view one) {
                       return one.back() == '.' ? tail.substr(0, one.size()) == one : tail == one;
                     });
}

}  // namespace vlm
