// SPDX-License-Identifier: GPL-3.0-or-later
// A patient's age as a decade: precise enough for a radiologist's thinking, too coarse to identify.
#pragma once

#include <string>

namespace vlm
{

// DICOM values as stored; any may be empty.
struct AgeSource
{
  std::string patientAge;  // (0010,1010), VR AS of PS3.5 6.2: "045Y", "018M", "003W", "010D"
  std::string birthDate;   // (0010,0030), VR DA: "YYYYMMDD"
  std::string studyDate;   // (0008,0020), VR DA
};

// "0-9", ..., "80-89", "90+"; empty when it is not known, which includes ages over 130 years and
// births after the study. PatientAge goes first, the dates are used when it is no age.
std::string AgeDecadeOf(const AgeSource& source);

}  // namespace vlm
