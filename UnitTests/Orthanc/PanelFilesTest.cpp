// SPDX-License-Identifier: GPL-3.0-or-later
// That the compressed bytes are right is tested with Python's zlib
// (Integration/test_reading_routes.py).
#include "Orthanc/PanelFiles.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

const std::string Long(5000, 'x');
const EmbeddedFile Table[] = {{"WebViewer/index.html", Long},
                              {"WebViewer/Shared/api.js", "export {}"},
                              {"WebViewer/empty.css", ""},
                              {"Resources/openapi.json", "{}"}};

TEST(PanelFiles, AreThoseBelowTheFolderByTheirPaths)
{
  const auto files = PanelFilesOf({Table, 4}, "WebViewer/");
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files.at("index.html").mediaType, "text/html; charset=utf-8");
  EXPECT_EQ(files.at("Shared/api.js").mediaType, "text/javascript; charset=utf-8");
  EXPECT_EQ(files.at("empty.css").mediaType, "text/css; charset=utf-8");
  EXPECT_EQ(files.at("index.html").content, Long);
}

TEST(PanelFiles, AreCompressedWhereThatIsSmaller)
{
  const auto files = PanelFilesOf({Table, 4}, "WebViewer/");
  const PanelFile& large = files.at("index.html");
  ASSERT_GE(large.gzip.size(), 18U);
  EXPECT_LT(large.gzip.size(), 100U);
  EXPECT_EQ(large.gzip.substr(0, 2), "\x1F\x8B");  // RFC 1952, 2.3.1
  EXPECT_TRUE(files.at("Shared/api.js").gzip.empty());
  EXPECT_TRUE(files.at("empty.css").gzip.empty());
}

TEST(PanelFiles, HaveTagsOfTheirContentAndEncoding)
{
  const auto files = PanelFilesOf({Table, 4}, "WebViewer/");
  EXPECT_NE(files.at("index.html").tag, files.at("Shared/api.js").tag);
  EXPECT_NE(files.at("index.html").tag, files.at("index.html").gzipTag);
  EXPECT_EQ(files.at("index.html").tag,
            PanelFilesOf({Table, 1}, "WebViewer/").at("index.html").tag);
}

TEST(AcceptsGzip, FollowsTheHeader)
{
  for (const char* header :
       {"gzip", "deflate, gzip;q=1.0, *;q=0.5", "GZIP", "br , gzip ; q=0.1", "*", "x-gzip"})
  {
    EXPECT_TRUE(AcceptsGzip(header)) << header;
  }
  for (const char* header : {"", "identity", "deflate, br", "gzip;q=0", "gzip; q=0.0", "gzipped",
                             ";", ",,,", "gzip;q=x"})
  {
    EXPECT_FALSE(AcceptsGzip(header)) << header;
  }
}

}  // namespace
}  // namespace vlm
