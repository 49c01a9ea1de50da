// SPDX-License-Identifier: GPL-3.0-or-later
// Entity tags: whether the caller has what would be sent (RFC 9110, 8.8.3 and 13.1.2).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Orthanc/HttpExchange.h"

namespace vlm
{

// Of all that an answer depends on, in quotes; also on the plugin's version, since a newer one may
// draw differently.
std::string EntityTagOf(const std::vector<std::string>& parts);

// An answer with the tag, which must be asked about again before a copy is shown.
void AddEntityTag(const std::string& tag, HttpResponse& response);

// Changes with the pixels of a resource (Orthanc's answer about it): another file after an instance
// was overwritten, more images of a series.
std::string PixelVersionOf(const Json::Value& description);

// The request's If-None-Match: tags of what the caller has; empty if there is none.
std::string KnownTags(const HttpRequest& request);

// 304 without a body if the tag is among them.
std::optional<HttpResponse> NotModified(const std::string& knownTags, const std::string& tag);

// 304 if the caller has what the tag stands for, which must have been made before.
std::optional<HttpResponse> AnswerUnchanged(const HttpRequest& request, const std::string& tag);

}  // namespace vlm
