// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/EntityTag.h"

#include <boost/algorithm/string/split.hpp>
#include <boost/algorithm/string/trim.hpp>

#include "Foundation/Encoding.h"
#include "Foundation/Json.h"

namespace vlm
{

std::string EntityTagOf(const std::vector<std::string>& parts)
{
  std::string all = VLM_VERSION;
  for (const std::string& part : parts)
  {
    // With its length, so that no two lists of parts read the same.
    all += "|" + std::to_string(part.size()) + ":" + part;
  }
  return "\"" + Sha256Hex(all).substr(0, 32) + "\"";
}

void AddEntityTag(const std::string& tag, HttpResponse& response)
{
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "private, max-age=0, must-revalidate");
}

std::string PixelVersionOf(const Json::Value& description)
{
  return WriteJson(description["FileUuid"]) + WriteJson(description["LastUpdate"]);
}

std::string KnownTags(const HttpRequest& request)
{
  const auto header = request.headers.find("if-none-match");
  return header == request.headers.end() ? "" : header->second;
}

std::optional<HttpResponse> NotModified(const std::string& knownTags, const std::string& tag)
{
  std::vector<std::string> known;
  boost::algorithm::split(known, knownTags, [](char c) { return c == ','; });
  for (std::string& one : known)
  {
    boost::algorithm::trim(one);
    // Weak comparison (RFC 9110, 8.8.3.2).
    if (one == "*" || one == tag || one == "W/" + tag)
    {
      HttpResponse response;
      response.status = 304;
      AddEntityTag(tag, response);
      return response;
    }
  }
  return std::nullopt;
}

std::optional<HttpResponse> AnswerUnchanged(const HttpRequest& request, const std::string& tag)
{
  const std::string known = KnownTags(request);
  // "*" asks whether there is anything, which only the handler knows.
  return known.empty() || known.find('*') != std::string::npos ? std::nullopt
                                                               : NotModified(known, tag);
}

}  // namespace vlm
