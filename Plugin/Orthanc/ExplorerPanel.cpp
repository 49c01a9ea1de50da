// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ExplorerPanel.h"

#include <string>

#include "Foundation/EmbeddedFiles.h"
#include "Orthanc/EntityTag.h"
#include "Orthanc/PanelFiles.h"
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

const std::map<std::string, PanelFile, std::less<>>& PanelFiles()
{
  static const auto files = PanelFilesOf(vlm_orthanc_Files(), "WebViewer/");
  return files;
}

bool WantsGzip(const HttpRequest& request)
{
  const auto header = request.headers.find("accept-encoding");
  return header != request.headers.end() && AcceptsGzip(header->second);
}

// As it is or compressed, with its tag; 304 where the caller has it.
HttpResponse AnswerFile(const PanelFile& file, const HttpRequest& request)
{
  const bool isCompressed = !file.gzip.empty() && WantsGzip(request);
  const std::string& tag = isCompressed ? file.gzipTag : file.tag;
  if (auto known = NotModified(KnownTags(request), tag))
  {
    known->headers.emplace_back("Vary", "Accept-Encoding");
    return *std::move(known);
  }
  HttpResponse response;
  response.contentType = file.mediaType;
  response.body = isCompressed ? file.gzip : std::string(file.content);
  AddEntityTag(tag, response);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (isCompressed)
  {
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  response.headers.emplace_back("Content-Security-Policy", ContentSecurityPolicy);
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace

// A file is found by its whole name among those compiled in: no path leads anywhere else.
Result<HttpResponse> ServePanelFile(RestServices& /*services*/, const HttpRequest& request)
{
  const std::string& group = request.groups.at(0);
  const std::string name = group.empty() ? "index.html" : group;
  const auto file = PanelFiles().find(name);
  if (file == PanelFiles().end())
  {
    return Error{ErrorKind::NotFound, "The panel has no file '" + name + "'."};
  }
  return AnswerFile(file->second, request);
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
