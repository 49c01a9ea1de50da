// SPDX-License-Identifier: GPL-3.0-or-later
// A report on real DICOM files, and the results that are made of it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "Fakes/MemoryImageArchive.h"
#include "Fakes/MemoryResultArchive.h"
#include "Pipeline/ResultMaking.h"
#include "Results/ResultFixture.h"

namespace vlm
{

// Pictures of another size than MemoryImageArchive's.
class WideImageArchive : public MemoryImageArchive
{
public:
  int side = 512;
  Result<Frame> Load(const FrameReference& reference) override
  {
    auto loaded = MemoryImageArchive::Load(reference);
    if (loaded.HasValue())
    {
      Frame& frame = loaded.Value();
      cv::resize(frame.display, frame.display, {side, side});
      cv::resize(frame.modalityValues, frame.modalityValues, {side, side});
    }
    return loaded;
  }
};

class ResultMakingTest : public ::testing::Test
{
protected:
  ResultMakingTest()
  {
    settings.structuredReport = false;
    settings.secondaryCapture = false;
    Use({SampleFile("ct-head-phantom-07"), SampleFile("ct-head-phantom-08")}, 2);
  }
  // The report's images are "instance-0", "instance-1", ...
  void Use(const std::vector<std::string>& files, int findings)
  {
    report = FixtureOf(files, findings).report;
    for (std::size_t i = 0; i < files.size(); ++i)
    {
      results.files["instance-" + std::to_string(i)] = files[i];
    }
  }
  Result<MadeResults> Make()
  {
    return MakeResults({report, "study", predecessors, "0.1.0", mostCaptureBytes}, settings, images,
                       results);
  }
  MadeResults Made()
  {
    const auto made = Make();
    EXPECT_TRUE(made.HasValue()) << (made.HasValue() ? "" : made.Failure().message);
    return made.HasValue() ? made.Value() : MadeResults();
  }
  std::map<ResultKind, int> Kinds(const MadeResults& made)
  {
    std::map<ResultKind, int> kinds;
    for (const auto& object : made.objects)
    {
      ++kinds[object.kind];
    }
    return kinds;
  }

  Json::Value report;
  std::vector<PredecessorDocument> predecessors;
  OutputSettings settings;
  std::size_t mostCaptureBytes = MostCaptureBytes;
  WideImageArchive images;
  MemoryResultArchive results;
};

}  // namespace vlm
