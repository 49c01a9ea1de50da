// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReportDocument.h"

#include "Report/StoredJson.h"

namespace vlm
{

const Phrasebook& WordsOf(const Json::Value& report)
{
  return Phrasebook::Of(TextOf(MemberOf(report, "Narrative"), "Language"));
}

}  // namespace vlm
