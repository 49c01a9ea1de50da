// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/EmbeddedFiles.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{

EmbeddedFiles vlm_orthanc_Files();

Result<HttpResponse> ShowOpenApi(RestServices& /*services*/, const HttpRequest& /*request*/)
{
  HttpResponse response;
  response.body = std::string(vlm_orthanc_Files().Find("Resources/openapi.json").value_or("{}"));
  return response;
}

}  // namespace vlm
