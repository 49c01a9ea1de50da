// SPDX-License-Identifier: GPL-3.0-or-later
// Section "Vlm.Review" of the configuration: who may review reports, and how users are known.
#pragma once

#include <json/value.h>

#include <string>
#include <string_view>
#include <vector>

#include "Foundation/Result.h"

namespace vlm
{

struct ReviewSettings
{
  std::vector<std::string> users;  // empty: whoever may use Orthanc's REST API
  std::string organization;        // of the reviewers; empty: that of the images
  std::string userHeader;          // in lower case; empty: none is believed
  bool isAuthenticated = false;    // Orthanc asks for name and password (HTTP Basic)
};

// Plain text of 1 to 64 characters.
bool IsUserName(std::string_view text);

// `section` is Vlm.Review, `orthancConfiguration` the whole. Errors: BadConfiguration.
Result<ReviewSettings> ReadReviewSettings(const Json::Value& section,
                                          const Json::Value& orthancConfiguration);

}  // namespace vlm
