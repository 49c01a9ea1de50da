// SPDX-License-Identifier: GPL-3.0-or-later
// Answers about the queue that many pages ask for again and again: who has the newest one is told
// so (304) before any question to the database or to Orthanc.
#pragma once

#include <string>

#include "Orthanc/EntityTag.h"
#include "Orthanc/HttpExchange.h"
#include "Orthanc/RestServices.h"

namespace vlm
{

// Of all that an answer about analyses may depend on, counted since this start of the plugin:
// changes of the queue, steps of analyses in hand, deletions in Orthanc; and of what is asked.
std::string TagOfQueue(const RestServices& services, const HttpRequest& request);

// The same for /vlm/status: also of the models' health, of who asks, and of the time, since the
// counts of outputs change without notice. Holds for ten seconds at most.
std::string TagOfStatus(const RestServices& services, const HttpRequest& request);

// The handler's answer unless the caller has it.
template <Result<HttpResponse> (*Handler)(RestServices&, const HttpRequest&),
          std::string (*TagOf)(const RestServices&, const HttpRequest&) = TagOfQueue>
Result<HttpResponse> UnlessKnown(RestServices& services, const HttpRequest& request)
{
  const std::string tag = TagOf(services, request);  // first: a change meanwhile makes another one
  if (auto unchanged = AnswerUnchanged(request, tag))
  {
    return *std::move(unchanged);
  }
  auto response = Handler(services, request);
  if (response.HasValue() && response.Value().status == 200)
  {
    AddEntityTag(tag, response.Value());
  }
  return response;
}

}  // namespace vlm
