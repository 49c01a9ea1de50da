// SPDX-License-Identifier: GPL-3.0-or-later
// Who observed what, and in which images: the first branches of the tree.
#include <algorithm>
#include <string_view>

#include "Foundation/Uuid.h"
#include "Pixels/DicomValues.h"
#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"
#include "Results/FindingRegion.h"
#include "Results/OwnEquipment.h"
#include "Results/ResultUid.h"
#include "Results/StructuredReportCodes.h"
#include "Results/StructuredReportPieces.h"

namespace vlm
{
namespace
{

constexpr Relation ContextOf = DSRTypes::RT_hasObsContext;
constexpr Relation AcquiredAs = DSRTypes::RT_hasAcqContext;
constexpr Relation Modifier = DSRTypes::RT_hasConceptMod;
constexpr Relation Contains = DSRTypes::RT_contains;

// PS3.16 CID 5000: a tag of RFC 5646; other texts mean English.
CodedConcept LanguageCode(const std::string& tag)
{
  constexpr std::size_t longest = 16;
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  const bool isTag = tag.size() >= 2 && tag.size() <= longest &&
                     tag.find_first_not_of(letters) == std::string::npos;
  const std::string language = isTag ? tag : "en";
  const std::string meaning = language.substr(0, 2) == "en"   ? "English"
                              : language.substr(0, 2) == "zh" ? "Chinese"
                                                              : language;
  return {"RFC5646", language, meaning};
}

// Rows, columns and spacing as the report knows them, with which it measured.
void AddImageFacts(const Json::Value& image, const SourceImage& source, ContentTree& tree)
{
  const Json::Value& spacing = ListOf(image, "PixelSpacingMm");
  const auto spacingAt = [&spacing](Json::ArrayIndex i)
  {
    return spacing.size() == 2 && spacing[i].isNumeric() ? std::optional(spacing[i].asDouble())
                                                         : std::nullopt;
  };
  tree.Code({AcquiredAs, sr::Modality}, ModalityCode(source.modality));
  tree.Number({AcquiredAs, sr::HorizontalSpacing}, spacingAt(1), sr::Millimetre);
  tree.Number({AcquiredAs, sr::VerticalSpacing}, spacingAt(0), sr::Millimetre);
  tree.Text({AcquiredAs, sr::SpacingSource}, TextOf(image, "PixelSpacingSource"));
  tree.Number({AcquiredAs, sr::Rows}, NumberOf(image, "Rows"), sr::Pixels);
  tree.Number({AcquiredAs, sr::Columns}, NumberOf(image, "Columns"), sr::Pixels);
  if (!IsExamined(image))
  {
    const std::string reason = TextOf(image, "Reason");
    tree.Text({AcquiredAs, sr::NotExamined}, reason.empty() ? "-" : reason);
  }
}

}  // namespace

void AddObservationContext(const ResultContext& context, ContentTree& tree)
{
  const Json::Value& model = MemberOf(context.report, "Model");
  const std::string requested = TextOf(model, "Requested");
  const std::string name = requested.empty() ? ModelWordsOf(context.report) : requested;
  const std::string served = TextOf(model, "Served");
  tree.Code({Modifier, sr::Language},
            LanguageCode(TextOf(MemberOf(context.report, "Narrative"), "Language")));
  tree.Code({ContextOf, sr::ObserverType}, sr::Device);
  tree.Uid({ContextOf, sr::DeviceUid}, UidOfUuid(DerivedUuid(OwnManufacturer, name)));
  tree.Text({ContextOf, sr::DeviceName}, name);
  tree.Text({ContextOf, sr::DeviceManufacturer}, OwnManufacturer);
  tree.Text({ContextOf, sr::DeviceModel}, served.empty() ? name : served);
  AddPerson(context, tree);
  tree.Code({Modifier, sr::ProcedureReported}, ProcedureCode(TextOf(context.report, "Modality")));
}

void AddImageLibrary(const ResultContext& context, ContentTree& tree)
{
  const Json::Value& images = ListOf(context.report, "Images");
  tree.Container({Contains, sr::ImageLibrary}, "1600",
                 [&]
                 {
                   tree.Container({Contains, sr::LibraryGroup}, "",
                                  [&]
                                  {
                                    for (std::size_t i = 0; i < context.sources.size(); ++i)
                                    {
                                      const std::optional<SourceImage>& source = context.sources[i];
                                      const Json::Value& image =
                                          images[static_cast<Json::ArrayIndex>(i)];
                                      if (source)
                                      {
                                        tree.Image({Contains}, *source, FrameOf(image, *source),
                                                   [&] { AddImageFacts(image, *source, tree); });
                                      }
                                    }
                                  });
                 });
}

}  // namespace vlm
