// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/PdfPicture.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace vlm
{
namespace
{

constexpr std::uint64_t MaximumPixels = 64'000'000;
// Width and height follow the signature and the header of the first chunk (PNG, 11.2.2).
constexpr std::size_t SizeAt = 16;

std::uint64_t BigEndianAt(const std::string& png, std::size_t at)
{
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
  {
    value = value << 8U | static_cast<unsigned char>(png[at + i]);
  }
  return value;
}

cairo_status_t Read(void* closure, unsigned char* bytes, unsigned int count)
{
  auto& rest = *static_cast<std::string_view*>(closure);
  if (count > rest.size())
  {
    return CAIRO_STATUS_READ_ERROR;
  }
  std::copy_n(rest.begin(), count, bytes);
  rest.remove_prefix(count);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

PictureSurface DecodePng(const std::string& png)
{
  const bool hasSize = png.size() >= SizeAt + 8;
  if (!hasSize || BigEndianAt(png, SizeAt) * BigEndianAt(png, SizeAt + 4) > MaximumPixels)
  {
    return nullptr;
  }
  std::string_view rest = png;
  PictureSurface surface(cairo_image_surface_create_from_png_stream(Read, &rest));
  const bool isRead = cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS &&
                      cairo_image_surface_get_width(surface.get()) > 0;
  return isRead ? std::move(surface) : nullptr;
}

}  // namespace vlm
