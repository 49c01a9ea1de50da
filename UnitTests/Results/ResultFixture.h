// SPDX-License-Identifier: GPL-3.0-or-later
// Reports on DICOM files, to make results of.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <json/value.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "Results/ResultObject.h"

namespace vlm
{

// The bytes of Resources/Samples/<name>.dcm, e.g. "ct-head-phantom-07".
std::string SampleFile(const std::string& name);

// A DICOM file after a change of its dataset, in Explicit VR Little Endian.
using Change = std::function<void(DcmDataset&)>;
std::string Changed(const std::string& dicomFile, const Change& change);

// A sample of ultrasound as so many frames of the same pixels.
std::string UltrasoundLoop(int frames);

// A report and its sources, which `Context()` refers to.
struct ResultFixture
{
  Json::Value report;
  std::vector<std::optional<SourceImage>> sources;

  ResultContext Context() const { return {report, sources, {}, "0.1.0", ""}; }
};

// A Completed report that keeps to the schema, of the first frame of each file. Finding i is on
// image i modulo their number. Of each three the first has an ellipse alone, the second an outline,
// the third no location. Fails the test if a file cannot be read.
ResultFixture FixtureOf(const std::vector<std::string>& dicomFiles, int findings);

// The dataset of a result. Fails the test if it cannot be read.
std::unique_ptr<DcmFileFormat> Parsed(const std::string& dicom);

// The value as DCMTK reads it, all values with '\' between them.
std::string ValueOf(DcmItem& item, const DcmTagKey& tag);

// Writes the file where VLM_KEEP_RESULTS points to, if it is set, for checks by other tools.
void Keep(const std::string& name, const std::string& dicom);

}  // namespace vlm
