// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ModelRoutes.h"

#include "Orthanc/ModelJson.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{

Result<Json::Value> TestModelNamed(const std::string& name, const VisionModels& models,
                                   SelfTests& selfTests)
{
  const auto found = models.find(name);
  if (found == models.end())
  {
    return Error{ErrorKind::NotFound,
                 "There is no model '" + name + "'; GET /vlm/models lists what there is."};
  }
  const auto record = selfTests.Run(name, *found->second, selfTests.Stopping());
  if (!record.outcome.HasValue())
  {
    return record.outcome.Failure();
  }
  return SelfTestToJson(name, record.outcome.Value(), record.testedAt);
}

Result<HttpResponse> ListModels(RestServices& services, const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  return JsonResponse(
      ModelsToJson(services.models, services.settings, services.selfTests, services.workers));
}

Result<HttpResponse> TestModel(RestServices& services, const HttpRequest& request)
{
  const auto tested = TestModelNamed(request.groups.at(0), services.models, services.selfTests);
  // An answer resumes a paused model: what waited for it need not sleep until the pause ends.
  services.workers.Wake();
  return tested.HasValue() ? Result<HttpResponse>(JsonResponse(tested.Value())) : tested.Failure();
}

}  // namespace vlm
