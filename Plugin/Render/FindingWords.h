// SPDX-License-Identifier: GPL-3.0-or-later
// What sheets say of a finding: our words in the phrasebook's language, a model's words as they
// are. Each is empty where the fact is unknown or absurd.
#pragma once

#include <string>

#include "Foundation/Phrasebook.h"
#include "Gaussian/ModelledFinding.h"
#include "Pixels/Frame.h"

namespace vlm
{

std::string NameOf(const Finding& finding, const Phrasebook& words);
// The patient's side: the verified one, else the stated, which is said.
std::string SideOf(const Finding& finding, const Phrasebook& words);
// As the model named it, which is said where it names another side than the verified one.
std::string AnatomyOf(const Finding& finding, const Phrasebook& words);
// Side and anatomy: "left side · frontal lobe".
std::string PlaceOf(const Finding& finding, const Phrasebook& words);
// "23 × 14 mm", without spacing in px.
std::string AxesOf(const Finding& finding);
// The same; says so where the spacing is that of the detector.
std::string SizeOf(const Finding& finding, const Frame& frame, const Phrasebook& words);
std::string AreaOf(const Finding& finding);
// Mean value inside and around, with the unit of the modality's values.
std::string MeansOf(const Finding& finding, const Acquisition& acquisition,
                    const Phrasebook& words);
std::string ScoreOf(const Finding& finding, const Phrasebook& words);
std::string StatusOf(VerificationStatus status, const Phrasebook& words);
// From the raw to the verified centre: "12 px (5.3 mm)".
std::string ShiftOf(const Finding& finding);
// "moved by 12 px (5.3 mm)", or that it was not.
std::string MovementOf(const Finding& finding, const Phrasebook& words);

// Whether it is a length, area or axis that can be: finite, above 0, not absurd.
bool IsMeasure(const std::optional<double>& value);

}  // namespace vlm
