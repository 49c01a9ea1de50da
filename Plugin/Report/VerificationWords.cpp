// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/VerificationWords.h"

#include <algorithm>
#include <vector>

#include "Foundation/JoinedText.h"
#include "Render/Numbers.h"
#include "Report/DocumentPieces.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr Json::ArrayIndex MaximumChecks = 40;

// In the language's words; one of another version goes by its name.
std::string WordsFor(const char* family, const std::string& name, const Phrasebook& words)
{
  const std::string key = family + name;
  return words.Has(key) ? words.Say(key) : Clipped(name, 80);
}

std::string Axes(const Json::Value& ellipse, const char* key)
{
  const Json::Value& axes = ListOf(ellipse, key);
  if (axes.size() != 2 || !axes[0].isNumeric() || !axes[1].isNumeric())
  {
    return "";
  }
  return FormatDecimals(axes[0].asDouble(), 1) + " × " + FormatDecimals(axes[1].asDouble(), 1);
}

std::string Shift(const Json::Value& verification, const Phrasebook& words)
{
  constexpr double leastPx = 0.5;
  const auto px = NumberOf(verification, "ShiftPx");
  const auto mm = NumberOf(verification, "ShiftMm");
  if (!px || *px < leastPx)
  {
    return "";
  }
  return words.Say("document.verification.shift", {{"px", FormatDecimals(*px, 0)}}) +
         (mm ? words.Say("document.verification.shiftMm", {{"mm", FormatDecimals(*mm, 1)}}) : "");
}

// Of the readings that were shown the place.
std::string Agreement(const Json::Value& verification, const Phrasebook& words)
{
  const std::int64_t looks = CountOf(verification, "Looks").value_or(0);
  if (looks < 2)
  {
    return "";
  }
  const Json::Value& sightings = ListOf(verification, "Sightings");
  const auto placing =
      std::count_if(sightings.begin(), sightings.end(),
                    [](const Json::Value& one) { return !IsTrue(one, "Outlier"); });
  return words.Say("document.verification.looks",
                   {{"placing", std::to_string(placing)}, {"looks", std::to_string(looks)}});
}

}  // namespace

std::string VerificationOf(const Json::Value& finding, const Phrasebook& words)
{
  const Json::Value& verification = MemberOf(finding, "Verification");
  return WordsFor("document.verification.", TextOf(verification, "Status"), words) +
         Agreement(verification, words) + Shift(verification, words);
}

std::string CentreOf(const Json::Value& finding, const Phrasebook& words)
{
  const Json::Value& location = MemberOf(finding, "Location");
  const Json::Value& ellipses = ListOf(location, "CredibleEllipses");
  const auto ellipse =
      std::find_if(ellipses.begin(), ellipses.end(),
                   [](const Json::Value& one) { return NumberOf(one, "Mass") == 0.95; });
  const std::string px = ellipse == ellipses.end() ? "" : Axes(*ellipse, "SemiAxesPx");
  if (px.empty())
  {
    return "";
  }
  const std::string mm = Axes(*ellipse, "SemiAxesMm");
  const Json::Value& mean = ListOf(location, "Mean");
  const bool hasMean = mean.size() == 2 && mean[0].isNumeric() && mean[1].isNumeric();
  const std::string within = hasMean ? words.Say("document.centre.text",
                                                 {{"column", FormatDecimals(mean[0].asDouble(), 1)},
                                                  {"row", FormatDecimals(mean[1].asDouble(), 1)},
                                                  {"px", px}})
                                     : words.Say("document.centre.within", {{"px", px}});
  return within + (mm.empty() ? "" : words.Say("document.centre.mm", {{"mm", mm}}));
}

std::string DoubtsOf(const Json::Value& finding, const Phrasebook& words)
{
  std::vector<std::string> doubts;
  for (const Json::Value& check : ListOf(MemberOf(finding, "Verification"), "Checks"))
  {
    if (!IsTrue(check, "Passed") && doubts.size() < MaximumChecks)
    {
      doubts.push_back(WordsFor("document.doubt.", TextOf(check, "Name"), words));
    }
  }
  return Joined(doubts, words.Say("document.semicolon"));
}

void AppendLedger(const Json::Value& finding, const Phrasebook& words, Blocks& blocks)
{
  Table ledger;
  ledger.caption = words.Say("document.ledger");
  ledger.columns = {{words.Say("document.ledger.check"), 0.32},
                    {words.Say("document.ledger.result"), 0.13},
                    {words.Say("document.ledger.detail"), 0.55}};
  const Json::Value& checks = ListOf(MemberOf(finding, "Verification"), "Checks");
  for (Json::ArrayIndex i = 0; i < std::min(checks.size(), MaximumChecks); ++i)
  {
    const bool passed = IsTrue(checks[i], "Passed");
    ledger.rows.push_back(
        {Ours(WordsFor("document.check.", TextOf(checks[i], "Name"), words)),
         Ours(words.Say(passed ? "document.ledger.passed" : "document.ledger.failed")),
         Quoted(Clipped(TextOf(checks[i], "Detail")))});
  }
  if (!ledger.rows.empty())
  {
    blocks.emplace_back(std::move(ledger));
  }
}

}  // namespace vlm
