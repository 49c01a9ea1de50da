// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReviewConfiguration.h"

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>

#include "Foundation/CleanText.h"
#include "Orthanc/SettingsReader.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestUser = 64;
constexpr std::size_t LongestOrganization = 64;  // LO, PS3.5 6.2

// RFC 9110, 5.6.2: a token.
bool IsHeaderName(std::string_view text)
{
  constexpr std::size_t longest = 64;
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
  return !text.empty() && text.size() <= longest &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

bool IsPlain(std::string_view text, std::size_t longest)
{
  return CleanText(text, longest, LineBreaks::ReplaceBySpaces) == text;
}

// As Orthanc decides: where others may ask, it asks for a password unless told not to.
bool AsksForPasswords(const Json::Value& orthancConfiguration)
{
  const Json::Value& enabled = orthancConfiguration["AuthenticationEnabled"];
  return enabled.isBool() ? enabled.asBool()
                          : orthancConfiguration["RemoteAccessAllowed"] == Json::Value(true);
}

void ReadUsers(SettingsReader& reader, ReviewSettings& settings)
{
  settings.users = reader.TextList("Users", {});
  if (!std::all_of(settings.users.begin(), settings.users.end(), IsUserName))
  {
    reader.Refuse("Users", "allowed: names of 1 to 64 characters");
  }
}

}  // namespace

bool IsUserName(std::string_view text)
{
  return !text.empty() && IsPlain(text, LongestUser);
}

Result<ReviewSettings> ReadReviewSettings(const Json::Value& section,
                                          const Json::Value& orthancConfiguration)
{
  SettingsReader reader(section, "Vlm.Review");
  ReviewSettings settings;
  settings.isAuthenticated = AsksForPasswords(orthancConfiguration);
  ReadUsers(reader, settings);
  settings.organization = reader.Text("Organization", "");
  if (!IsPlain(settings.organization, LongestOrganization) ||
      settings.organization.find('\\') != std::string::npos)
  {
    reader.Refuse("Organization", "allowed: at most 64 characters without a backslash");
  }
  settings.userHeader = boost::algorithm::to_lower_copy(reader.Text("UserHeader", ""));
  if (!settings.userHeader.empty() && !IsHeaderName(settings.userHeader))
  {
    reader.Refuse("UserHeader", "allowed: empty, or the name of an HTTP header");
  }
  const auto finished = reader.Finish();
  return finished.HasValue() ? Result<ReviewSettings>(std::move(settings)) : finished.Failure();
}

}  // namespace vlm
