// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/PresentationState.h"

#include <map>
#include <utility>

#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"
#include "Results/DerivedObjectSides.h"
#include "Results/OwnEquipment.h"
#include "Results/PresentationStateGraphics.h"
#include "Results/PresentationStateImage.h"

namespace vlm
{
namespace
{

constexpr int SeriesNumber = 9004;

// PS3.3 C.11.10 and 10.9. The moment is type 1, so that a report without one needs some, too.
void WriteIdentification(const ResultContext& context, const SourceImage& source,
                         DcmDataset& dataset)
{
  const DicomMoment moment = ContentMomentOf(context, source);
  PutText(dataset, DCM_PresentationCreationDate, moment.date.empty() ? "19700101" : moment.date);
  PutText(dataset, DCM_PresentationCreationTime, moment.time.empty() ? "000000" : moment.time);
  PutText(dataset, DCM_ContentLabel, "AI_FINDINGS");
  PutText(dataset, DCM_ContentDescription, SeriesDescriptionOf(context.report));
  PutText(dataset, DCM_ContentCreatorName, OwnPersonName);
}

// PS3.3 C.11.11: an instance once, with all its frames that are shown.
void WriteRelationship(const PresentedGroup& group, DcmDataset& dataset)
{
  DcmItem& series = PutItem(dataset, DCM_ReferencedSeriesSequence);
  PutText(series, DCM_SeriesInstanceUID, group.front()->source->seriesInstanceUid);
  std::map<std::string, std::pair<DcmItem*, std::string>> instances;
  for (const PresentedImage* image : group)
  {
    auto [found, isNew] = instances.try_emplace(image->source->sopInstanceUid, nullptr, "");
    auto& [item, frames] = found->second;
    if (isNew)
    {
      item = &AddItem(series, DCM_ReferencedImageSequence);
      WriteImageReference(*image->source, image->frame, *item);
    }
    frames += (frames.empty() ? "" : "\\") + std::to_string(image->frame + 1);
    if (image->source->isMultiFrame)
    {
      item->putAndInsertString(DCM_ReferencedFrameNumber, frames.c_str());
    }
  }
}

Result<ResultObject> StateOf(const ResultContext& context, const PresentedGroup& group,
                             std::size_t index)
{
  const SourceImage& source = *group.front()->source;
  DerivedIdentity identity;
  identity.sopClassUid = UID_GrayscaleSoftcopyPresentationStateStorage;
  identity.sopInstanceUid = context.Uid("pr-" + std::to_string(index));
  identity.seriesInstanceUid = context.Uid("pr-series");
  identity.modality = "PR";
  identity.seriesNumber = SeriesNumber;
  identity.instanceNumber = static_cast<int>(index) + 1;
  const std::string language = TextOf(MemberOf(context.report, "Narrative"), "Language");
  DcmDataset dataset;
  WriteCommonModules(context, source, identity, dataset);
  WriteSeriesSide(context, source, dataset);
  WriteIdentification(context, source, dataset);
  WriteRelationship(group, dataset);
  WriteGreyTransforms(group, dataset);
  WriteDisplayedAreas(group, dataset);
  WriteGraphics(group, Phrasebook::Of(language), dataset);
  return FinishedObject(ResultKind::PresentationState, dataset);
}

}  // namespace

Result<std::vector<ResultObject>> PresentationStatesOf(const ResultContext& context)
{
  std::vector<ResultObject> states;
  const std::vector<PresentedImage> images = PresentedImagesOf(context);
  for (const PresentedGroup& group : GroupsOf(images))
  {
    Result<ResultObject> state = StateOf(context, group, states.size());
    if (!state.HasValue())
    {
      return state.Failure();
    }
    states.push_back(std::move(state.Value()));
  }
  return states;
}

}  // namespace vlm
