// SPDX-License-Identifier: GPL-3.0-or-later
// PNG (ISO/IEC 15948) by libdeflate, which compresses two to three times as fast as the zlib in
// OpenCV's encoder: encoding would else take most of a layer's time
// (UnitTests/Benchmarks/layers_benchmark.py).
#include <libdeflate.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "Render/Layers.h"

namespace vlm
{

namespace
{

constexpr int Level = 1;  // of 12; drawn pictures of noisy tissue hardly shrink at higher ones
constexpr std::uint8_t SubFilter = 1;

struct FreeCompressor
{
  void operator()(libdeflate_compressor* compressor) const
  {
    libdeflate_free_compressor(compressor);
  }
};

void AppendNumber(std::uint32_t number, std::string& png)
{
  for (const int shift : {24, 16, 8, 0})
  {
    png += static_cast<char>((number >> shift) & 0xFF);
  }
}

// A chunk whose data `write` appends.
template <typename Write>
void AppendChunk(const char* type, const Write& write, std::string& png)
{
  const std::size_t start = png.size();
  AppendNumber(0, png);  // the length, not yet known
  png.append(type, 4);
  write();
  std::string length;
  AppendNumber(static_cast<std::uint32_t>(png.size() - start - 8), length);
  png.replace(start, 4, length);
  AppendNumber(libdeflate_crc32(0, png.data() + start + 4, png.size() - start - 4), png);
}

void AppendHeader(const cv::Mat& picture, std::string& png)
{
  AppendNumber(static_cast<std::uint32_t>(picture.cols), png);
  AppendNumber(static_cast<std::uint32_t>(picture.rows), png);
  const bool isGrey = picture.channels() == 1;
  // 8 bits a sample; grey or RGB; deflate, adaptive filtering, not interlaced.
  for (const int byte : {8, isGrey ? 0 : 2, 0, 0, 0})
  {
    png += static_cast<char>(byte);
  }
}

// Each row after its filter's number: the difference to the pixel on the left.
std::vector<std::uint8_t> Filtered(const cv::Mat& picture)
{
  const std::size_t step = static_cast<std::size_t>(picture.channels());
  const std::size_t length = static_cast<std::size_t>(picture.cols) * step;
  std::vector<std::uint8_t> rows((length + 1) * static_cast<std::size_t>(picture.rows));
  cv::Mat samples;
  std::uint8_t* to = rows.data();
  for (int row = 0; row < picture.rows; ++row)
  {
    const std::uint8_t* from = picture.ptr<std::uint8_t>(row);
    if (step == 3)
    {
      cv::cvtColor(picture.row(row), samples, cv::COLOR_BGR2RGB);
      from = samples.ptr<std::uint8_t>();
    }
    *to++ = SubFilter;
    std::copy(from, from + step, to);
    for (std::size_t i = step; i < length; ++i)
    {
      to[i] = static_cast<std::uint8_t>(from[i] - from[i - step]);
    }
    to += length;
  }
  return rows;
}

// False: no memory.
bool AppendCompressed(const std::vector<std::uint8_t>& rows, std::string& png)
{
  const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(
      libdeflate_alloc_compressor(Level));
  if (!compressor)
  {
    return false;
  }
  const std::size_t start = png.size();
  png.resize(start + libdeflate_zlib_compress_bound(compressor.get(), rows.size()));
  const std::size_t size = libdeflate_zlib_compress(compressor.get(), rows.data(), rows.size(),
                                                    png.data() + start, png.size() - start);
  png.resize(start + size);
  return size > 0;
}

}  // namespace

Result<std::string> EncodePng(const cv::Mat& picture)
{
  const bool isKnown = picture.type() == CV_8UC1 || picture.type() == CV_8UC3;
  if (picture.empty() || !isKnown)
  {
    return Error{ErrorKind::Internal, "PNG is written of pictures of one or three 8-bit channels."};
  }
  try
  {
    std::string png = "\x89PNG\r\n\x1A\n";
    bool isCompressed = false;
    AppendChunk(
        "IHDR", [&] { AppendHeader(picture, png); }, png);
    AppendChunk(
        "IDAT", [&] { isCompressed = AppendCompressed(Filtered(picture), png); }, png);
    AppendChunk(
        "IEND", [] {}, png);
    if (!isCompressed)
    {
      return Error{ErrorKind::Internal, "There is no memory to compress the picture."};
    }
    return png;
  }
  catch (const std::exception& failure)  // cv::Exception, std::bad_alloc
  {
    return Error{ErrorKind::Internal, std::string("Writing PNG failed: ") + failure.what()};
  }
}

}  // namespace vlm
