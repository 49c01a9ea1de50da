// SPDX-License-Identifier: GPL-3.0-or-later
// The codes of our Structured Report (PS3.16 TID 1500 and what it includes), for writing and
// reading. What no standard names has a code of our own scheme.
#pragma once

#include <json/value.h>

#include <array>
#include <string>

#include "Findings/Finding.h"

namespace vlm
{

constexpr const char* OwnScheme = "99ORTHANCVLM";

struct ReportCode
{
  const char* value;
  const char* scheme;
  const char* meaning;

  operator CodedConcept() const { return {scheme, value, meaning}; }
};

namespace sr
{

// Root, language and observer: TID 1500, 1204, 1004.
constexpr ReportCode MeasurementReport = {"126000", "DCM", "Imaging Measurement Report"};
constexpr ReportCode Language = {"121049", "DCM", "Language of Content Item and Descendants"};
constexpr ReportCode ObserverType = {"121005", "DCM", "Observer Type"};
constexpr ReportCode Device = {"121007", "DCM", "Device"};
constexpr ReportCode DeviceUid = {"121012", "DCM", "Device Observer UID"};
constexpr ReportCode DeviceName = {"121013", "DCM", "Device Observer Name"};
constexpr ReportCode DeviceManufacturer = {"121014", "DCM", "Device Observer Manufacturer"};
constexpr ReportCode DeviceModel = {"121015", "DCM", "Device Observer Model Name"};
// The reviewer beside the device: TID 1003.
constexpr ReportCode Person = {"121006", "DCM", "Person"};
constexpr ReportCode PersonName = {"121008", "DCM", "Person Observer Name"};
constexpr ReportCode PersonOrganization = {"121009", "DCM", "Person Observer's Organization Name"};
constexpr ReportCode PersonRole = {"121011", "DCM", "Person Observer's Role in this Procedure"};
constexpr ReportCode PersonLogin = {"128774", "DCM", "Person Observer's Login Name"};
constexpr ReportCode Verifying = {"121098", "DCM", "Verifying"};
constexpr ReportCode ProcedureReported = {"121058", "DCM", "Procedure reported"};

// Image library: TID 1600 to 1602.
constexpr ReportCode ImageLibrary = {"111028", "DCM", "Image Library"};
constexpr ReportCode LibraryGroup = {"126200", "DCM", "Image Library Group"};
constexpr ReportCode Modality = {"121139", "DCM", "Modality"};
constexpr ReportCode Rows = {"110910", "DCM", "Pixel Data Rows"};
constexpr ReportCode Columns = {"110911", "DCM", "Pixel Data Columns"};
constexpr ReportCode HorizontalSpacing = {"111026", "DCM", "Horizontal Pixel Spacing"};
constexpr ReportCode VerticalSpacing = {"111066", "DCM", "Vertical Pixel Spacing"};
constexpr ReportCode SpacingSource = {"SpacingSource", OwnScheme, "Source of the pixel spacing"};
constexpr ReportCode NotExamined = {"NotExamined", OwnScheme, "Why no model looked at the image"};

// Groups of a finding: TID 1410, 1501, 4019.
constexpr ReportCode Measurements = {"126010", "DCM", "Imaging Measurements"};
constexpr ReportCode MeasurementGroup = {"125007", "DCM", "Measurement Group"};
constexpr ReportCode TrackingIdentifier = {"112039", "DCM", "Tracking Identifier"};
constexpr ReportCode TrackingUid = {"112040", "DCM", "Tracking Unique Identifier"};
constexpr ReportCode FindingCategory = {"276214006", "SCT", "Finding category"};
constexpr ReportCode Finding = {"121071", "DCM", "Finding"};
constexpr ReportCode FindingSite = {"363698007", "SCT", "Finding Site"};
constexpr ReportCode Laterality = {"272741003", "SCT", "Laterality"};
constexpr ReportCode AlgorithmName = {"111001", "DCM", "Algorithm Name"};
constexpr ReportCode AlgorithmVersion = {"111003", "DCM", "Algorithm Version"};
constexpr ReportCode AlgorithmParameters = {"111002", "DCM", "Algorithm Parameters"};
constexpr ReportCode ImageRegion = {"111030", "DCM", "Image Region"};
constexpr ReportCode SourceOfMeasurement = {"121112", "DCM", "Source of Measurement"};
constexpr ReportCode LongAxis = {"103339001", "SCT", "Long axis"};
constexpr ReportCode ShortAxis = {"103340004", "SCT", "Short axis"};
constexpr ReportCode Area = {"42798000", "SCT", "Area"};
constexpr ReportCode MeanInside = {"373098007", "SCT", "Mean"};
constexpr ReportCode MeanAround = {"MeanAround", OwnScheme, "Mean around the lesion"};
constexpr ReportCode ContrastToNoise = {"ContrastToNoise", OwnScheme, "Contrast to noise"};
constexpr ReportCode ModelScore = {"ModelScore", OwnScheme, "Model's own score, no probability"};
constexpr ReportCode Shift = {"Shift", OwnScheme, "Distance from the place first stated"};
constexpr ReportCode UncodedFinding = {"UncodedFinding", OwnScheme, "Finding in words only"};
constexpr ReportCode UncodedSite = {"UncodedSite", OwnScheme, "Site in words only"};
constexpr ReportCode VerificationStatus = {"Verification", OwnScheme, "Verification of the place"};
constexpr ReportCode VerifiedSide = {"VerifiedSide", OwnScheme, "Side of the verified place"};
constexpr ReportCode CheckPassed = {"CheckPassed", OwnScheme, "Check of the place: passed"};
constexpr ReportCode CheckFailed = {"CheckFailed", OwnScheme, "Check of the place: failed"};
constexpr ReportCode PlaceModel = {"PlaceModel", OwnScheme, "Gaussian model of the place"};

// Texts of a finding.
constexpr ReportCode Label = {"Label", OwnScheme, "Finding in the model's words"};
constexpr ReportCode Category = {"Category", OwnScheme, "Category in the model's words"};
constexpr ReportCode StatedSide = {"StatedSide", OwnScheme, "Side in the model's words"};
constexpr ReportCode Anatomy = {"Anatomy", OwnScheme, "Site in the model's words"};
constexpr ReportCode Description = {"Description", OwnScheme, "Description"};
constexpr ReportCode Comment = {"121106", "DCM", "Comment"};
constexpr ReportCode Severity = {"246112005", "SCT", "Severity"};
constexpr ReportCode Evidence = {"Evidence", OwnScheme, "Evidence"};
constexpr ReportCode Differential = {"111023", "DCM", "Differential Diagnosis/Impression"};

// What the reviewer decided about a finding. Label and Anatomy keep the model's words.
constexpr ReportCode Decision = {"Decision", OwnScheme, "Decision of the reviewer"};
constexpr ReportCode DecisionReason = {"DecisionReason", OwnScheme, "Reason of the decision"};
constexpr ReportCode ReviewedLabel = {"ReviewedLabel", OwnScheme,
                                      "Finding in the reviewer's words"};
constexpr ReportCode ReviewedAnatomy = {"ReviewedAnatomy", OwnScheme,
                                        "Site in the reviewer's words"};
constexpr ReportCode OriginalSide = {"OriginalSide", OwnScheme, "Side before the review"};
constexpr ReportCode OriginalSeverity = {"OriginalSeverity", OwnScheme,
                                         "Severity before the review"};
constexpr ReportCode OriginalText = {"OriginalText", OwnScheme, "Description before the review"};
constexpr ReportCode Original = {"Original", OwnScheme, "Finding before the review, as JSON"};

// The review as a whole.
constexpr ReportCode ReviewRevision = {"ReviewRevision", OwnScheme, "Number of the review"};
constexpr ReportCode ReviewStatus = {"ReviewStatus", OwnScheme, "Status of the review"};
constexpr ReportCode SignedOff = {"SignedOff", OwnScheme, "Signed off"};
constexpr ReportCode Amended = {"Amended", OwnScheme, "Amends a report that was signed off"};
constexpr ReportCode AmendedRevision = {"AmendedRevision", OwnScheme,
                                        "Number of the signed review that is amended"};
constexpr ReportCode ReviewedAt = {"ReviewedAt", OwnScheme, "Time of the review"};
constexpr ReportCode ModelImpression = {"ModelImpression", OwnScheme,
                                        "Impression before the review"};
constexpr ReportCode RejectedByHuman = {"RejectedByHuman", OwnScheme,
                                        "Finding rejected by the reviewer"};

// Evaluations of the whole.
constexpr ReportCode Evaluations = {"C0034375", "UMLS", "Qualitative Evaluations"};
constexpr ReportCode Assessment = {"Assessment", OwnScheme, "Overall assessment"};
constexpr ReportCode NoAbnormality = {"111286", "DCM", "No abnormality"};
constexpr ReportCode NoFinding = {"NoFinding", OwnScheme, "No finding reported"};
constexpr ReportCode Impression = {"121073", "DCM", "Impression"};
constexpr ReportCode Recommendation = {"121075", "DCM", "Recommendation"};
constexpr ReportCode Technique = {"121065", "DCM", "Procedure Description"};
constexpr ReportCode Limitation = {"Limitation", OwnScheme, "Limitation"};
constexpr ReportCode Disclaimer = {"Disclaimer", OwnScheme, "Disclaimer"};
constexpr ReportCode Rejected = {"Rejected", OwnScheme, "Stated places that were rejected"};
constexpr ReportCode PoorQuality = {"PoorQuality", OwnScheme, "Why the images are inadequate"};
constexpr ReportCode Warning = {"Warning", OwnScheme, "Warning"};
constexpr ReportCode AnalysisId = {"AnalysisId", OwnScheme, "Identifier of the analysis"};
constexpr ReportCode Level = {"Level", OwnScheme, "Level of the analysis"};
constexpr ReportCode BodyPart = {"BodyPart", OwnScheme, "Body part"};
constexpr ReportCode Status = {"Status", OwnScheme, "Status of the analysis"};
constexpr ReportCode Reason = {"Reason", OwnScheme, "Reason of the status"};
constexpr ReportCode ModelName = {"ModelName", OwnScheme, "Configured name of the model"};
constexpr ReportCode ModelType = {"ModelType", OwnScheme, "Type of the model"};
constexpr ReportCode PromptVersion = {"PromptVersion", OwnScheme, "Version of the prompt"};
constexpr ReportCode CompletedAt = {"CompletedAt", OwnScheme, "Completion of the analysis"};
constexpr ReportCode Readings = {"Readings", OwnScheme, "Readings of the model"};

// Units (UCUM).
constexpr ReportCode Millimetre = {"mm", "UCUM", "millimeter"};
constexpr ReportCode SquareMillimetre = {"mm2", "UCUM", "square millimeter"};
constexpr ReportCode Pixels = {"{pixels}", "UCUM", "pixels"};
constexpr ReportCode Hounsfield = {"[hnsf'U]", "UCUM", "Hounsfield Unit"};
constexpr ReportCode NoUnit = {"1", "UCUM", "no units"};

}  // namespace sr

// A member of the report's JSON, and the content item that holds it.
struct CodedMember
{
  const char* key;
  ReportCode name;
};

constexpr std::array<CodedMember, 6> FindingTexts = {{{"Label", sr::Label},
                                                      {"Category", sr::Category},
                                                      {"Anatomy", sr::Anatomy},
                                                      {"Description", sr::Description},
                                                      {"Severity", sr::Severity},
                                                      {"Evidence", sr::Evidence}}};
constexpr std::array<CodedMember, 3> NarrativeTexts = {
    {{"Impression", sr::Impression}, {"Findings", sr::Finding}, {"Technique", sr::Technique}}};
constexpr std::array<CodedMember, 2> NarrativeLists = {
    {{"Recommendations", sr::Recommendation}, {"Limitations", sr::Limitation}}};
constexpr std::array<CodedMember, 7> ReportTexts = {{{"Disclaimer", sr::Disclaimer},
                                                     {"AnalysisId", sr::AnalysisId},
                                                     {"Level", sr::Level},
                                                     {"Modality", sr::Modality},
                                                     {"BodyPart", sr::BodyPart},
                                                     {"Status", sr::Status},
                                                     {"Reason", sr::Reason}}};
constexpr std::array<CodedMember, 3> ModelTexts = {
    {{"Name", sr::ModelName}, {"Type", sr::ModelType}, {"PromptVersion", sr::PromptVersion}}};

// A measurement: in mm where that is known, else in pixels.
struct CodedLength
{
  const char* keyMm;
  const char* keyPx;
  ReportCode name;
  ReportCode unit;
};

constexpr std::array<CodedLength, 3> Lengths = {
    {{"LongAxisMm", "LongAxisPx", sr::LongAxis, sr::Millimetre},
     {"ShortAxisMm", "ShortAxisPx", sr::ShortAxis, sr::Millimetre},
     {"AreaMm2", "AreaPx2", sr::Area, sr::SquareMillimetre}}};
constexpr std::array<CodedMember, 3> Intensities = {{{"MeanInside", sr::MeanInside},
                                                     {"MeanAround", sr::MeanAround},
                                                     {"ContrastToNoise", sr::ContrastToNoise}}};

// Of the report's words for sides; with no value for other words.
CodedConcept SideCode(const std::string& word);
std::string SideOfCode(const CodedConcept& code);

// Of DispositionOf() a finding; with no value for other words.
CodedConcept DecisionCode(const std::string& word);

// Of the report's words "Verified" and so on.
CodedConcept VerificationCode(const std::string& word);

// CID 29, and a procedure of CID 100 for it.
CodedConcept ModalityCode(const std::string& modality);
CodedConcept ProcedureCode(const std::string& modality);

// A code of the report's JSON that PS3.16 8 can express; without a value if it is none.
CodedConcept StatedCode(const Json::Value& code);

}  // namespace vlm
