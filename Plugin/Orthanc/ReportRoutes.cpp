// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>

#include "Orthanc/AnalysisJson.h"
#include "Orthanc/ReportDocuments.h"
#include "Orthanc/ReportLookup.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{
namespace
{

Result<double> ReadScore(const std::string& text)
{
  double score = 0.0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), score);
  if (problem != std::errc() || end != text.data() + text.size() || !(score >= 0.0 && score <= 1.0))
  {
    return Error{ErrorKind::BadInput, "minScore is '" + text + "'; allowed: a number from 0 to 1."};
  }
  return score;
}

Result<std::vector<AnalysisState>> ReadStatus(const std::string& text)
{
  using States = std::vector<AnalysisState>;
  if (text.empty())
  {
    return States{AnalysisState::Completed, AnalysisState::Abstained, AnalysisState::Failed};
  }
  const auto state = StateFromName(text);
  if (!state || !HasEnded(*state) || *state == AnalysisState::Canceled)
  {
    return Error{ErrorKind::BadInput,
                 "status is '" + text + "'; allowed: Completed, Abstained, Failed."};
  }
  return States{*state};
}

Result<AnalysisFilter> ReadFilter(const HttpRequest& request)
{
  AnalysisFilter filter;
  filter.order = AnalysisFilter::Order::Ended;
  const auto limit = request.QueryLimit();
  if (!limit.HasValue())
  {
    return limit.Failure();
  }
  const auto states = ReadStatus(request.QueryText("status"));
  if (!states.HasValue())
  {
    return states.Failure();
  }
  if (!request.QueryText("minScore").empty())
  {
    const auto score = ReadScore(request.QueryText("minScore"));
    if (!score.HasValue())
    {
      return score.Failure();
    }
    filter.minimumScore = score.Value();
  }
  const auto reviewed = request.QueryBoolean("reviewed");
  if (!reviewed.HasValue())
  {
    return reviewed.Failure();
  }
  filter.isReviewed = reviewed.Value();
  filter.limit = limit.Value();
  filter.states = states.Value();
  filter.cursor = request.QueryText("since");
  filter.modality = request.QueryText("modality");
  filter.label = request.QueryText("label");
  filter.patientId = request.QueryText("patientId");
  return filter;
}

}  // namespace

Result<HttpResponse> ShowReport(RestServices& services, const HttpRequest& request)
{
  const auto wish = ReadDocumentRequest(request);
  if (!wish.HasValue())
  {
    return wish.Failure();
  }
  const auto resource = FindResource(services, request.groups.at(0), request.groups.at(1));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const auto found = LookUpReport(services, resource.Value(), wish.Value().form);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  if (found.Value().report)
  {
    return AnswerWithDocument(services, wish.Value(), resource.Value(), *found.Value().report);
  }
  if (found.Value().pending)
  {
    return JsonResponse(AnalysisWithPosition(services, *found.Value().pending), 202);
  }
  return Error{ErrorKind::NotFound, "Nothing was analysed here yet; POST /" +
                                        LevelPath(resource.Value().level) + "/" +
                                        resource.Value().orthancId + "/vlm/analyze asks for it."};
}

Result<HttpResponse> ListReports(RestServices& services, const HttpRequest& request)
{
  const auto allowed = request.AllowQuery(
      {"since", "limit", "modality", "status", "label", "minScore", "reviewed", "patientId"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const auto filter = ReadFilter(request);
  if (!filter.HasValue())
  {
    return filter.Failure();
  }
  const auto page = services.queue.List(filter.Value());
  if (!page.HasValue())
  {
    return page.Failure();
  }
  Json::Value json;
  json["Reports"] = Json::Value(Json::arrayValue);
  for (const auto& record : page.Value().records)
  {
    json["Reports"].append(ReportSummaryToJson(record));
  }
  json["Next"] = page.Value().next.empty() ? Json::Value() : Json::Value(page.Value().next);
  return JsonResponse(json);
}

}  // namespace vlm
