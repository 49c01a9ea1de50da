// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchKeeper.h"
#include "Orthanc/BatchRequest.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{

// A query that finds nothing makes a job that has nothing to do.
Result<HttpResponse> AnalyzeMany(RestServices& services, const HttpRequest& request)
{
  auto wanted = ReadBatchRequest(request.body, services.models, services.settings.reportLanguage);
  if (!wanted.HasValue())
  {
    return wanted.Failure();
  }
  auto resources = wanted.Value().query.empty()
                       ? Result<std::vector<std::string>>(std::move(wanted.Value().resources))
                       : FindResources(services.api, wanted.Value().query);
  if (!resources.HasValue())
  {
    return resources.Failure();
  }
  const auto begun = services.batches.Begin(wanted.Value().wish, resources.Value());
  if (!begun.HasValue())
  {
    return begun.Failure();
  }
  return JsonResponse(BatchToJson(begun.Value()), 202);
}

}  // namespace vlm
