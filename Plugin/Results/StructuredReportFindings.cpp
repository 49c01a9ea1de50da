// SPDX-License-Identifier: GPL-3.0-or-later
// Measurement groups: one of all that is known of a finding, and beside it one of its rectangle
// alone for viewers that draw no other (Resources/Decisions/StructuredReportShape.md).
#include <string_view>

#include "Findings/Terminology.h"
#include "Foundation/Json.h"
#include "Foundation/Uuid.h"
#include "Pixels/DicomValues.h"
#include "Report/FindingReview.h"
#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"
#include "Results/ResultUid.h"
#include "Results/SignedReview.h"
#include "Results/StructuredReportCodes.h"
#include "Results/StructuredReportPieces.h"

namespace vlm
{
namespace
{

constexpr Relation ContextOf = DSRTypes::RT_hasObsContext;
constexpr Relation Modifier = DSRTypes::RT_hasConceptMod;
constexpr Relation Contains = DSRTypes::RT_contains;
constexpr Relation SelectedFrom = DSRTypes::RT_selectedFrom;

// A finding, and where it is.
struct FoundIn
{
  const Json::Value& finding;
  const SourceImage* source = nullptr;  // null: its image is not in the archive
  int frame = 0;
  std::optional<ImageRegion> region = {};
  std::string identifier = {};  // "Finding 2: nodule"
  std::string uid = {};
};

FoundIn Locate(const ResultContext& context, Json::ArrayIndex place)
{
  const Json::Value& finding = ListOf(context.report, "Findings")[place];
  const Json::Value& images = ListOf(context.report, "Images");
  FoundIn found{finding};
  const auto image = ImageOf(finding, images.size());
  if (image && *image < context.sources.size() && context.sources[*image])
  {
    found.source = &*context.sources[*image];
    found.frame = FrameOf(images[*image], *found.source);
    found.region = RegionOf(finding, *found.source);
  }
  const std::int64_t stated = CountOf(finding, "Number").value_or(0);
  const std::int64_t number = stated > 0 ? stated : static_cast<std::int64_t>(place) + 1;
  const std::string label = TextOf(finding, "Label");
  found.identifier = "Finding " + std::to_string(number) + (label.empty() ? "" : ": " + label);
  found.uid = UidOfUuid(TextOf(finding, "Id"));
  if (found.uid.empty())
  {
    found.uid = ResultUid(context.AnalysisId(), "finding-" + std::to_string(place));
  }
  return found;
}

void AddTracking(const FoundIn& found, ContentTree& tree)
{
  tree.Text({ContextOf, sr::TrackingIdentifier}, found.identifier);
  tree.Uid({ContextOf, sr::TrackingUid}, found.uid);
}

// PS3.16 TID 4019.
void AddAlgorithm(const Json::Value& report, ContentTree& tree)
{
  const Json::Value& model = MemberOf(report, "Model");
  const std::string requested = TextOf(model, "Requested");
  const std::string served = TextOf(model, "Served");
  const std::string prompt = TextOf(model, "PromptVersion");
  const std::string name = requested.empty() ? ModelWordsOf(report) : requested;
  tree.Text({Modifier, sr::AlgorithmName}, name);
  tree.Text({Modifier, sr::AlgorithmVersion},
            (served.empty() ? name : served) + (prompt.empty() ? "" : ", prompt " + prompt));
  const auto readings = CountOf(model, "Readings");
  tree.Text({Modifier, sr::AlgorithmParameters},
            readings ? "Readings: " + std::to_string(*readings) : "");
}

void AddCodes(const ResultContext& context, const FoundIn& found, ContentTree& tree)
{
  const Json::Value& finding = found.finding;
  const std::string category = TextOf(finding, "Category");
  const std::string anatomy = TextOf(finding, "Anatomy");
  // CID 244, the only sides that a Laterality may be, has no middle.
  const std::string statedSide = TextOf(finding, "Laterality");
  const bool isInMiddle = statedSide == "Midline";
  const CodedConcept side = isInMiddle ? CodedConcept() : SideCode(statedSide);
  const CodedConcept stated = StatedCode(MemberOf(finding, "Code"));
  const auto site = SiteConcept(anatomy, TextOf(context.report, "BodyPart"));
  const bool saysWhere = site || !anatomy.empty() || !side.value.empty();
  tree.Code({Contains, sr::FindingCategory}, FindingConcept(category, "").value_or(CodedConcept()));
  tree.Code({Contains, sr::Finding}, stated.value.empty() ? sr::UncodedFinding : stated);
  tree.Code({Modifier, sr::FindingSite},
            saysWhere ? site.value_or(sr::UncodedSite) : CodedConcept(),
            [&] {
              tree.Code({Modifier, sr::Laterality}, side);
            });
  tree.Text({Contains, sr::StatedSide}, isInMiddle ? statedSide : "");
}

void AddRegion(const FoundIn& found, const ImageRegion& region, ContentTree& tree)
{
  tree.Region({Contains, sr::ImageRegion}, region,
              [&] { tree.Image({SelectedFrom}, *found.source, found.frame); });
}

// PS3.3 C.11.1.1.2: what a CT stores is in Hounsfield units unless it says otherwise.
CodedConcept IntensityUnit(const SourceImage* source)
{
  if (source == nullptr || source->modality != "CT")
  {
    return sr::NoUnit;
  }
  const std::string type = AsciiOf(source->Dataset(), DCM_RescaleType);
  return type.empty() || type == "HU" ? sr::Hounsfield : sr::NoUnit;
}

void AddNumbers(const FoundIn& found, ContentTree& tree)
{
  const Json::Value& measurements = MemberOf(found.finding, "Measurements");
  const Json::Value& verification = MemberOf(found.finding, "Verification");
  for (const CodedLength& length : Lengths)
  {
    const auto mm = NumberOf(measurements, length.keyMm);
    tree.Number({Contains, length.name}, mm ? mm : NumberOf(measurements, length.keyPx),
                mm ? length.unit : sr::Pixels);
  }
  for (const CodedMember& intensity : Intensities)
  {
    const bool isRatio = std::string_view(intensity.key) == "ContrastToNoise";
    tree.Number({Contains, intensity.name}, NumberOf(measurements, intensity.key),
                isRatio ? CodedConcept(sr::NoUnit) : IntensityUnit(found.source));
  }
  tree.Number({Contains, sr::ModelScore}, NumberOf(found.finding, "ModelScore"), sr::NoUnit);
  if (found.region)
  {
    tree.Number({Contains, sr::Shift}, NumberOf(verification, "ShiftPx"), sr::Pixels);
    tree.Number({Contains, sr::Shift}, NumberOf(verification, "ShiftMm"), sr::Millimetre);
  }
}

void AddVerification(const FoundIn& found, ContentTree& tree)
{
  const Json::Value& verification = MemberOf(found.finding, "Verification");
  tree.Code({Contains, sr::VerificationStatus}, VerificationCode(TextOf(verification, "Status")));
  tree.Code({Contains, sr::VerifiedSide}, SideCode(TextOf(verification, "Side")));
  for (const Json::Value& check : ListOf(verification, "Checks"))
  {
    const std::string detail = TextOf(check, "Detail");
    tree.Text({Contains, IsTrue(check, "Passed") ? sr::CheckPassed : sr::CheckFailed},
              TextOf(check, "Name") + (detail.empty() ? "" : ": " + detail));
  }
}

// What a region cannot say, as in the report's JSON.
void AddPlaceModel(const FoundIn& found, ContentTree& tree)
{
  Json::Value place;
  for (const char* key : {"Box", "Gaussian"})
  {
    place[key] = MemberOf(found.finding, key);
  }
  for (const char* key : {"Mean", "Covariance"})
  {
    place["Location"][key] = MemberOf(MemberOf(found.finding, "Location"), key);
  }
  tree.Text({Contains, sr::PlaceModel}, WriteJson(place));
}

void AddFinding(const ResultContext& context, const FoundIn& found, ContentTree& tree)
{
  const bool isAdded = DispositionOf(found.finding) == "Added";
  AddTracking(found, tree);
  if (isAdded)
  {
    AddPerson(context, tree);
  }
  AddCodes(context, found, tree);
  if (!isAdded)
  {
    AddAlgorithm(context.report, tree);
  }
  if (found.region)
  {
    AddRegion(found, *found.region, tree);
  }
  else if (found.source != nullptr)
  {
    tree.Image({Contains, sr::SourceOfMeasurement}, *found.source, found.frame);
  }
  AddNumbers(found, tree);
  for (const CodedMember& text : FindingTexts)
  {
    tree.Text({Contains, text.name}, ModelTextOf(found.finding, text.key));
  }
  AddDecision(found.finding, tree);
  for (const std::string& differential : TextsOf(found.finding, "Differential"))
  {
    tree.Text({Contains, sr::Differential}, differential);
  }
  AddVerification(found, tree);
  if (found.region)
  {
    AddPlaceModel(found, tree);
  }
}

// The group of all that is known, and one of nothing but the rectangle around the region, which
// Cornerstone draws: of regions without a tracking identifier of its own it knows no other shape.
void AddGroups(const ResultContext& context, const FoundIn& found, ContentTree& tree)
{
  tree.Container({Contains, sr::MeasurementGroup}, found.region ? "1410" : "1501",
                 [&] { AddFinding(context, found, tree); });
  if (found.region)
  {
    tree.Container({Contains, sr::MeasurementGroup}, "1410",
                   [&]
                   {
                     AddTracking(found, tree);
                     AddCodes(context, found, tree);
                     AddRegion(found, RectangleAround(*found.region), tree);
                     tree.Text({Contains, sr::Comment}, found.identifier);
                   });
  }
}

void AddNoFinding(const ResultContext& context, ContentTree& tree)
{
  const Json::Value& images = ListOf(context.report, "Images");
  tree.Text({ContextOf, sr::TrackingIdentifier}, "No finding");
  tree.Uid({ContextOf, sr::TrackingUid}, ResultUid(context.AnalysisId(), "no-finding"));
  AddAlgorithm(context.report, tree);
  for (Json::ArrayIndex i = 0; i < images.size() && i < context.sources.size(); ++i)
  {
    if (context.sources[i] && IsExamined(images[i]))
    {
      tree.Image({Contains, sr::SourceOfMeasurement}, *context.sources[i],
                 FrameOf(images[i], *context.sources[i]));
    }
  }
  const bool isNormal = IsTrue(context.report, "NoAbnormality");
  tree.Code({Contains, sr::Assessment}, isNormal ? sr::NoAbnormality : sr::NoFinding);
}

}  // namespace

void AddMeasurements(const ResultContext& context, ContentTree& tree)
{
  const Json::Value& findings = ListOf(context.report, "Findings");
  const bool isJudged = TextOf(context.report, "Status") == "Completed" ||
                        (SignedReviewOf(context.report) && !findings.empty());
  if (!isJudged)
  {
    return;
  }
  const auto addGroups = [&]
  {
    bool hasFindings = false;
    for (Json::ArrayIndex i = 0; i < findings.size(); ++i)
    {
      if (!CountsAsRejected(findings[i]))
      {
        AddGroups(context, Locate(context, i), tree);
        hasFindings = true;
      }
    }
    if (!hasFindings)
    {
      tree.Container({Contains, sr::MeasurementGroup}, "1501",
                     [&] { AddNoFinding(context, tree); });
    }
  };
  tree.Container({Contains, sr::Measurements}, "", addGroups);
}

}  // namespace vlm
