// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/PatientHeaderReading.h"

#include <algorithm>
#include <boost/algorithm/string/split.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <vector>

#include "Foundation/CleanText.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestText = 200;

std::vector<std::string> Split(const std::string& text, char separator)
{
  std::vector<std::string> parts;
  boost::algorithm::split(parts, text, [separator](char c) { return c == separator; });
  for (std::string& part : parts)
  {
    boost::algorithm::trim(part);
  }
  return parts;
}

// Family name, then given and middle names, prefix and suffix.
std::string GroupText(const std::string& group, const std::string& afterFamily)
{
  const std::vector<std::string> parts = Split(group, '^');
  std::string given;
  for (std::size_t i = 1; i < parts.size(); ++i)
  {
    given += (given.empty() || parts[i].empty() ? "" : " ") + parts[i];
  }
  const bool areBoth = !parts.front().empty() && !given.empty();
  return parts.front() + (areBoth ? afterFamily : "") + given;
}

std::string Text(const Json::Value& tags, const char* key)
{
  return CleanText(TextOf(tags, key), LongestText, LineBreaks::ReplaceBySpaces);
}

}  // namespace

std::string PersonNameText(const std::string& value)
{
  std::string text;
  for (const std::string& group : Split(value, '='))
  {
    const std::string one = GroupText(group, text.empty() ? ", " : " ");
    if (!one.empty())
    {
      text += text.empty() ? one : " (" + one + ")";
    }
  }
  return text;
}

std::string DateText(const std::string& value)
{
  const bool isDate =
      value.size() == 8 && value.find_first_not_of("0123456789") == std::string::npos;
  return isDate ? value.substr(0, 4) + "-" + value.substr(4, 2) + "-" + value.substr(6) : value;
}

PatientHeader PatientHeaderOf(const Json::Value& study)
{
  const Json::Value& patient = MemberOf(study, "PatientMainDicomTags");
  const Json::Value& tags = MemberOf(study, "MainDicomTags");
  PatientHeader header;
  header.name = PersonNameText(Text(patient, "PatientName"));
  header.id = Text(patient, "PatientID");
  header.birthDate = DateText(Text(patient, "PatientBirthDate"));
  header.sex = Text(patient, "PatientSex");
  header.studyDate = DateText(Text(tags, "StudyDate"));
  header.studyDescription = Text(tags, "StudyDescription");
  header.accessionNumber = Text(tags, "AccessionNumber");
  header.institution = Text(tags, "InstitutionName");
  return header;
}

}  // namespace vlm
