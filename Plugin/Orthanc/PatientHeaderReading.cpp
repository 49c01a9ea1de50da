// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/PatientHeaderReading.h"

#include "Foundation/CleanText.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestText = 200;

std::string Text(const Json::Value& tags, const char* key)
{
  return CleanText(TextOf(tags, key), LongestText, LineBreaks::ReplaceBySpaces);
}

}  // namespace

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
