// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OutputJson.h"
#include "Orthanc/Reindex.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{

Result<HttpResponse> BeginReindex(RestServices& services, const HttpRequest& /*request*/)
{
  const auto begun = services.reindex.Begin();
  if (!begun.HasValue())
  {
    return begun.Failure();
  }
  return JsonResponse(ReindexToJson(services.reindex.Progress()), 202);
}

}  // namespace vlm
