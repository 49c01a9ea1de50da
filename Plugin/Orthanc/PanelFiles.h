// SPDX-License-Identifier: GPL-3.0-or-later
// The files of WebViewer/ as they are sent: with entity tags, and compressed once for all.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "Foundation/EmbeddedFiles.h"

namespace vlm
{

struct PanelFile
{
  std::string mediaType;
  std::string_view content;
  std::string tag;
  std::string gzip;     // RFC 1952; empty where it would be no smaller
  std::string gzipTag;  // another representation, thus another tag (RFC 9110, 8.8.3.3)
};

// By their names below `folder`, which ends with a slash.
std::map<std::string, PanelFile, std::less<>> PanelFilesOf(const EmbeddedFiles& files,
                                                           std::string_view folder);

// Whether an Accept-Encoding header (RFC 9110, 12.5.3) allows gzip.
bool AcceptsGzip(const std::string& acceptEncoding);

}  // namespace vlm
