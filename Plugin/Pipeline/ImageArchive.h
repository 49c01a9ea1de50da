// SPDX-License-Identifier: GPL-3.0-or-later
// Port: where stored images come from.
#pragma once

#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Pipeline/ResourceLevel.h"
#include "Pixels/Frame.h"
#include "Pixels/FrameContent.h"
#include "Pixels/FrameTraits.h"
#include "Pixels/KeyFrameSelection.h"

namespace vlm
{

// What the archive's index knows of a resource. Texts may be empty.
struct ResourceDescription
{
  std::string orthancSeriesId;  // of the resource itself or its parent; empty for a study
  std::string orthancStudyId;
  std::string studyInstanceUid;
  std::string seriesInstanceUid;
  std::string patientId;
  std::string modality;
  std::string bodyPart;
};

// The instances of one series in the order of its slices.
using SeriesFrames = std::vector<InstanceFrames>;

// Thread-safe.
class ImageArchive
{
public:
  virtual ~ImageArchive() = default;

  // Errors: NotFound, StorageFailed, NotReady.
  virtual Result<ResourceDescription> Describe(ResourceLevel level,
                                               const std::string& orthancId) = 0;

  // The images of a resource by series: one series for an instance or a series. Series that carry
  // no pictures of the patient, and the plugin's own results, are left out. Errors: NotFound,
  // NoPixels (none is left), StorageFailed, NotReady.
  virtual Result<std::vector<SeriesFrames>> ImagesOf(ResourceLevel level,
                                                     const std::string& orthancId) = 0;

  // What the header of one instance says of its frames (Pixels/FrameTraitsReading.h). Errors:
  // NotFound, NoPixels, CorruptDicom, TooLarge, StorageFailed, NotReady.
  virtual Result<std::vector<FrameTraits>> TraitsOf(const std::string& instanceId) = 0;

  // One for each of `frames` of one instance, whose file is read and parsed once. Errors: as Load
  // has them, for the whole or for a frame.
  virtual Result<std::vector<Result<FrameThumbnail>>> ThumbnailsOf(
      const std::string& instanceId, const std::vector<int>& frames) = 0;

  // Errors: NotFound, NoPixels, CorruptDicom, UndecodablePixels, TooLarge, BadInput (no such
  // frame), StorageFailed.
  virtual Result<Frame> Load(const FrameReference& reference) = 0;
};

}  // namespace vlm
