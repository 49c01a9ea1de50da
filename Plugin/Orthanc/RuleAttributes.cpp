// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/RuleAttributes.h"

namespace vlm
{

const char* SeriesTag(RuleAttribute attribute)
{
  switch (attribute)
  {
    case RuleAttribute::Modality:
      return "Modality";
    case RuleAttribute::BodyPartExamined:
      return "BodyPartExamined";
    case RuleAttribute::StationName:
      return "StationName";
    case RuleAttribute::CalledAet:
    case RuleAttribute::RemoteAet:
    case RuleAttribute::SopClassUid:
      break;
  }
  return nullptr;
}

const char* InstanceMetadata(RuleAttribute attribute)
{
  switch (attribute)
  {
    case RuleAttribute::CalledAet:
      return "CalledAET";
    case RuleAttribute::RemoteAet:
      return "RemoteAET";
    default:
      return "SopClassUid";
  }
}

}  // namespace vlm
