// SPDX-License-Identifier: GPL-3.0-or-later
// What is made of a report, and from what.
#pragma once

#include <json/value.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Results/SourceImage.h"

namespace vlm
{

enum class ResultKind
{
  StructuredReport,
  SecondaryCapture,
  EncapsulatedPdf,
  PresentationState,
  ParametricMap
};

// "StructuredReport", ...: as in the configuration's "Outputs" and in REST answers.
std::string ResultKindName(ResultKind kind);
std::optional<ResultKind> ResultKindFromName(std::string_view name);

// A DICOM object of ours, as a Part 10 file.
struct ResultObject
{
  ResultKind kind = ResultKind::StructuredReport;
  std::string sopInstanceUid;
  std::string dicom;
};

// The SR of the same analysis before it was reviewed (again), or of an earlier analysis of the same
// resource by the same model.
struct PredecessorDocument
{
  std::string studyInstanceUid;
  std::string seriesInstanceUid;
  std::string sopInstanceUid;
};

// All that an object is made from. Every text of the report is untrusted.
struct ResultContext
{
  // Of schema version 1, Completed or Abstained, of one analysis (not collected), with its review
  // applied if that is signed, else without any.
  const Json::Value& report;
  // For each of its Images in their order; none: that image is not in the archive any more.
  const std::vector<std::optional<SourceImage>>& sources;
  std::vector<PredecessorDocument> predecessors = {};
  std::string software = {};   // version of the plugin, e.g. "0.1.0"
  std::string patientId = {};  // (0010,0020) in UTF-8 as the archive understands it
  // From UTC, of the archive's place at ContentTimeOf() the report.
  std::chrono::minutes localOffset = {};
  // Of whoever signs reports off; empty: that of the source.
  std::string reviewOrganization = {};

  // The first image that is still there; null: there is none.
  const SourceImage* AnySource() const;
  std::string AnalysisId() const;
  // Of something that is made of the report: ResultUid() of its analysis and its signed review.
  std::string Uid(std::string_view role) const;
};

}  // namespace vlm
