// SPDX-License-Identifier: GPL-3.0-or-later
// Which arriving images are analysed, at which level and by which model.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "Pipeline/ResourceLevel.h"

namespace vlm
{

// What a rule may ask about an arriving image.
enum class RuleAttribute
{
  Modality,
  BodyPartExamined,
  CalledAet,
  RemoteAet,
  SopClassUid,
  StationName
};

struct RuleCondition
{
  RuleAttribute attribute = RuleAttribute::Modality;
  std::vector<std::string> allowed;  // case-insensitive, one of them
};

struct IngestRule
{
  std::vector<RuleCondition> conditions;  // all must hold; none: always
  ResourceLevel level = ResourceLevel::Instance;
  std::string model;
  int maxImages = 1;
  bool skip = false;
};

// Answers what an attribute is; asked only for what a rule needs, since an answer may cost a query.
using AttributeSource = std::function<std::string(RuleAttribute)>;

// The first rule that matches; nullptr: none does, or the rule says to skip.
const IngestRule* MatchRule(const std::vector<IngestRule>& rules,
                            const AttributeSource& attributes);

// Whether any arriving image could be analysed at all, whatever it is.
bool CanMatchAnything(const std::vector<IngestRule>& rules);

// Objects of this class or modality show no acquired picture of a patient: reports, presentation
// states, documents, plans, waveforms, segmentations, dose grids. Either argument may be empty.
bool ShowsNoPicture(const std::string& sopClassUid, const std::string& modality);

}  // namespace vlm
