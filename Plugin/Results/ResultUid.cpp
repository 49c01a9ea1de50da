// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ResultUid.h"

#include <boost/multiprecision/cpp_int.hpp>

#include "Foundation/Uuid.h"

namespace vlm
{
namespace
{

constexpr std::string_view Root = "2.25.";
using Number = boost::multiprecision::uint128_t;

}  // namespace

bool IsUid(const std::string& text)
{
  constexpr std::size_t longest = 64;
  return !text.empty() && text.size() <= longest &&
         text.find_first_not_of("0123456789.") == std::string::npos;
}

std::string UidOfUuid(const std::string& uuid)
{
  if (!IsUuid(uuid))
  {
    return {};
  }
  Number number = 0;
  for (const char digit : uuid)
  {
    if (digit != '-')
    {
      number = number * 16 +
               static_cast<unsigned>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
  }
  return std::string(Root) + number.str();
}

std::optional<std::string> UuidOfUid(const std::string& uid)
{
  constexpr std::size_t mostDigits = 39;
  const std::string digits = uid.size() > Root.size() && uid.compare(0, Root.size(), Root) == 0
                                 ? uid.substr(Root.size())
                                 : "";
  if (digits.empty() || digits.size() > mostDigits ||
      digits.find_first_not_of("0123456789") != std::string::npos)
  {
    return std::nullopt;
  }
  const boost::multiprecision::cpp_int whole(digits);
  if (whole > boost::multiprecision::cpp_int(std::numeric_limits<Number>::max()))
  {
    return std::nullopt;
  }
  Number number(whole);
  std::string uuid(36, '-');
  for (std::size_t i = uuid.size(); i-- > 0;)
  {
    if (i == 8 || i == 13 || i == 18 || i == 23)
    {
      continue;
    }
    uuid[i] = "0123456789abcdef"[static_cast<unsigned>(number % 16)];
    number /= 16;
  }
  return uuid;
}

std::string ResultUid(const std::string& analysisId, std::string_view role, int revision)
{
  const std::string suffix = revision > 0 ? "-review-" + std::to_string(revision) : "";
  return UidOfUuid(DerivedUuid(analysisId, std::string(role) + suffix));
}

}  // namespace vlm
