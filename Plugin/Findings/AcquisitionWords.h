// SPDX-License-Identifier: GPL-3.0-or-later
// Does a text speak of another modality or body part than DICOM does?
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vlm
{

// The first word in `text` that names another modality than `modality` (0008,0060), e.g.
// "ultrasound"; none: no such word, a word for the right modality as well, or a modality without
// known words.
std::optional<std::string> WordOfOtherModality(std::string_view text, std::string_view modality);

// The same for the region of the body, against BodyPartExamined (0018,0015). Regions that are seen
// on one image, such as chest and abdomen, do not contradict each other.
std::optional<std::string> WordOfOtherBodyPart(std::string_view text, std::string_view bodyPart);

// Whether `word` (lower case; may be several words) stands in `text` (lower case) as a whole.
bool HasWord(std::string_view text, std::string_view word);

}  // namespace vlm
