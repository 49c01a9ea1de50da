// SPDX-License-Identifier: GPL-3.0-or-later
// Letters that say which side of the patient each edge of the picture shows.
#pragma once

#include <string>

#include "Pixels/Frame.h"
#include "Render/LabelPlacement.h"

namespace vlm
{

class Canvas;

// Empty where unknown.
struct EdgeLetters
{
  std::string left;
  std::string right;
  std::string top;
  std::string bottom;
};

// From ImageOrientationPatient (PS3.3 C.7.6.2.1.1; +x is the patient's left, +y posterior, +z
// head), else from PatientOrientation (PS3.3 C.7.6.1.1.1). Oblique directions have up to three
// letters, the nearest axis first.
EdgeLetters EdgeLettersOf(const Frame& frame);

// At the middle of each edge, if free; takes its place. Left out of small pictures.
void DrawOrientationMarks(Canvas& canvas, PictureSpace& space, const EdgeLetters& letters);

// The side of a paired body part and the view of a radiograph, as a technologist marks them: "R
// MLO". Empty where the image has no side.
std::string SideMarkOf(const Acquisition& acquisition);

// In a free corner; takes its place. Left out of small pictures.
void DrawSideMark(Canvas& canvas, PictureSpace& space, const std::string& mark);

}  // namespace vlm
