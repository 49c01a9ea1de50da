// SPDX-License-Identifier: GPL-3.0-or-later
// Lends a drawing thread a Pango font map whose fonts are loaded already.
#pragma once

#include <pango/pangocairo.h>

namespace vlm
{

// Pango's default font map belongs to a thread and loads its fonts anew in each, which costs
// several milliseconds; an HTTP server draws on many threads. A font map may be used by one thread
// at a time: while the lease lives, it is this thread's default. Thread-safe, without locks.
class FontMapLease
{
public:
  FontMapLease();
  ~FontMapLease();
  FontMapLease(const FontMapLease&) = delete;
  FontMapLease& operator=(const FontMapLease&) = delete;

private:
  PangoFontMap* map_;
};

}  // namespace vlm
