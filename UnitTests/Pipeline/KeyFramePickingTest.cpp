// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/KeyFramePicking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "Fakes/MemoryImageArchive.h"
#include "Pipeline/KeyFrameLoading.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Counts what is asked of it.
class CountingArchive : public MemoryImageArchive
{
public:
  Result<std::vector<FrameTraits>> TraitsOf(const std::string& instanceId) override
  {
    ++headers;
    if (brokenHeaders.count(instanceId) == 1)
    {
      return Error{ErrorKind::CorruptDicom, "It ends early."};
    }
    auto traits = MemoryImageArchive::TraitsOf(instanceId);
    for (auto& one : traits.Value())
    {
      one.kind = localizers.count(instanceId) == 1 ? FrameKind::Localizer : one.kind;
    }
    return traits;
  }
  Result<std::vector<Result<FrameThumbnail>>> ThumbnailsOf(const std::string& instanceId,
                                                           const std::vector<int>& frames) override
  {
    decoded += static_cast<int>(frames.size());
    return MemoryImageArchive::ThumbnailsOf(instanceId, frames);
  }

  std::set<std::string> brokenHeaders;
  std::set<std::string> localizers;
  int headers = 0;
  int decoded = 0;
};

std::vector<std::string> Names(int count)
{
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i)
  {
    names.push_back("i" + std::to_string(i));
  }
  return names;
}

AnalysisOrder SeriesOrder(int maxImages)
{
  AnalysisOrder order;
  order.level = ResourceLevel::Series;
  order.maxImages = maxImages;
  return order;
}

TEST(PickKeyFrames, DecodesABoundedNumberHoweverLongTheSeries)
{
  CountingArchive images;
  images.AddSeries(Names(3000));
  const auto picked = PickKeyFrames(images, images.series.front(), 8, Cancellation());
  ASSERT_TRUE(picked.HasValue());
  EXPECT_THAT(picked.Value().references, SizeIs(8));
  EXPECT_LE(images.headers, 1024);
  EXPECT_LE(images.decoded, 48);
  EXPECT_EQ(picked.Value().counts.available, 3000);
}

TEST(PickKeyFrames, NamesWhatCannotBeReadAndGoesOn)
{
  CountingArchive images;
  images.AddSeries(Names(12));
  images.brokenHeaders = {"i3"};
  images.loadErrors["i5"] = {ErrorKind::UndecodablePixels, "JPEG 2000 needs a plugin."};
  const auto picked = PickKeyFrames(images, images.series.front(), 12, Cancellation());
  ASSERT_TRUE(picked.HasValue());
  EXPECT_THAT(picked.Value().references, SizeIs(10));
  EXPECT_THAT(picked.Value().warnings, SizeIs(2));
  EXPECT_THAT(picked.Value().warnings, Contains(HasSubstr("Instance i3 was not read: It ends")));
  EXPECT_THAT(picked.Value().warnings, Contains(HasSubstr("Instance i5")));
}

TEST(PickKeyFrames, CountsWarningsBeyondAFew)
{
  CountingArchive images;
  images.AddSeries(Names(100));
  for (int i = 0; i < 60; ++i)
  {
    images.brokenHeaders.insert("i" + std::to_string(i));
  }
  const auto picked = PickKeyFrames(images, images.series.front(), 8, Cancellation());
  ASSERT_TRUE(picked.HasValue());
  EXPECT_THAT(picked.Value().warnings, SizeIs(9));
  EXPECT_EQ(picked.Value().warnings.back(), "52 more images were not read.");
  EXPECT_EQ(picked.Value().counts.available, 100);
}

TEST(LoadKeyFrames, FailsWithTheFirstReasonWhereNothingCanBeRead)
{
  CountingArchive images;
  images.AddSeries(Names(3));
  images.brokenHeaders = {"i0", "i1", "i2"};
  const auto loaded = LoadKeyFrames(images, SeriesOrder(8), 16, Cancellation());
  ASSERT_FALSE(loaded.HasValue());
  EXPECT_EQ(loaded.Failure().kind, ErrorKind::CorruptDicom);
  EXPECT_EQ(loaded.Failure().message, "It ends early.");
}

TEST(LoadKeyFrames, OfAStudyLeavesOutSeriesOfLocalizers)
{
  CountingArchive images;
  images.AddSeries({"a", "b"});
  images.AddSeries({"x", "y", "z"});
  images.localizers = {"a", "b"};
  auto order = SeriesOrder(8);
  order.level = ResourceLevel::Study;
  const auto loaded = LoadKeyFrames(images, order, 16, Cancellation());
  ASSERT_TRUE(loaded.HasValue());
  ASSERT_THAT(loaded.Value().frames, SizeIs(3));
  EXPECT_EQ(loaded.Value().frames.front().identity.orthancId, "x");
  EXPECT_EQ(loaded.Value().counts.localizers, 2);
  EXPECT_EQ(loaded.Value().counts.available, 5);
}

TEST(LoadKeyFrames, ReadsNoHeaderToChooseOneImageOfOne)
{
  CountingArchive images;
  images.AddSeries({"only"});
  AnalysisOrder order;
  const auto loaded = LoadKeyFrames(images, order, 16, Cancellation());
  ASSERT_TRUE(loaded.HasValue());
  EXPECT_EQ(images.headers, 0);
  EXPECT_THAT(loaded.Value().warnings, IsEmpty());
}

TEST(PickKeyFrames, StopsWhenAsked)
{
  CountingArchive images;
  images.AddSeries(Names(10));
  Cancellation cancellation;
  cancellation.Request();
  const auto picked = PickKeyFrames(images, images.series.front(), 8, cancellation);
  ASSERT_FALSE(picked.HasValue());
  EXPECT_EQ(picked.Failure().kind, ErrorKind::Canceled);
}

}  // namespace
}  // namespace vlm
