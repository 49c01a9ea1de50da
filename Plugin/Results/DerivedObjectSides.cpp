// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/DerivedObjectSides.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "Results/DerivedObject.h"
#include "Results/SourceImageValues.h"

namespace vlm
{
namespace
{

// BodyPartExamined (0018,0015) of what no side has, each between spaces. Source: PS3.16 annex L.
constexpr std::string_view UnpairedParts =
    " ABDOMEN ABDOMENPELVIS AORTA BACK BLADDER BRAIN CEREBELLUM CERVIX CHEST CHESTABDOMEN "
    "CHESTABDPELVIS CIRCLEOFWILLIS COCCYX COLON CORONARYARTERY CSPINE CTSPINE DUODENUM "
    "ESOPHAGUS FACE GALLBLADDER HEAD HEADNECK HEART ILEUM ILIUM JAW JEJUNUM LARYNX LIVER "
    "LSPINE LSSPINE MAXILLA MEDIASTINUM MOUTH NECK NECKCHEST NECKCHESTABDOMEN "
    "NECKCHESTABDPELV NOSE PANCREAS PELVIS PENIS PHARYNX PROSTATE RECTUM SCALP SKULL "
    "SPINE SPLEEN SSPINE STERNUM STOMACH THYMUS THYROID TLSPINE TONGUE TRACHEA TSPINE "
    "URETER URETHRA UTERUS VAGINA VULVA WHOLEBODY ";

bool IsUnpairedPart(const std::string& bodyPart)
{
  return !bodyPart.empty() && UnpairedParts.find(" " + bodyPart + " ") != std::string_view::npos;
}

// "L", "R" or nothing.
std::string SideOf(const SourceImage& source)
{
  for (const DcmTagKey& tag : {DCM_ImageLaterality, DCM_Laterality})
  {
    std::string side = MendedValue(source, source.Dataset(), tag);
    if (side == "L" || side == "R")
    {
      return side;
    }
  }
  return {};
}

}  // namespace

void WriteSeriesSide(const ResultContext& context, const SourceImage& source, DcmDataset& dataset)
{
  const std::string part = MendedValue(source, source.Dataset(), DCM_BodyPartExamined);
  dataset.findAndDeleteElement(DCM_Laterality);
  dataset.findAndDeleteElement(DCM_BodyPartExamined);
  if (!part.empty())
  {
    PutText(dataset, DCM_BodyPartExamined, part);
  }
  if (!IsUnpairedPart(part))
  {
    const std::string side = SideOf(source);
    const bool isOfAll = std::all_of(context.sources.begin(), context.sources.end(),
                                     [&side](const std::optional<SourceImage>& other)
                                     { return !other || SideOf(*other) == side; });
    PutText(dataset, DCM_Laterality, isOfAll ? side : "");
  }
}

void WriteImageSide(const SourceImage& source, DcmDataset& dataset)
{
  const std::string side = MendedValue(source, source.Dataset(), DCM_ImageLaterality);
  if (side == "L" || side == "R" || side == "U" || side == "B")
  {
    PutText(dataset, DCM_ImageLaterality, side);
    dataset.findAndDeleteElement(DCM_Laterality);
  }
}

}  // namespace vlm
