// SPDX-License-Identifier: GPL-3.0-or-later
// Finding = something observed at a place. Impression = the conclusion drawn from the findings.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "Pixels/BoundingBox.h"

namespace vlm
{

// The patient's side, never the screen's.
enum class Laterality
{
  Unknown,
  Left,
  Right,
  Bilateral,
  Midline
};

struct CodedConcept
{
  std::string scheme;  // coding scheme designator, e.g. "SCT"
  std::string value;
  std::string meaning;
};

// A finding as a model stated it, its box converted to stored pixels but not yet judged. All texts
// are untrusted.
struct CandidateFinding
{
  std::string label;
  std::string category;
  std::string anatomy;
  Laterality laterality = Laterality::Unknown;
  std::string description;
  std::string severity;
  std::string evidence;
  std::vector<std::string> differential;
  std::optional<double> modelScore;  // the model's own number, 0 to 1; not a probability
  int image = 0;                     // index into the images of the request
  std::optional<BoundingBox> box;    // none: the model did not say where
  std::string contradiction;         // where its own reply says otherwise; a sentence, or empty
};

enum class VerificationStatus
{
  Verified,
  Adjusted,
  Unverified,
  Rejected
};

// One named question asked of a location, with its answer.
struct Check
{
  std::string name;
  bool passed = false;
  std::string detail;
};

// What one reading stated of a finding's place.
struct Sighting
{
  int reading = 0;         // index into the readings of the analysis
  BoundingBox box;         // as stated
  BoundingBox field;       // the part of the image that was shown
  bool isOutlier = false;  // too far from the others to count for the fused place
};

struct Verification
{
  VerificationStatus status = VerificationStatus::Unverified;
  double shiftPx = 0.0;  // from the raw box's centre to the verified one's
  std::optional<double> shiftMm;
  std::vector<Check> checks;
  std::vector<Sighting> sightings;        // in the order of readings
  int looks = 0;                          // readings that were shown the place
  Laterality side = Laterality::Unknown;  // the patient's, on which the verified box lies
};

// None where the spacing is unknown, the picture is in colour, or there is no location.
struct Measurements
{
  std::optional<double> longAxisPx;  // of the outline, or of the ellipse inscribed in the box
  std::optional<double> shortAxisPx;
  std::optional<double> areaPx2;
  std::optional<double> longAxisMm;
  std::optional<double> shortAxisMm;
  std::optional<double> areaMm2;
  std::optional<double> meanInside;  // of modality values, e.g. HU
  std::optional<double> meanAround;  // in a ring of the same area around it
  std::optional<double> contrastToNoise;
};

// A candidate after verification.
struct Finding
{
  std::string id;  // UUID
  CandidateFinding statement;
  std::optional<BoundingBox> box;     // verified
  std::optional<BoundingBox> rawBox;  // as the first reading gave it
  // A closed polygon [stored pixels: column, row] along the lesion's edge; empty: the pixels show
  // no distinct edge.
  std::vector<std::array<double, 2>> outline;
  Verification verification;
  Measurements measurements;
  std::optional<CodedConcept> code;
};

struct ImageQuality
{
  bool adequate = true;
  std::string reason;
};

struct Narrative
{
  std::string technique;
  std::string findings;
  std::string impression;
  std::vector<std::string> recommendations;
  std::vector<std::string> limitations;
  std::string language = "en";
};

}  // namespace vlm
