// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SourceImage.h"

#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "Pixels/DicomValues.h"
#include "Results/ResultUid.h"
#include "Results/SourceImageValues.h"

namespace vlm
{
namespace
{

Result<std::string> UidIn(DcmDataset& dataset, const DcmTagKey& tag)
{
  const std::string uid = AsciiOf(dataset, tag);
  if (!IsUid(uid))
  {
    return Error{ErrorKind::CorruptDicom,
                 NameOf(tag) + " is \"" + uid + "\"; allowed are 1 to 64 digits and dots."};
  }
  return uid;
}

// 1 where the number is none or absurd.
int FramesOf(DcmDataset& dataset)
{
  const double frames = NumberOf(dataset, DCM_NumberOfFrames).value_or(1.0);
  constexpr double most = 1e6;
  return std::isfinite(frames) ? static_cast<int>(std::clamp(frames, 1.0, most)) : 1;
}

Result<void> ReadUids(DcmDataset& dataset, SourceImage& source)
{
  const std::pair<DcmTagKey, std::string*> uids[] = {
      {DCM_SOPClassUID, &source.sopClassUid},
      {DCM_SOPInstanceUID, &source.sopInstanceUid},
      {DCM_SeriesInstanceUID, &source.seriesInstanceUid},
      {DCM_StudyInstanceUID, &source.studyInstanceUid}};
  for (const auto& [tag, member] : uids)
  {
    const Result<std::string> uid = UidIn(dataset, tag);
    if (!uid.HasValue())
    {
      return uid.Failure();
    }
    *member = uid.Value();
  }
  return {};
}

}  // namespace

Result<SourceImage> ReadSourceImage(const std::string& dicomFile)
{
  Result<DicomHeader> header = ParseDicomHeader(dicomFile.data(), dicomFile.size());
  if (!header.HasValue())
  {
    return header.Failure();
  }
  SourceImage source;
  source.header = std::make_shared<DicomHeader>(std::move(header.Value()));
  DcmDataset& dataset = source.Dataset();
  const Result<void> uids = ReadUids(dataset, source);
  if (!uids.HasValue())
  {
    return uids.Failure();
  }
  source.modality = AsciiOf(dataset, DCM_Modality);
  source.characterSet = RawTextOf(dataset, DCM_SpecificCharacterSet);
  source.frames = FramesOf(dataset);
  source.isMultiFrame = source.frames > 1;
  source.isColour = NumberOf(dataset, DCM_SamplesPerPixel).value_or(1.0) > 1.0 ||
                    AsciiOf(dataset, DCM_PhotometricInterpretation) == "PALETTE COLOR";
  return source;
}

}  // namespace vlm
