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

void AppendChunk(const char* type, std::string_view data, std::string& png)
{
  AppendNumber(static_cast<std::uint32_t>(data.size()), png);
  const std::size_t start = png.size();
  png.append(type, 4).append(data);
  AppendNumber(libdeflate_crc32(0, png.data() + start, png.size() - start), png);
}

std::string Header(const cv::Mat& picture)
{
  std::string header;
  AppendNumber(static_cast<std::uint32_t>(picture.cols), header);
  AppendNumber(static_cast<std::uint32_t>(picture.rows), header);
  const bool isGrey = picture.channels() == 1;
  // 8 bits a sample; grey or RGB; deflate, adaptive filtering, not interlaced.
  for (const int byte : {8, isGrey ? 0 : 2, 0, 0, 0})
  {
    header += static_cast<char>(byte);
  }
  return header;
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

Result<std::string> Compressed(const std::vector<std::uint8_t>& rows)
{
  const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(
      libdeflate_alloc_compressor(Level));
  if (!compressor)
  {
    return Error{ErrorKind::Internal, "There is no memory to compress the picture."};
  }
  std::string data(libdeflate_zlib_compress_bound(compressor.get(), rows.size()), '\0');
  data.resize(libdeflate_zlib_compress(compressor.get(), rows.data(), rows.size(), data.data(),
                                       data.size()));
  if (data.empty())
  {
    return Error{ErrorKind::Internal, "The picture could not be compressed."};
  }
  return data;
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
    const auto data = Compressed(Filtered(picture));
    if (!data.HasValue())
    {
      return data.Failure();
    }
    std::string png = "\x89PNG\r\n\x1A\n";
    AppendChunk("IHDR", Header(picture), png);
    AppendChunk("IDAT", data.Value(), png);
    AppendChunk("IEND", {}, png);
    return png;
  }
  catch (const std::exception& failure)  // cv::Exception, std::bad_alloc
  {
    return Error{ErrorKind::Internal, std::string("Writing PNG failed: ") + failure.what()};
  }
}

}  // namespace vlm
