// SPDX-License-Identifier: GPL-3.0-or-later
// All that is known of one analysis that ended. Its JSON form is DESIGN.md section 5, schema
// version 1.
#pragma once

#include <Eigen/Core>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Findings/Finding.h"
#include "Foundation/Time.h"
#include "Gaussian/ModelledFinding.h"
#include "Model/VisionModel.h"
#include "Pixels/SlicePosition.h"
#include "Report/KeyImageCounts.h"

namespace vlm
{

constexpr std::string_view DisclaimerText =
    "For research use only. Machine-made, unverified, not for diagnostic use.";

enum class ReportStatus
{
  Completed,  // a model looked; an empty list of findings means it saw nothing
  Abstained,  // no model judged the picture, on purpose
  Failed      // no model could judge the picture
};

struct ReportedImage
{
  ImageIdentity identity;
  int rows = 0;
  int columns = 0;
  std::optional<PixelSpacing> spacing;
  std::string whyNotExamined;  // a sentence; empty: a model looked at it
  std::optional<SlicePosition> slice = {};
};

// One lesion over several images of a series (Gaussian/SeriesGaussian.h).
struct ReportedVolume
{
  Eigen::Vector3d meanMm = Eigen::Vector3d::Zero();  // patient coordinates
  Eigen::Matrix3d covarianceMm2 = Eigen::Matrix3d::Identity();
  std::vector<std::string> findingIds;
};

// One sentence of the narrative's Findings or Impression, with the findings that it speaks of.
struct NarrativeSentence
{
  enum class Section
  {
    Findings,
    Impression
  };
  enum class Origin
  {
    Model,       // the model's own words, never changed
    Structured,  // written from the findings' fields, where the model said nothing
    Reviewer     // of the human who reviewed the report
  };
  Section section = Section::Findings;
  Origin origin = Origin::Model;
  std::string text;
  std::vector<int> findings;  // their numbers; empty: it speaks of none
  // Where it differs from what was verified and measured, in a sentence; empty: it does not.
  std::string note;
};

struct ModelUsage
{
  int requests = 0;
  std::int64_t inputTokens = 0;
  std::int64_t outputTokens = 0;
  std::int64_t bytesSent = 0;
};

struct ReportTiming
{
  Timestamp queuedAt;
  Timestamp startedAt;
  Timestamp completedAt;
  std::chrono::milliseconds model{0};
  std::chrono::milliseconds pipeline{0};  // everything but the model
};

struct AnalysisReport
{
  std::string analysisId;
  std::string level;  // "Instance", "Series" or "Study"
  std::string orthancId;
  std::string studyInstanceUid;
  std::string seriesInstanceUid;  // empty for a study
  std::string modality;
  std::string bodyPart;
  ReportStatus status = ReportStatus::Completed;
  std::string reason;  // why Abstained or Failed
  ModelIdentity model;
  std::string servedModel;
  int readings = 0;
  std::vector<ReportedImage> images;
  KeyImageCounts keyImages;  // while it is made; what it says of them is in the narrative
  std::vector<ModelledFinding> findings;
  std::vector<ModelledFinding> rejected;
  std::vector<ReportedVolume> volumes;
  bool noAbnormality = false;  // in any image: false unless all were examined
  ImageQuality imageQuality;
  // As a reader gets it: completed, in sentences and as texts made of these.
  Narrative narrative;
  std::vector<NarrativeSentence> sentences;
  ModelUsage usage;
  ReportTiming timing;
  std::vector<std::string> warnings;
};

}  // namespace vlm
