// SPDX-License-Identifier: GPL-3.0-or-later
// Sections of a configuration, read in a few words, and mistakes in them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "Foundation/Json.h"
#include "Orthanc/ModelConfiguration.h"

namespace vlm
{

inline Json::Value ConfigurationSection(const std::string& text)
{
  auto json = ParseJson(text);
  EXPECT_TRUE(json.HasValue()) << text;
  return json.HasValue() ? std::move(json).Value() : Json::Value();
}

inline EgressSettings Egress(const std::string& section = "{}")
{
  auto egress = ReadEgress(ConfigurationSection(section));
  EXPECT_TRUE(egress.HasValue()) << (egress.HasValue() ? "" : egress.Failure().message);
  return egress.HasValue() ? std::move(egress).Value() : EgressSettings();
}

// What is wrong, which key must be named, and what must be said of what is allowed.
struct Mistake
{
  const char* members;
  const char* key;
  const char* allowed;
};

}  // namespace vlm
