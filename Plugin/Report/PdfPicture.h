// SPDX-License-Identifier: GPL-3.0-or-later
// A PNG file as a page shows it.
#pragma once

#include <cairo.h>

#include <memory>
#include <string>

namespace vlm
{

struct DestroySurface
{
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using PictureSurface = std::unique_ptr<cairo_surface_t, DestroySurface>;

// Null if the file is broken or has more than 64 million pixels.
PictureSurface DecodePng(const std::string& png);

}  // namespace vlm
