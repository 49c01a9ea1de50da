// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirPieces.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/trim.hpp>
#include <cmath>
#include <cstdlib>
#include <regex>
#include <string_view>

#include "Report/StoredJson.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

// Spaces beyond ASCII, and the two characters of the basic plane that XML 1.0 forbids beside those
// that CleanText() removes.
constexpr std::array<std::string_view, 18> Unfit = {
    "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
    "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89",
    "\xE2\x80\x8A", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBF\xBE", "\xEF\xBF\xBF"};

std::size_t UnfitAt(std::string_view text, std::size_t position)
{
  if (static_cast<unsigned char>(text[position]) < 0xC2)
  {
    return 0;
  }
  const auto found = std::find_if(Unfit.begin(), Unfit.end(),
                                  [&](std::string_view one)
                                  { return text.compare(position, one.size(), one) == 0; });
  return found == Unfit.end() ? 0 : found->size();
}

// Whether year, month and day, at the beginning of the text, are of the calendar.
bool HasDate(const std::string& text)
{
  const int year = std::atoi(text.substr(0, 4).c_str());
  const int month = std::atoi(text.substr(5, 2).c_str());
  const int day = std::atoi(text.substr(8, 2).c_str());
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || month < 1 || month > 12)
  {
    return false;
  }
  const bool isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int most = month == 2 && isLeap ? 29 : days.at(static_cast<std::size_t>(month) - 1);
  return day >= 1 && day <= most;
}

}  // namespace

std::string FhirText(std::string clean)
{
  std::string text;
  for (std::size_t i = 0; i < clean.size();)
  {
    const std::size_t unfit = UnfitAt(clean, i);
    text += unfit > 0 ? ' ' : clean[i];
    i += unfit > 0 ? unfit : 1;
  }
  boost::algorithm::trim(text, std::locale::classic());
  return text;
}

std::string FhirTextOf(const Json::Value& object, const char* key)
{
  return FhirText(TextOf(object, key));
}

bool IsFhirInstant(const std::string& text)
{
  static const std::regex form(
      R"(\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d))");
  return text.size() <= 40 && std::regex_match(text, form) && HasDate(text);
}

bool IsFhirDateTime(const std::string& text)
{
  static const std::regex form(R"(\d{4}-\d\d-\d\d)");
  return IsFhirInstant(text) ||
         (text.size() == 10 && std::regex_match(text, form) && HasDate(text));
}

std::string OidUrn(const std::string& uid)
{
  static const std::regex form(R"([0-2](\.(0|[1-9]\d*))+)");
  return IsUid(uid) && std::regex_match(uid, form) ? "urn:oid:" + uid : "";
}

Json::Value FhirDecimal(const std::optional<double>& number)
{
  if (!number || !std::isfinite(*number))
  {
    return {};
  }
  if (*number == 0.0)
  {
    return 0.0;
  }
  const double digits = std::pow(10.0, 8.0 - std::floor(std::log10(std::abs(*number))));
  const double rounded = std::round(*number * digits) / digits;
  return std::isfinite(rounded) ? rounded : *number;
}

Json::Value FhirCoding(const char* system, const std::string& code, const std::string& display)
{
  Json::Value coding;
  coding["system"] = system;
  coding["code"] = code;
  coding["display"] = display;
  return coding;
}

Json::Value FhirConcept(const Json::Value& coding, const std::string& text)
{
  Json::Value coded;
  if (!coding.isNull())
  {
    coded["coding"].append(coding);
  }
  coded["text"] = text;
  return coded;
}

Json::Value FhirWords(const std::string& text)
{
  return FhirConcept({}, text);
}

Json::Value FhirQuantity(const std::optional<double>& number, const char* unit, const char* code)
{
  const Json::Value value = FhirDecimal(number);
  if (value.isNull())
  {
    return {};
  }
  Json::Value quantity;
  quantity["value"] = value;
  quantity["unit"] = unit;
  quantity["code"] = code;
  quantity["system"] = *code == '\0' ? "" : FhirSystem::Ucum;
  return quantity;
}

Json::Value FhirReference(const char* type, const std::string& id)
{
  Json::Value reference;
  reference["reference"] = "urn:uuid:" + id;
  reference["type"] = type;
  return reference;
}

Json::Value FhirUnknown()
{
  Json::Value extension;
  extension["url"] = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
  extension["valueCode"] = "unknown";
  Json::Value unknown;
  unknown["extension"].append(extension);
  return unknown;
}

Json::Value Pruned(const Json::Value& value)
{
  if (!value.isObject() && !value.isArray())
  {
    return value == Json::Value("") ? Json::Value() : value;
  }
  Json::Value kept;
  for (auto member = value.begin(); member != value.end(); ++member)
  {
    Json::Value pruned = Pruned(*member);
    if (pruned.isNull())
    {
      continue;
    }
    if (value.isArray())
    {
      kept.append(std::move(pruned));
    }
    else
    {
      kept[member.name()] = std::move(pruned);
    }
  }
  return kept;
}

}  // namespace vlm
