// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/SentenceSizes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "Report/SentenceTokens.h"

namespace vlm
{
namespace
{

std::optional<double> NumberAt(const Tokens& tokens, std::size_t at)
{
  const std::string_view token = At(tokens, at);
  double number = 0.0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
  const bool isNumber = !token.empty() && token.front() >= '0' && token.front() <= '9' &&
                        error == std::errc() && end == token.data() + token.size();
  return isNumber ? std::optional(number) : std::nullopt;
}

// How many mm are in the unit at `at`.
std::optional<double> UnitAt(const Tokens& tokens, std::size_t at)
{
  constexpr std::array<std::string_view, 5> millimetres = {"mm", "millimeter", "millimeters",
                                                           "millimetre", "millimetres"};
  constexpr std::array<std::string_view, 5> centimetres = {"cm", "centimeter", "centimeters",
                                                           "centimetre", "centimetres"};
  const std::string_view token = At(tokens, at);
  if (IsOneOf(token, millimetres))
  {
    return 1.0;
  }
  return IsOneOf(token, centimetres) ? std::optional(10.0) : std::nullopt;
}

struct Measure
{
  SaidSize size;
  std::size_t end = 0;  // past its last token
  bool hasUnit = false;
};

// "15 x 12 mm", "12 mm by 9 mm", "5-8 mm" (the hyphen is no token).
Measure MeasureAt(const Tokens& tokens, std::size_t first)
{
  constexpr std::size_t mostNumbers = 3;
  Measure measure;
  measure.size.at = first;
  std::size_t at = first;
  std::size_t unitless = 0;  // numbers that wait for their unit
  while (measure.size.mm.size() < mostNumbers)
  {
    const auto number = NumberAt(tokens, at);
    if (!number)
    {
      break;
    }
    measure.size.mm.push_back(*number);
    ++unitless;
    ++at;
    if (const auto unit = UnitAt(tokens, at))
    {
      std::for_each(measure.size.mm.end() - static_cast<std::ptrdiff_t>(unitless),
                    measure.size.mm.end(), [unit](double& value) { value *= *unit; });
      unitless = 0;
      measure.end = ++at;
      measure.hasUnit = true;
    }
    const std::string_view joint = At(tokens, at);
    const bool isProduct = joint == "x" || joint == "by";
    const bool isRange = joint == "to";
    if (!isProduct && measure.hasUnit && unitless == 0 && !isRange)
    {
      break;
    }
    measure.size.isRange =
        measure.size.isRange || (!isProduct && NumberAt(tokens, at + (isRange ? 1U : 0U)));
    at += isProduct || isRange ? 1 : 0;
  }
  measure.size.mm.resize(measure.size.mm.size() - unitless);  // "12 mm x 3"
  return measure;
}

// What the length is of, where it is not of a lesion now.
bool IsOfSomethingElse(const Tokens& tokens, const Measure& measure)
{
  constexpr std::array<std::string_view, 28> before = {
      "thickness", "slice",    "slices", "section", "sections",  "spacing",     "interval",
      "intervals", "previous", "prior",  "was",     "formerly",  "previously",  "than",
      "least",     "under",    "over",   "within",  "exceeding", "collimation", "gap",
      "distance",  "depth",    "every",  "margin",  "shift",     "from",        "fov"};
  constexpr std::array<std::string_view, 34> after = {
      "2",      "3",        "s",        "sec",   "hg",          "per",      "slice",
      "slices", "section",  "sections", "thick", "thickness",   "interval", "intervals",
      "above",  "below",    "from",     "away",  "apart",       "proximal", "distal",
      "deep",   "ago",      "cut",      "cuts",  "collimation", "spacing",  "gap",
      "shift",  "catheter", "tube",     "drain", "previously",  "beyond"};
  constexpr std::size_t reach = 3;
  for (std::size_t i = measure.size.at; i > 0 && i + reach > measure.size.at; --i)
  {
    const std::string_view token = tokens[i - 1];
    if (token == ";" || token == ",")
    {
      break;
    }
    if (IsOneOf(token, before))
    {
      return true;
    }
  }
  // An adjective may stand between: "5 mm axial slices".
  return IsOneOf(At(tokens, measure.end), after) ||
         IsOneOf(At(tokens, measure.end + 1),
                 std::array<std::string_view, 5>{"slice", "slices", "section", "sections", "cuts"});
}

// "1,2 cm": a decimal comma, or a list; who knows.
bool IsAfterNumberAndComma(const Tokens& tokens, std::size_t at)
{
  return at >= 2 && tokens[at - 1] == "," && NumberAt(tokens, at - 2).has_value();
}

bool IsPlausible(const std::vector<double>& mm)
{
  constexpr double mostMm = 1000.0;
  return !mm.empty() && std::all_of(mm.begin(), mm.end(),
                                    [](double length) { return length > 0.0 && length <= mostMm; });
}

}  // namespace

std::vector<SaidSize> SizesIn(const std::vector<std::string>& tokens)
{
  std::vector<SaidSize> sizes;
  std::size_t at = 0;
  while (at < tokens.size())
  {
    const Measure measure = MeasureAt(tokens, at);
    if (!measure.hasUnit)
    {
      ++at;
      continue;
    }
    if (IsPlausible(measure.size.mm) && !IsOfSomethingElse(tokens, measure) &&
        !IsAfterNumberAndComma(tokens, at))
    {
      sizes.push_back(measure.size);
    }
    at = measure.end;
  }
  return sizes;
}

}  // namespace vlm
