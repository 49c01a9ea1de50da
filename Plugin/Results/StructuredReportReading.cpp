// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReport.h"

namespace vlm
{

std::optional<std::string> AnalysisOfStructuredReport(const std::string& /*dicomFile*/)
{
  return std::nullopt;
}

Result<Json::Value> ReadStructuredReport(const std::string& /*dicomFile*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
