// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/HttpExchange.h"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <cctype>
#include <charconv>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

struct StatusWords
{
  int status;
  const char* error;
};

// The one table from a failure to its HTTP status.
StatusWords WordsOf(ErrorKind kind)
{
  switch (kind)
  {
    case ErrorKind::BadInput:
      return {400, "Bad input"};
    case ErrorKind::Forbidden:
      return {403, "Forbidden"};
    case ErrorKind::NotFound:
      return {404, "Not found"};
    case ErrorKind::MethodNotAllowed:
      return {405, "Method not allowed"};
    case ErrorKind::Conflict:
      return {409, "Conflict"};
    case ErrorKind::TooLarge:
      return {413, "Too large"};
    case ErrorKind::NoPixels:
    case ErrorKind::CorruptDicom:
    case ErrorKind::UndecodablePixels:
    case ErrorKind::BadReply:
    case ErrorKind::ModelRefused:
      return {422, "Cannot analyse"};
    case ErrorKind::NotReady:
    case ErrorKind::Canceled:
    case ErrorKind::ModelUnavailable:
    case ErrorKind::ModelPaused:
    case ErrorKind::StorageFailed:  // a database that is away, a full disk: for a while
      return {503, "Not ready"};
    case ErrorKind::BadConfiguration:
    case ErrorKind::DegenerateCovariance:
    case ErrorKind::MassOutOfRange:
    case ErrorKind::Internal:
      break;
  }
  return {500, "Internal error"};
}

int HexValue(char digit)
{
  const auto c = static_cast<unsigned char>(digit);
  return std::isdigit(c) != 0 ? c - '0' : std::tolower(c) - 'a' + 10;
}

Error UnknownParameter(const std::string& name, const std::vector<std::string>& names)
{
  const std::string allowed =
      names.empty() ? "there are none" : "allowed: " + boost::algorithm::join(names, ", ");
  return {ErrorKind::BadInput, "'" + name + "' is not a parameter of this route; " + allowed + "."};
}

}  // namespace

Result<std::optional<int>> HttpRequest::QueryInteger(const std::string& name, int minimum,
                                                     int maximum) const
{
  const auto found = query.find(name);
  if (found == query.end())
  {
    return std::optional<int>();
  }
  const std::string& text = found->second;
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < minimum ||
      value > maximum)
  {
    return Error{ErrorKind::BadInput, name + " is '" + text + "'; allowed: a whole number from " +
                                          std::to_string(minimum) + " to " +
                                          std::to_string(maximum) + "."};
  }
  return std::optional<int>(value);
}

Result<std::optional<bool>> HttpRequest::QueryBoolean(const std::string& name) const
{
  const std::string text = QueryText(name);
  if (!text.empty() && text != "true" && text != "false")
  {
    return Error{ErrorKind::BadInput, name + " is '" + text + "'; allowed: true, false."};
  }
  return text.empty() ? std::optional<bool>() : text == "true";
}

Result<int> HttpRequest::QueryLimit() const
{
  constexpr int usualPage = 100;
  constexpr int largestPage = 1000;
  const auto limit = QueryInteger("limit", 1, largestPage);
  if (!limit.HasValue())
  {
    return limit.Failure();
  }
  return limit.Value().value_or(usualPage);
}

std::string HttpRequest::QueryText(const std::string& name) const
{
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

Result<void> HttpRequest::AllowQuery(const std::vector<std::string>& names) const
{
  for (const auto& [name, value] : query)
  {
    if (std::find(names.begin(), names.end(), name) == names.end())
    {
      return UnknownParameter(name, names);
    }
  }
  return {};
}

HttpResponse JsonResponse(const Json::Value& value, int status)
{
  HttpResponse response;
  response.status = status;
  response.body = WriteReadableJson(value);
  return response;
}

int HttpStatusOf(ErrorKind kind)
{
  return WordsOf(kind).status;
}

HttpResponse ErrorResponse(const Error& error, const Json::Value& details)
{
  const auto words = WordsOf(error.kind);
  Json::Value json;
  json["HttpStatus"] = words.status;
  json["Error"] = words.error;
  json["Message"] = error.message;
  json["Details"] = details;
  return JsonResponse(json, words.status);
}

Result<Json::Value> ReadJsonObject(std::string_view body, std::size_t most)
{
  if (body.size() > most)
  {
    return Error{ErrorKind::TooLarge, "The body has " + std::to_string(body.size()) +
                                          " bytes; at most " + std::to_string(most) + " are read."};
  }
  auto json = ParseJson(body);
  if (json.HasValue() && !json.Value().isObject())
  {
    return Error{ErrorKind::BadInput, "The body must be a JSON object {...}."};
  }
  return json;
}

std::string PercentDecode(std::string_view text)
{
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    const bool isEscape = text[i] == '%' && i + 2 < text.size() &&
                          std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
                          std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0;
    if (isEscape)
    {
      decoded += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    }
    else
    {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

}  // namespace vlm
