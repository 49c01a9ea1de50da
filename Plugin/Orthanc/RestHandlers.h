// SPDX-License-Identifier: GPL-3.0-or-later
// The handlers of the REST routes (DESIGN.md section 4). Each gets a request whose method its route
// allows.
#pragma once

#include "Foundation/Result.h"
#include "Orthanc/HttpExchange.h"
#include "Orthanc/RestServices.h"

namespace vlm
{

// StatusRoutes.cpp
Result<HttpResponse> ShowStatus(RestServices& services, const HttpRequest& request);

// OpenApiRoute.cpp
Result<HttpResponse> ShowOpenApi(RestServices& services, const HttpRequest& request);

// ModelRoutes.cpp: the group is the model's name
Result<HttpResponse> ListModels(RestServices& services, const HttpRequest& request);
Result<HttpResponse> TestModel(RestServices& services, const HttpRequest& request);

// PauseRoutes.cpp: the group is the model's name
Result<HttpResponse> PauseQueue(RestServices& services, const HttpRequest& request);
Result<HttpResponse> ResumeQueue(RestServices& services, const HttpRequest& request);
Result<HttpResponse> PauseModel(RestServices& services, const HttpRequest& request);
Result<HttpResponse> ResumeModel(RestServices& services, const HttpRequest& request);
Json::Value PausesToJson(const std::vector<PauseRecord>& pauses);

// EgressRoute.cpp: groups of the readings are the level's path and the identifier
Result<HttpResponse> ShowEgress(RestServices& services, const HttpRequest& request);
Result<HttpResponse> ShowReadings(RestServices& services, const HttpRequest& request);

// AnalyzeRoute.cpp: groups are the level's path and the identifier
Result<HttpResponse> AnalyzeResource(RestServices& services, const HttpRequest& request);

// BatchRoutes.cpp
Result<HttpResponse> AnalyzeMany(RestServices& services, const HttpRequest& request);

// ReportRoutes.cpp
Result<HttpResponse> ShowReport(RestServices& services, const HttpRequest& request);
Result<HttpResponse> ListReports(RestServices& services, const HttpRequest& request);

// ReviewRoute.cpp: groups are the level's path and the identifier
Result<HttpResponse> ReviewReport(RestServices& services, const HttpRequest& request);

// AnalysisRoutes.cpp
Result<HttpResponse> ListAnalysesOfResource(RestServices& services, const HttpRequest& request);
Result<HttpResponse> ListAnalyses(RestServices& services, const HttpRequest& request);
Result<HttpResponse> ShowOrDeleteAnalysis(RestServices& services, const HttpRequest& request);
Result<HttpResponse> RetryAnalysis(RestServices& services, const HttpRequest& request);

// ReindexRoute.cpp
Result<HttpResponse> BeginReindex(RestServices& services, const HttpRequest& request);

// SliceRoute.cpp: groups are the level's path and the identifier
Result<HttpResponse> ListSlices(RestServices& services, const HttpRequest& request);

// PixelRoute.cpp: the group is the instance
Result<HttpResponse> ShowPixels(RestServices& services, const HttpRequest& request);

// LayerRoute.cpp: groups are the instance or series and the layer's name
Result<HttpResponse> ShowLayer(RestServices& services, const HttpRequest& request);
Result<HttpResponse> ShowSeriesLayer(RestServices& services, const HttpRequest& request);

// ExplorerPanel.cpp: the group is the file's name
Result<HttpResponse> ServePanelFile(RestServices& services, const HttpRequest& request);

}  // namespace vlm
