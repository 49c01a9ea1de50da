// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisHours.h"

#include <algorithm>
#include <ctime>
#include <regex>
#include <sstream>

namespace vlm
{
namespace
{

constexpr int MinutesOfAnHour = 60;
constexpr int MinutesOfADay = 24 * MinutesOfAnHour;
constexpr std::size_t LongestText = 1000;
constexpr std::size_t LongestQuote = 60;

// In [0, 1440).
int LocalMinute(Timestamp time)
{
  tzset();  // somebody may have changed the server's time zone
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  localtime_r(&seconds, &local);
  return local.tm_hour * MinutesOfAnHour + local.tm_min;
}

Error Refused(const std::string& part)
{
  return {ErrorKind::BadConfiguration,
          "'" + part +
              "' is not a span of hours; allowed: 20:00-06:00, several with commas between, or "
              "nothing for always"};
}

}  // namespace

std::optional<AnalysisHours::Window> AnalysisHours::ReadWindow(const std::string& text)
{
  static const std::regex form(
      R"(\s*([01]?[0-9]|2[0-3]):([0-5][0-9])\s*-\s*([01]?[0-9]|2[0-4]):([0-5][0-9])\s*)");
  std::smatch parts;
  if (!std::regex_match(text, parts, form))
  {
    return std::nullopt;
  }
  const auto minutes = [&parts](std::size_t hour)
  { return std::stoi(parts[hour]) * MinutesOfAnHour + std::stoi(parts[hour + 1]); };
  constexpr std::size_t beginHour = 1;
  constexpr std::size_t endHour = 3;
  const Window window{minutes(beginHour), minutes(endHour)};
  const bool isNothing = window.begin == window.end;
  return isNothing || window.end > MinutesOfADay ? std::nullopt : std::optional<Window>(window);
}

Result<AnalysisHours> AnalysisHours::Parse(const std::string& text)
{
  AnalysisHours hours;
  if (text.find_first_not_of(" \t") == std::string::npos)
  {
    return hours;
  }
  if (text.size() > LongestText)
  {
    return Refused(text.substr(0, LongestQuote) + "...");
  }
  hours.text_ = text;
  std::istringstream parts(text + ',');
  for (std::string part; std::getline(parts, part, ',');)
  {
    const auto window = ReadWindow(part);
    if (!window)
    {
      return Refused(part);
    }
    hours.windows_.push_back(*window);
  }
  return hours;
}

bool AnalysisHours::Include(Timestamp time) const
{
  const int minute = LocalMinute(time);
  const auto includes = [minute](const Window& window)
  {
    const bool isAfterBegin = minute >= window.begin;
    const bool isBeforeEnd = minute < window.end;
    return window.begin < window.end ? isAfterBegin && isBeforeEnd : isAfterBegin || isBeforeEnd;
  };
  return AreAlways() || std::any_of(windows_.begin(), windows_.end(), includes);
}

std::optional<Timestamp> AnalysisHours::NextLook(Timestamp time) const
{
  constexpr std::chrono::minutes one{1};
  return AreAlways()
             ? std::nullopt
             : std::optional<Timestamp>(std::chrono::floor<std::chrono::minutes>(time) + one);
}

}  // namespace vlm
