// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what is named is said to be there.
#pragma once

namespace vlm
{

enum class Polarity
{
  Stated,
  Negated,
  Considered  // asked for, recommended, part of the history: neither seen nor denied
};

}  // namespace vlm
