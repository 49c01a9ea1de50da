// SPDX-License-Identifier: GPL-3.0-or-later
// How many pixels all analyses hold while their models think, so that no more are begun than memory
// allows. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "Pixels/Frame.h"

namespace vlm
{

class PixelsInFlight
{
public:
  std::int64_t Count() const { return count_.load(); }

  // Counts the frames while it lives.
  class Lease
  {
  public:
    Lease(PixelsInFlight& pixels, const std::vector<Frame>& frames) : pixels_(pixels)
    {
      for (const auto& frame : frames)
      {
        mine_ += static_cast<std::int64_t>(frame.display.total());
      }
      pixels_.count_ += mine_;
    }
    ~Lease() { pixels_.count_ -= mine_; }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

  private:
    PixelsInFlight& pixels_;
    std::int64_t mine_ = 0;
  };

private:
  std::atomic<std::int64_t> count_{0};
};

}  // namespace vlm
