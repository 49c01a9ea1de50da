// SPDX-License-Identifier: GPL-3.0-or-later
// The lesions of a series: findings that share a number are slices of one.
#pragma once

#include <cstddef>
#include <vector>

#include "Render/Layers.h"

namespace vlm
{

struct SeriesLesion
{
  int number = 1;
  std::vector<std::size_t> images;  // rising; indices into the key images
  // Of its slices, in the order of images; never empty. They live as long as the images.
  std::vector<const Finding*> slices;
};

// By rising number; a finding without a number is a lesion of its own. Rejected ones do not count.
std::vector<SeriesLesion> LesionsOf(const std::vector<KeyImage>& images);

// How many findings of an image count.
std::size_t CountOf(const KeyImage& image);

// Which images to show, rising: all, or `capacity` of them, those with findings first.
std::vector<std::size_t> ChooseImages(const std::vector<KeyImage>& images, std::size_t capacity);

// The slice in which the lesion's long axis is greatest; the first where none is known.
const Finding& LargestSliceOf(const SeriesLesion& lesion);

struct CommonStatus
{
  VerificationStatus status = VerificationStatus::Unverified;
  std::size_t count = 0;  // slices that have it
};

// That of most slices; of equally many the less certain one.
CommonStatus CommonStatusOf(const SeriesLesion& lesion);

// As people count the image at `index` of the list.
int ImageNumberOf(const std::vector<KeyImage>& images, std::size_t index);

// Rising numbers: "2–4, 7".
std::string RangesOf(const std::vector<int>& numbers);

}  // namespace vlm
