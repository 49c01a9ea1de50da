// SPDX-License-Identifier: GPL-3.0-or-later
// An administrator pauses and resumes the whole queue, or one model, on all nodes.
#include "Foundation/CleanText.h"
#include "Foundation/Json.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{
namespace
{

constexpr std::size_t LargestBody = std::size_t{16} * 1024;
constexpr std::size_t LongestReason = 500;

// {"Reason": "..."}, or nothing.
Result<std::string> ReadReason(std::string_view body)
{
  if (body.empty())
  {
    return std::string();
  }
  const auto json = ReadJsonObject(body, LargestBody);
  if (!json.HasValue())
  {
    return json.Failure();
  }
  for (const auto& key : json.Value().getMemberNames())
  {
    if (key != "Reason" || !json.Value()[key].isString())
    {
      return Error{ErrorKind::BadInput, key + " is " + WriteJson(json.Value()[key]) +
                                            "; allowed: {} or {\"Reason\": \"a sentence\"}."};
    }
  }
  return CleanText(json.Value().get("Reason", "").asString(), LongestReason,
                   LineBreaks::ReplaceBySpaces);
}

Result<std::string> KnownModel(const RestServices& services, const HttpRequest& request)
{
  const std::string& name = request.groups.at(0);
  return services.models.count(name) > 0
             ? Result<std::string>(name)
             : Error{ErrorKind::NotFound,
                     "There is no model '" + name + "'; GET /vlm/models lists what there is."};
}

// All that is paused after a change, which this node follows at once, and others within seconds.
Result<HttpResponse> AnswerAfter(const Result<void>& change, RestServices& services)
{
  auto step = change;
  if (step.HasValue())
  {
    services.queue.NoteOthers();
    step = services.workers.NotePauses();
  }
  if (!step.HasValue())
  {
    return step.Failure();
  }
  const auto pauses = services.pauses.List();
  return pauses.HasValue() ? Result<HttpResponse>(JsonResponse(PausesToJson(pauses.Value())))
                           : pauses.Failure();
}

// `model` empty: the whole queue.
Result<HttpResponse> Pause(RestServices& services, const std::string& model,
                           const HttpRequest& request)
{
  const auto reason = ReadReason(request.body);
  return reason.HasValue() ? AnswerAfter(services.pauses.Pause(model, reason.Value()), services)
                           : reason.Failure();
}

Result<HttpResponse> Resume(RestServices& services, const std::string& model)
{
  return AnswerAfter(services.pauses.Resume(model), services);
}

}  // namespace

Json::Value PausesToJson(const std::vector<PauseRecord>& pauses)
{
  Json::Value json(Json::arrayValue);
  for (const auto& pause : pauses)
  {
    Json::Value one;
    one["Model"] = pause.model.empty() ? Json::Value() : Json::Value(pause.model);
    one["Since"] = FormatTimestamp(pause.since);
    one["Reason"] = pause.reason;
    json.append(one);
  }
  return json;
}

Result<HttpResponse> PauseQueue(RestServices& services, const HttpRequest& request)
{
  return Pause(services, "", request);
}

Result<HttpResponse> ResumeQueue(RestServices& services, const HttpRequest&)
{
  return Resume(services, "");
}

Result<HttpResponse> PauseModel(RestServices& services, const HttpRequest& request)
{
  const auto model = KnownModel(services, request);
  return model.HasValue() ? Pause(services, model.Value(), request) : model.Failure();
}

Result<HttpResponse> ResumeModel(RestServices& services, const HttpRequest& request)
{
  const auto model = KnownModel(services, request);
  return model.HasValue() ? Resume(services, model.Value()) : model.Failure();
}

}  // namespace vlm
