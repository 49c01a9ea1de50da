// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/Disclaimer.h"

#include "Report/DocumentPieces.h"
#include "Report/PersonName.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{

std::string SignerNameOf(const Json::Value& report)
{
  if (SignedRevisionOf(report) <= 0)
  {
    return "";
  }
  for (const char* key : {"Name", "User"})
  {
    std::string name = TextOf(MemberOf(report, "Review"), key);
    if (!PersonNameText(name).empty())
    {
      return name;
    }
  }
  return "Unknown";
}

std::string SignerTextOf(const Json::Value& report)
{
  return Clipped(PersonNameText(SignerNameOf(report)), 200);
}

std::string DisclaimerTextOf(const Json::Value& report, const Phrasebook& words)
{
  const std::string signer = SignerTextOf(report);
  return signer.empty() ? words.Say("document.disclaimer")
                        : words.Say("document.disclaimer.reviewed", {{"name", signer}});
}

}  // namespace vlm
