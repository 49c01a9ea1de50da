// SPDX-License-Identifier: GPL-3.0-or-later
// truth.json -> a checked list of pictures and of the lesions in them.
//
//   [ { "file": "mr/x_1.png",          picture or DICOM file, from the folder of truth.json
//       "modality": "MR",              of a picture; a DICOM file knows its own
//       "body_part", "frame",          optional; frame of a DICOM file, from 0
//       "width": 512, "height": 512,   optional; checked against the picture
//       "pixel_spacing_mm": 0.5,       optional, of a picture: a number, or [between rows, between
//                                      columns]
//       "mask": "mr/x_1_mask.png",     optional; lesions are brighter than 127
//       "normal": true,                nobody sees a lesion; then findings is empty or absent
//       "findings": [ { "cx", "cy",    centre: column, row
//                       "rx", "ry",    semi-axes of the ellipse that stands for it without a mask
//                       "bbox": [left, top, width, height] } ] } ]
//
// Lengths are in pixels, the origin is the centre of the top left one. A finding needs centre and
// semi-axes, or a box. Further keys are ignored.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Foundation/Result.h"
#include "Pixels/BoundingBox.h"
#include "Pixels/Frame.h"

namespace vlm
{

struct TrueFinding
{
  cv::Point2d centre;  // column, row
  cv::Size2d radii;    // semi-axes; at least half a pixel
  BoundingBox box;
};

struct TruthEntry
{
  std::string file;    // as the list has it
  std::string source;  // of the file's name, what precedes the first underscore
  std::string picturePath;
  std::string maskPath;  // empty: none
  std::string modality;
  std::string bodyPart;
  int frame = 0;
  std::optional<cv::Size> size;
  std::optional<PixelSpacing> spacing;
  std::vector<TrueFinding> findings;
};

// At most 100 000 entries of at most 1000 findings each. Errors: BadInput, naming entry and key.
Result<std::vector<TruthEntry>> ParseTruth(std::string_view text, const std::string& folder);

// Errors: also those of ReadFile.
Result<std::vector<TruthEntry>> LoadTruth(const std::string& path);

}  // namespace vlm
