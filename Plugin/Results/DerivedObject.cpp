// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/DerivedObject.h"

#include <algorithm>
#include <boost/algorithm/string/erase.hpp>
#include <chrono>
#include <vector>

#include "Foundation/CleanText.h"
#include "Foundation/Time.h"
#include "Pixels/DicomValues.h"
#include "Report/StoredJson.h"
#include "Results/OwnEquipment.h"
#include "Results/SignedReview.h"
#include "Results/SourceImageValues.h"

namespace vlm
{
namespace
{

constexpr const char* ImplementationName = "VLM";

enum class Presence
{
  Always,      // type 2: empty if unknown
  WhereStated  // type 3
};

// Brings elements of the source into an object of ours.
class Copying
{
public:
  Copying(const SourceImage& source, DcmDataset& dataset) : source_(source), dataset_(dataset) {}

  std::string ValueOf(const DcmTagKey& tag) const
  {
    return MendedValue(source_, source_.Dataset(), tag);
  }
  // The value if it is one of `allowed`, else nothing.
  std::string ValueAmong(const DcmTagKey& tag, std::initializer_list<const char*> allowed) const
  {
    const std::string value = ValueOf(tag);
    return std::find(allowed.begin(), allowed.end(), value) != allowed.end() ? value : "";
  }
  void Put(const DcmTagKey& tag, const std::string& value, Presence presence) const
  {
    if (value.empty() && presence == Presence::WhereStated)
    {
      dataset_.findAndDeleteElement(tag);
      return;
    }
    PutText(dataset_, tag, value);
  }
  void Copy(const DcmTagKey& tag, Presence presence) const { Put(tag, ValueOf(tag), presence); }

private:
  const SourceImage& source_;
  DcmDataset& dataset_;
};

// PS3.3 C.7.1.1. An identifier by which the archive knows the patient is neither cut nor mended:
// the object would be another patient's. Only control characters, which DICOM does not allow in it
// (PS3.5 6.2), are left out.
void WritePatient(const Copying& copying, const std::string& patientId, DcmDataset& dataset)
{
  copying.Copy(DCM_PatientName, Presence::Always);
  copying.Copy(DCM_PatientID, Presence::Always);
  if (!patientId.empty())
  {
    std::string id = patientId;
    const auto isControl = [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; };
    id.erase(std::remove_if(id.begin(), id.end(), isControl), id.end());
    dataset.putAndInsertString(DCM_PatientID, id.c_str());
  }
  copying.Copy(DCM_IssuerOfPatientID, Presence::WhereStated);
  copying.Copy(DCM_PatientBirthDate, Presence::Always);
  copying.Copy(DCM_PatientBirthTime, Presence::WhereStated);
  copying.Put(DCM_PatientSex, copying.ValueAmong(DCM_PatientSex, {"M", "F", "O"}),
              Presence::Always);
}

// HL7v2 Hierarchic Designator, PS3.3 10.14.
void CopyIssuer(const SourceImage& source, const DcmTagKey& sequence, DcmDataset& dataset)
{
  dataset.findAndDeleteElement(sequence);
  DcmItem* issuer = FirstItemOf(source.Dataset(), sequence);
  if (issuer == nullptr)
  {
    return;
  }
  const std::string local = MendedValue(source, *issuer, DCM_LocalNamespaceEntityID);
  const std::string universal = MendedValue(source, *issuer, DCM_UniversalEntityID);
  const std::string type = MendedValue(source, *issuer, DCM_UniversalEntityIDType);
  if (local.empty() && (universal.empty() || type.empty()))
  {
    return;
  }
  DcmItem& copy = PutItem(dataset, sequence);
  if (!local.empty())
  {
    PutText(copy, DCM_LocalNamespaceEntityID, local);
  }
  if (!universal.empty() && !type.empty())
  {
    PutText(copy, DCM_UniversalEntityID, universal);
    PutText(copy, DCM_UniversalEntityIDType, type);
  }
}

// PS3.3 C.7.2.1 and C.7.2.2.
void WriteStudy(const Copying& copying, const SourceImage& source, DcmDataset& dataset)
{
  PutText(dataset, DCM_StudyInstanceUID, source.studyInstanceUid);
  for (const DcmTagKey& tag :
       {DCM_StudyDate, DCM_StudyTime, DCM_AccessionNumber, DCM_ReferringPhysicianName, DCM_StudyID})
  {
    copying.Copy(tag, Presence::Always);
  }
  CopyIssuer(source, DCM_IssuerOfAccessionNumberSequence, dataset);
  for (const DcmTagKey& tag :
       {DCM_StudyDescription, DCM_PatientAge, DCM_PatientSize, DCM_PatientWeight})
  {
    copying.Copy(tag, Presence::WhereStated);
  }
}

// PS3.3 C.7.3.1.
void WriteSeries(const ResultContext& context, const DerivedIdentity& identity, DcmDataset& dataset)
{
  PutText(dataset, DCM_Modality, identity.modality);
  PutText(dataset, DCM_SeriesInstanceUID, identity.seriesInstanceUid);
  PutText(dataset, DCM_SeriesNumber, std::to_string(identity.seriesNumber));
  PutText(dataset, DCM_SeriesDescription, SeriesDescriptionOf(context.report));
}

// "+0100" of the source's (0008,0201), else nothing.
std::string OffsetOf(const SourceImage& source)
{
  const std::string offset = AsciiOf(source.Dataset(), DCM_TimezoneOffsetFromUTC);
  const bool isOffset = offset.size() == 5 && (offset[0] == '+' || offset[0] == '-') &&
                        offset.find_first_not_of("0123456789", 1) == std::string::npos &&
                        offset.substr(1, 2) <= "14" && offset.substr(3) <= "59";
  return isOffset ? offset : "";
}

// Of an offset as OffsetOf() gives it.
std::chrono::minutes EastOf(const std::string& offset)
{
  const std::chrono::minutes size = std::chrono::hours(std::stoi(offset.substr(1, 2))) +
                                    std::chrono::minutes(std::stoi(offset.substr(3)));
  return offset[0] == '-' ? -size : size;
}

void WriteMoments(const DicomMoment& moment, const std::string& offset, DcmDataset& dataset)
{
  const auto put = [&](const DcmTagKey& tag, const std::string& value)
  {
    dataset.findAndDeleteElement(tag);
    if (!value.empty())
    {
      PutText(dataset, tag, value);
    }
  };
  put(DCM_InstanceCreationDate, moment.date);
  put(DCM_InstanceCreationTime, moment.time);
  put(DCM_SeriesDate, moment.date);
  put(DCM_SeriesTime, moment.time);
  put(DCM_TimezoneOffsetFromUTC, offset);
}

std::string TrustOf(const Json::Value& report)
{
  return SignedReviewOf(report) ? "reviewed by a human" : "unverified";
}

// PS3.3 C.7.5.1 and C.7.5.2, of which the latter wants all four.
void WriteEquipment(const ResultContext& context, DcmDataset& dataset)
{
  const std::string name = TextOf(MemberOf(context.report, "Model"), "Name");
  const std::string software = context.software.empty() ? "unknown" : context.software;
  PutText(dataset, DCM_Manufacturer, OwnManufacturer);
  PutText(dataset, DCM_ManufacturerModelName, ModelWordsOf(context.report));
  PutText(dataset, DCM_DeviceSerialNumber, name.empty() ? "unknown" : name);
  PutText(dataset, DCM_SoftwareVersions, software);

  // PS3.3 C.12.1.
  DcmItem& contribution = PutItem(dataset, DCM_ContributingEquipmentSequence);
  PutCode(contribution, DCM_PurposeOfReferenceCodeSequence, "109102", "DCM",
          "Processing Equipment");
  PutText(contribution, DCM_Manufacturer, OwnManufacturer);
  PutText(contribution, DCM_ManufacturerModelName, ImplementationName);
  PutText(contribution, DCM_SoftwareVersions, software);
  PutText(contribution, DCM_ContributionDescription,
          "Findings of the model " + ModelWordsOf(context.report) + ": machine-made, " +
              TrustOf(context.report) + ", for research use only");
}

}  // namespace

std::string ModelWordsOf(const Json::Value& report)
{
  const Json::Value& model = MemberOf(report, "Model");
  for (const char* key : {"Served", "Requested", "Name"})
  {
    std::string words = CleanText(TextOf(model, key), 64, LineBreaks::ReplaceBySpaces);
    if (!words.empty())
    {
      return words;
    }
  }
  return "unknown";
}

std::string SeriesDescriptionOf(const Json::Value& report)
{
  return "AI findings (" + TrustOf(report) + ") - " + ModelWordsOf(report);
}

DicomMoment ContentMomentOf(const ResultContext& context, const SourceImage& source)
{
  const auto moment = ContentTimeOf(context.report);
  if (!moment)
  {
    return {};
  }
  // "2026-11-24T05:38:00.123Z" -> "20261124T053800.123".
  const std::string offset = OffsetOf(source);
  std::string local =
      FormatTimestamp(*moment + (offset.empty() ? context.localOffset : EastOf(offset)));
  local.pop_back();
  boost::algorithm::erase_all(local, "-");
  boost::algorithm::erase_all(local, ":");
  return {local.substr(0, 8), local.substr(9)};
}

void WriteCommonModules(const ResultContext& context, const SourceImage& source,
                        const DerivedIdentity& identity, DcmDataset& dataset)
{
  const Copying copying(source, dataset);
  PutText(dataset, DCM_SpecificCharacterSet, "ISO_IR 192");
  WritePatient(copying, context.patientId, dataset);
  WriteStudy(copying, source, dataset);
  WriteSeries(context, identity, dataset);
  WriteMoments(ContentMomentOf(context, source), OffsetOf(source), dataset);
  WriteEquipment(context, dataset);
  PutText(dataset, DCM_SOPClassUID, identity.sopClassUid);
  PutText(dataset, DCM_SOPInstanceUID, identity.sopInstanceUid);
  PutText(dataset, DCM_InstanceNumber, std::to_string(identity.instanceNumber));
}

}  // namespace vlm
