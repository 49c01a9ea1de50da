// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/PanelFiles.h"

#include <libdeflate.h>

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <cstdlib>
#include <memory>
#include <vector>

#include "Orthanc/EntityTag.h"

namespace vlm
{
namespace
{

constexpr int Level = 9;

struct MediaType
{
  const char* suffix;
  const char* type;
};
constexpr MediaType MediaTypes[] = {{".html", "text/html; charset=utf-8"},
                                    {".js", "text/javascript; charset=utf-8"},
                                    {".css", "text/css; charset=utf-8"},
                                    {".svg", "image/svg+xml"}};

struct FreeCompressor
{
  void operator()(libdeflate_compressor* compressor) const
  {
    libdeflate_free_compressor(compressor);
  }
};

std::string MediaTypeOf(std::string_view name)
{
  for (const auto& [suffix, type] : MediaTypes)
  {
    if (boost::ends_with(name, suffix))
    {
      return type;
    }
  }
  return "application/octet-stream";
}

// Empty without memory, or where nothing is gained.
std::string Compressed(std::string_view content)
{
  const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(
      libdeflate_alloc_compressor(Level));
  if (!compressor || content.empty())
  {
    return "";
  }
  std::string gzip(content.size() - 1, '\0');
  gzip.resize(libdeflate_gzip_compress(compressor.get(), content.data(), content.size(),
                                       gzip.data(), gzip.size()));
  return gzip;
}

PanelFile PanelFileOf(const EmbeddedFile& file)
{
  PanelFile made;
  made.mediaType = MediaTypeOf(file.name);
  made.content = file.content;
  made.tag = EntityTagOf({std::string(file.content)});
  made.gzip = Compressed(file.content);
  made.gzipTag = EntityTagOf({std::string(file.content), "gzip"});
  return made;
}

// "gzip;q=0" forbids it.
bool AllowsGzip(const std::string& coding)
{
  std::vector<std::string> parts;
  boost::algorithm::split(parts, coding, [](char c) { return c == ';'; });
  const std::string name = boost::algorithm::trim_copy(parts.front());
  return (name == "gzip" || name == "x-gzip" || name == "*") &&
         std::none_of(parts.begin() + 1, parts.end(),
                      [](const std::string& part)
                      {
                        const std::string weight = boost::algorithm::trim_copy(part);
                        return weight.rfind("q=", 0) == 0 &&
                               std::strtod(weight.c_str() + 2, nullptr) <= 0.0;
                      });
}

}  // namespace

std::map<std::string, PanelFile, std::less<>> PanelFilesOf(const EmbeddedFiles& files,
                                                           std::string_view folder)
{
  std::map<std::string, PanelFile, std::less<>> made;
  for (const EmbeddedFile& file : files)
  {
    if (boost::starts_with(file.name, folder))
    {
      made.emplace(file.name.substr(folder.size()), PanelFileOf(file));
    }
  }
  return made;
}

bool AcceptsGzip(const std::string& acceptEncoding)
{
  std::vector<std::string> codings;
  const std::string lower = boost::algorithm::to_lower_copy(acceptEncoding);
  boost::algorithm::split(codings, lower, [](char c) { return c == ','; });
  return std::any_of(codings.begin(), codings.end(), AllowsGzip);
}

}  // namespace vlm
