// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/AgeDecade.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/ofstd/ofdate.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace vlm
{
namespace
{

constexpr int OldestCredible = 130;

std::optional<int> NumberIn(std::string_view digits)
{
  const bool isNumber =
      !digits.empty() && digits.size() <= 4 &&
      std::all_of(digits.begin(), digits.end(),
                  [](unsigned char character) { return std::isdigit(character) != 0; });
  if (!isNumber)
  {
    return std::nullopt;
  }
  int number = 0;
  for (const char digit : digits)
  {
    number = number * 10 + (digit - '0');
  }
  return number;
}

// "45Y" instead of "045Y" is common, and clear.
std::optional<int> YearsOfAge(std::string_view age)
{
  if (age.size() < 2 || age.size() > 4)
  {
    return std::nullopt;
  }
  const std::optional<int> number = NumberIn(age.substr(0, age.size() - 1));
  if (!number)
  {
    return std::nullopt;
  }
  switch (age.back())
  {
    case 'Y':
      return *number;
    case 'M':
      return *number / 12;
    case 'W':
      return *number / 52;
    case 'D':
      return *number / 365;
    default:
      return std::nullopt;
  }
}

std::optional<OFDate> DateOf(std::string_view text)
{
  if (text.size() != 8)
  {
    return std::nullopt;
  }
  const std::optional<int> year = NumberIn(text.substr(0, 4));
  const std::optional<int> month = NumberIn(text.substr(4, 2));
  const std::optional<int> day = NumberIn(text.substr(6, 2));
  OFDate date;
  const bool isDate = year && month && day &&
                      date.setDate(static_cast<unsigned>(*year), static_cast<unsigned>(*month),
                                   static_cast<unsigned>(*day));
  return isDate ? std::optional<OFDate>(date) : std::nullopt;
}

std::optional<int> YearsBetween(std::string_view birth, std::string_view study)
{
  const std::optional<OFDate> from = DateOf(birth);
  const std::optional<OFDate> until = DateOf(study);
  if (!from || !until || *until < *from)
  {
    return std::nullopt;
  }
  const bool isBeforeBirthday =
      until->getMonth() < from->getMonth() ||
      (until->getMonth() == from->getMonth() && until->getDay() < from->getDay());
  return static_cast<int>(until->getYear()) - static_cast<int>(from->getYear()) -
         (isBeforeBirthday ? 1 : 0);
}

}  // namespace

std::string AgeDecadeOf(const AgeSource& source)
{
  std::optional<int> years = YearsOfAge(source.patientAge);
  if (!years || *years > OldestCredible)
  {
    years = YearsBetween(source.birthDate, source.studyDate);
  }
  if (!years || *years > OldestCredible)
  {
    return "";
  }
  if (*years >= 90)
  {
    return "90+";
  }
  const int first = *years / 10 * 10;
  return std::to_string(first) + "-" + std::to_string(first + 9);
}

}  // namespace vlm
