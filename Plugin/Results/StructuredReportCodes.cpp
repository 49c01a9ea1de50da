// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReportCodes.h"

#include <algorithm>
#include <string_view>

#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestShortString = 16;  // VR SH, of code values and schemes

// PS3.16 CID 245 "Laterality with Median".
constexpr std::array<CodedMember, 4> Sides = {{{"Left", {"7771000", "SCT", "Left"}},
                                               {"Right", {"24028007", "SCT", "Right"}},
                                               {"Bilateral", {"51440002", "SCT", "Bilateral"}},
                                               {"Midline", {"130290", "DCM", "Median"}}}};

constexpr std::array<CodedMember, 12> Modalities = {
    {{"CT", {"CT", "DCM", "Computed Tomography"}},
     {"MR", {"MR", "DCM", "Magnetic Resonance"}},
     {"US", {"US", "DCM", "Ultrasound"}},
     {"CR", {"CR", "DCM", "Computed Radiography"}},
     {"DX", {"DX", "DCM", "Digital Radiography"}},
     {"MG", {"MG", "DCM", "Mammography"}},
     {"XA", {"XA", "DCM", "X-Ray Angiography"}},
     {"RF", {"RF", "DCM", "Radiofluoroscopy"}},
     {"NM", {"NM", "DCM", "Nuclear Medicine"}},
     {"PT", {"PT", "DCM", "Positron emission tomography"}},
     {"ES", {"ES", "DCM", "Endoscopy"}},
     {"OT", {"OT", "DCM", "Other"}}}};

constexpr std::array<CodedMember, 4> Procedures = {
    {{"CT", {"25045-6", "LN", "CT unspecified body region"}},
     {"MR", {"25056-3", "LN", "MRI unspecified body region"}},
     {"NM", {"49118-3", "LN", "NM unspecified body region"}},
     {"PT", {"44136-0", "LN", "PET unspecified body region"}}}};

template <typename Table>
CodedConcept Find(const Table& table, std::string_view key, CodedConcept otherwise)
{
  const auto found = std::find_if(table.begin(), table.end(),
                                  [key](const CodedMember& member) { return member.key == key; });
  return found == table.end() ? std::move(otherwise) : CodedConcept(found->name);
}

bool IsShortString(const std::string& text)
{
  return !text.empty() && text.size() <= LongestShortString &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < '\x7F' && c != '\\'; });
}

}  // namespace

CodedConcept SideCode(const std::string& word)
{
  return Find(Sides, word, {});
}

std::string SideOfCode(const CodedConcept& code)
{
  const auto found =
      std::find_if(Sides.begin(), Sides.end(),
                   [&code](const CodedMember& side)
                   { return side.name.value == code.value && side.name.scheme == code.scheme; });
  return found == Sides.end() ? "" : found->key;
}

CodedConcept VerificationCode(const std::string& word)
{
  const bool isOurs = word == "Verified" || word == "Adjusted" || word == "Unverified";
  return isOurs ? CodedConcept{OwnScheme, word, word} : CodedConcept();
}

CodedConcept DecisionCode(const std::string& word)
{
  const bool isOurs = word == "Accepted" || word == "Edited" || word == "Added";
  return isOurs ? CodedConcept{OwnScheme, word, word + " by the reviewer"} : CodedConcept();
}

CodedConcept ModalityCode(const std::string& modality)
{
  return Find(Modalities, modality, CodedConcept{"DCM", "OT", "Other"});
}

CodedConcept ProcedureCode(const std::string& modality)
{
  return Find(Procedures, modality, CodedConcept{"SCT", "363679005", "Imaging procedure"});
}

CodedConcept StatedCode(const Json::Value& code)
{
  CodedConcept read = {TextOf(code, "Scheme"), TextOf(code, "Value"), TextOf(code, "Meaning")};
  const bool isCode =
      IsShortString(read.scheme) && IsShortString(read.value) && !read.meaning.empty();
  return isCode ? read : CodedConcept();
}

}  // namespace vlm
