// SPDX-License-Identifier: GPL-3.0-or-later
// The hours of the day in which backfill - what has a priority below zero - is analysed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Time.h"

namespace vlm
{

// The hours are of the server's local time, whatever its zone: they are looked up each time, so
// that they follow the change to summer time and back, and a server that is moved.
class AnalysisHours
{
public:
  AnalysisHours() = default;  // always

  // "20:00-06:00", which passes midnight; several with commas between: "12:00-13:30,20:00-06:00";
  // empty: always. The end does not belong to it. Errors: BadConfiguration.
  static Result<AnalysisHours> Parse(const std::string& text);

  bool AreAlways() const { return windows_.empty(); }
  bool Include(Timestamp time) const;

  // When Include() may next be another one: the begin of the next minute. No value: never.
  std::optional<Timestamp> NextLook(Timestamp time) const;

  // As it was written.
  const std::string& Text() const { return text_; }

private:
  // Minutes of the day; it passes midnight where `end` is not after `begin`.
  struct Window
  {
    int begin = 0;
    int end = 0;
  };
  static std::optional<Window> ReadWindow(const std::string& text);

  std::string text_;
  std::vector<Window> windows_;
};

}  // namespace vlm
