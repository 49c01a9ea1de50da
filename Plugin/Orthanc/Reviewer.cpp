// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Reviewer.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <string_view>

#include "Foundation/Encoding.h"

namespace vlm
{
namespace
{

// A name that is not plain is nobody's: made plain, it could be that of another user.
std::optional<std::string> NameOf(std::string_view untrusted)
{
  return IsUserName(untrusted) ? std::optional<std::string>(untrusted) : std::nullopt;
}

std::string_view HeaderOf(const HttpRequest& request, const std::string& name)
{
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : std::string_view(found->second);
}

// RFC 7617: the name ends at the first colon.
std::optional<std::string> BasicUser(const HttpRequest& request)
{
  constexpr std::string_view scheme = "Basic ";
  const std::string_view header = HeaderOf(request, "authorization");
  if (!boost::algorithm::istarts_with(header, scheme))
  {
    return std::nullopt;
  }
  const auto credentials = DecodeBase64(header.substr(scheme.size()));
  const auto colon = credentials ? credentials->find(':') : std::string::npos;
  return colon == std::string::npos ? std::nullopt : NameOf(credentials->substr(0, colon));
}

// What no one has checked is not believed. Behind a proxy Orthanc's own user is the proxy, or one
// that it did not authenticate.
std::optional<std::string> UserOf(const ReviewSettings& settings, const HttpRequest& request)
{
  if (!settings.userHeader.empty())
  {
    return NameOf(HeaderOf(request, settings.userHeader));
  }
  return settings.isAuthenticated ? BasicUser(request) : std::nullopt;
}

// Empty: the user may.
std::string WhyNot(const std::vector<std::string>& users, const std::optional<std::string>& user)
{
  if (users.empty() || (user && std::find(users.begin(), users.end(), *user) != users.end()))
  {
    return {};
  }
  return user ? "User '" + *user + "' is not in Vlm.Review.Users."
              : "Only the users in Vlm.Review.Users may review, and the request names no user "
                "that Orthanc (AuthenticationEnabled) or a proxy (Vlm.Review.UserHeader) vouches "
                "for.";
}

}  // namespace

Reviewer ReviewerOf(const ReviewSettings& settings, const HttpRequest& request)
{
  Reviewer reviewer;
  reviewer.user = UserOf(settings, request);
  reviewer.reason = WhyNot(settings.users, reviewer.user);
  return reviewer;
}

}  // namespace vlm
