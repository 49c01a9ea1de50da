// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/RestRoutes.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/case_conv.hpp>
#include <exception>
#include <initializer_list>
#include <utility>

#include "Orthanc/RestHandlers.h"
#include "Orthanc/UnchangedAnswers.h"

namespace vlm
{
namespace
{

struct Route
{
  const char* path;  // regular expression of the whole path
  std::initializer_list<HttpMethod> methods;
  Result<HttpResponse> (*handler)(RestServices&, const HttpRequest&);
};

constexpr HttpMethod Get = HttpMethod::Get;
constexpr HttpMethod Post = HttpMethod::Post;
constexpr HttpMethod Delete = HttpMethod::Delete;

const std::array<Route, 26> Routes = {{
    {"/vlm/status", {Get}, UnlessKnown<ShowStatus, TagOfStatus>},
    {"/vlm/openapi.json", {Get}, ShowOpenApi},
    {"/vlm/models", {Get}, ListModels},
    {"/vlm/models/([^/]+)/test", {Post}, TestModel},
    {"/vlm/models/([^/]+)/pause", {Post}, PauseModel},
    {"/vlm/models/([^/]+)/resume", {Post}, ResumeModel},
    {"/vlm/queue/pause", {Post}, PauseQueue},
    {"/vlm/queue/resume", {Post}, ResumeQueue},
    {"/vlm/egress", {Get}, ShowEgress},
    {"/vlm/reindex", {Post}, BeginReindex},
    {"/vlm/reports", {Get}, UnlessKnown<ListReports>},
    {"/vlm/analyses", {Get}, UnlessKnown<ListAnalyses>},
    {"/vlm/analyses/([^/]+)", {Get, Delete}, ShowOrDeleteAnalysis},
    {"/vlm/analyses/([^/]+)/retry", {Post}, RetryAnalysis},
    {"/vlm/app/(.*)", {Get}, ServePanelFile},
    {"/vlm/analyze", {Post}, AnalyzeMany},
    {"/(instances|series|studies)/([^/]+)/vlm/analyze", {Post}, AnalyzeResource},
    {"/(instances|series|studies)/([^/]+)/vlm/report", {Get}, ShowReport},
    {"/(instances|series|studies)/([^/]+)/vlm/review", {Post}, ReviewReport},
    {"/(instances|series|studies)/([^/]+)/vlm/analyses",
     {Get},
     UnlessKnown<ListAnalysesOfResource>},
    {"/(instances|series|studies)/([^/]+)/vlm/readings", {Get}, ShowReadings},
    {"/(instances|series)/([^/]+)/vlm/slices", {Get}, ListSlices},
    {"/instances/([^/]+)/vlm/pixels", {Get}, ShowPixels},
    {"/instances/([^/]+)/vlm/layers/([^/]+)", {Get}, ShowLayer},
    {"/series/([^/]+)/vlm/layers/([^/]+)", {Get}, ShowSeriesLayer},
    // What no other route knows is an error of ours, not Orthanc's page for it.
    {"/vlm(/.*)?", {}, nullptr},
}};

// The SDK gives its callbacks no user data; set once, before the first request.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): see above
RestServices* currentServices = nullptr;
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): see above
OrthancPluginContext* currentContext = nullptr;

const char* MethodName(HttpMethod method)
{
  switch (method)
  {
    case HttpMethod::Get:
      return "GET";
    case HttpMethod::Post:
      return "POST";
    case HttpMethod::Put:
      return "PUT";
    case HttpMethod::Delete:
      break;
  }
  return "DELETE";
}

HttpMethod MethodOf(OrthancPluginHttpMethod method)
{
  switch (method)
  {
    case OrthancPluginHttpMethod_Post:
      return HttpMethod::Post;
    case OrthancPluginHttpMethod_Put:
      return HttpMethod::Put;
    case OrthancPluginHttpMethod_Delete:
      return HttpMethod::Delete;
    default:
      return HttpMethod::Get;
  }
}

HttpRequest RequestOf(const OrthancPluginHttpRequest& raw)
{
  HttpRequest request;
  request.method = MethodOf(raw.method);
  request.groups.assign(raw.groups, raw.groups + raw.groupsCount);
  for (std::uint32_t i = 0; i < raw.getCount; ++i)
  {
    request.query[PercentDecode(raw.getKeys[i])] = PercentDecode(raw.getValues[i]);
  }
  for (std::uint32_t i = 0; i < raw.headersCount; ++i)
  {
    request.headers[boost::algorithm::to_lower_copy(std::string(raw.headersKeys[i]))] =
        raw.headersValues[i];
  }
  request.body = std::string_view(static_cast<const char*>(raw.body), raw.bodySize);
  return request;
}

HttpResponse RefuseMethod(const Route& route)
{
  std::string allowed;
  for (const auto one : route.methods)
  {
    allowed += (allowed.empty() ? "" : ",") + std::string(MethodName(one));
  }
  HttpResponse response;
  response.status = HttpStatusOf(ErrorKind::MethodNotAllowed);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

HttpResponse Answer(const Route& route, const HttpRequest& request)
{
  try
  {
    if (route.handler == nullptr)
    {
      return ErrorResponse({ErrorKind::NotFound, "There is no such route; README.md lists them."});
    }
    if (std::find(route.methods.begin(), route.methods.end(), request.method) ==
        route.methods.end())
    {
      return RefuseMethod(route);
    }
    auto response = route.handler(*currentServices, request);
    return response.HasValue() ? std::move(response).Value() : ErrorResponse(response.Failure());
  }
  catch (const std::exception& problem)
  {
    return ErrorResponse(
        {ErrorKind::Internal, std::string("Unexpected problem: ") + problem.what()});
  }
}

HttpResponse AnswerOnOrdinaryStack(const Route& route, const HttpRequest& request)
{
  HttpResponse response;
  currentServices->threads.Run([&] { response = Answer(route, request); });
  return response;
}

// Whether Orthanc's own compression (its setting "HttpCompressionEnabled") would take longer than
// it saves.
bool IsDense(const HttpResponse& response)
{
  return response.contentType == "application/octet-stream" ||
         response.contentType == "image/png" || response.contentType == "application/pdf" ||
         std::any_of(response.headers.begin(), response.headers.end(),
                     [](const auto& header) { return header.first == "Content-Encoding"; });
}

void Send(OrthancPluginRestOutput* output, const HttpResponse& response)
{
  if (response.status == HttpStatusOf(ErrorKind::MethodNotAllowed))
  {
    // Orthanc refuses to send this status with a body.
    OrthancPluginSendMethodNotAllowed(currentContext, output,
                                      response.headers.front().second.c_str());
    return;
  }
  for (const auto& [name, value] : response.headers)
  {
    OrthancPluginSetHttpHeader(currentContext, output, name.c_str(), value.c_str());
  }
  const auto size = static_cast<std::uint32_t>(response.body.size());
  if (response.status == 304)  // has no body (RFC 9110, 15.4.5)
  {
    OrthancPluginSendHttpStatusCode(currentContext, output, 304);
    return;
  }
  if (response.status == 200 && !IsDense(response))
  {
    OrthancPluginAnswerBuffer(currentContext, output, response.body.data(), size,
                              response.contentType.c_str());
    return;
  }
  OrthancPluginSetHttpHeader(currentContext, output, "Content-Type", response.contentType.c_str());
  OrthancPluginSendHttpStatus(currentContext, output, static_cast<std::uint16_t>(response.status),
                              response.body.data(), size);
}

template <std::size_t Index>
OrthancPluginErrorCode Handle(OrthancPluginRestOutput* output, const char* /*url*/,
                              const OrthancPluginHttpRequest* request)
{
  try
  {
    Send(output, AnswerOnOrdinaryStack(Routes[Index], RequestOf(*request)));
    return OrthancPluginErrorCode_Success;
  }
  catch (...)
  {
    return OrthancPluginErrorCode_Plugin;
  }
}

template <std::size_t... Indices>
void Register(OrthancPluginContext* context, std::index_sequence<Indices...>)
{
  (OrthancPluginRegisterRestCallbackNoLock(context, Routes[Indices].path, Handle<Indices>), ...);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> RestRouteTable()
{
  std::vector<std::pair<std::string, std::string>> table;
  for (const auto& route : Routes)
  {
    for (const auto method : route.methods)
    {
      table.emplace_back(MethodName(method), route.path);
    }
  }
  return table;
}

void RegisterRestRoutes(OrthancPluginContext* context, RestServices& services)
{
  currentContext = context;
  currentServices = &services;
  Register(context, std::make_index_sequence<Routes.size()>());
}

}  // namespace vlm
