// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ExplorerPanel.h"

#include <boost/algorithm/string/predicate.hpp>
#include <string>

#include "Foundation/EmbeddedFiles.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{

EmbeddedFiles vlm_orthanc_Files();

namespace
{

constexpr const char* PageUri = "../vlm/app/index.html";
// Our own files and REST routes only; pictures come from the layers' route.
constexpr const char* ContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

struct MediaType
{
  const char* suffix;
  const char* type;
};
constexpr MediaType MediaTypes[] = {{".html", "text/html; charset=utf-8"},
                                    {".js", "text/javascript; charset=utf-8"},
                                    {".css", "text/css; charset=utf-8"},
                                    {".svg", "image/svg+xml"}};

std::string MediaTypeOf(const std::string& name)
{
  for (const auto& [suffix, type] : MediaTypes)
  {
    if (boost::ends_with(name, suffix))
    {
      return type;
    }
  }
  return "application/octet-stream";
}

}  // namespace

// A file is found by its whole name among those compiled in: no path leads anywhere else.
Result<HttpResponse> ServePanelFile(RestServices& /*services*/, const HttpRequest& request)
{
  const std::string& group = request.groups.at(0);
  const std::string name = group.empty() ? "index.html" : group;
  const auto file = vlm_orthanc_Files().Find("WebViewer/" + name);
  if (!file)
  {
    return Error{ErrorKind::NotFound, "The panel has no file '" + name + "'."};
  }
  HttpResponse response;
  response.contentType = MediaTypeOf(name);
  response.body = std::string(*file);
  response.headers.emplace_back("Content-Security-Policy", ContentSecurityPolicy);
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

void JoinOrthancExplorer(OrthancPluginContext* context)
{
  const std::string script(vlm_orthanc_Files().Find("WebViewer/explorer.js").value_or(""));
#if ORTHANC_PLUGINS_VERSION_IS_ABOVE(1, 12, 4)
  constexpr const char* pluginName = "vlm";
  OrthancPluginSetRootUri2(context, pluginName, PageUri);
  OrthancPluginExtendOrthancExplorer2(context, pluginName, script.c_str());
#else
  OrthancPluginSetRootUri(context, PageUri);
  OrthancPluginExtendOrthancExplorer(context, script.c_str());
#endif
}

}  // namespace vlm
