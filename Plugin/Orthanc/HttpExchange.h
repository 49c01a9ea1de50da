// SPDX-License-Identifier: GPL-3.0-or-later
// A request to the plugin's REST routes and the answer to it, free of the SDK.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "Foundation/Result.h"

namespace vlm
{

enum class HttpMethod
{
  Get,
  Post,
  Put,
  Delete
};

struct HttpRequest
{
  HttpMethod method = HttpMethod::Get;
  std::vector<std::string> groups;  // what the route's parentheses matched, percent-decoded
  std::map<std::string, std::string> query;    // percent-decoded
  std::map<std::string, std::string> headers;  // names in lower case
  std::string_view body;

  // Errors: BadInput, naming the parameter and what is allowed.
  Result<std::optional<int>> QueryInteger(const std::string& name, int minimum, int maximum) const;
  // "true" or "false"; none if it is missing or empty.
  Result<std::optional<bool>> QueryBoolean(const std::string& name) const;
  // The parameter "limit" of a list: 1 to 1000, 100 unless told.
  Result<int> QueryLimit() const;
  std::string QueryText(const std::string& name) const;
  // Refuses parameters not listed, since a misspelt filter would be ignored in silence.
  Result<void> AllowQuery(const std::vector<std::string>& names) const;
};

struct HttpResponse
{
  int status = 200;
  std::string contentType = "application/json; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

HttpResponse JsonResponse(const Json::Value& value, int status = 200);

// {"HttpStatus", "Error", "Message", "Details"} with the status of the error's kind.
HttpResponse ErrorResponse(const Error& error,
                           const Json::Value& details = Json::Value(Json::objectValue));
int HttpStatusOf(ErrorKind kind);

// A request's body, of `most` bytes or less. Errors: TooLarge, BadInput (not JSON, or no object).
Result<Json::Value> ReadJsonObject(std::string_view body, std::size_t most);

std::string PercentDecode(std::string_view text);

}  // namespace vlm
