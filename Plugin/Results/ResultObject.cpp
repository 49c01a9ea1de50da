// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ResultObject.h"

#include <algorithm>
#include <array>

#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

constexpr std::array<const char*, 5> Names = {"StructuredReport", "SecondaryCapture",
                                              "EncapsulatedPdf", "PresentationState",
                                              "ParametricMap"};

}  // namespace

std::string ResultKindName(ResultKind kind)
{
  return Names.at(static_cast<std::size_t>(kind));
}

std::optional<ResultKind> ResultKindFromName(std::string_view name)
{
  const auto found = std::find(Names.begin(), Names.end(), name);
  return found == Names.end() ? std::optional<ResultKind>()
                              : static_cast<ResultKind>(found - Names.begin());
}

const SourceImage* ResultContext::AnySource() const
{
  const auto found = std::find_if(sources.begin(), sources.end(),
                                  [](const auto& source) { return source.has_value(); });
  return found == sources.end() ? nullptr : &**found;
}

std::string ResultContext::AnalysisId() const
{
  return TextOf(report, "AnalysisId");
}

std::string ResultContext::Uid(std::string_view role) const
{
  return ResultUid(AnalysisId(), role, SignedRevisionOf(report));
}

}  // namespace vlm
