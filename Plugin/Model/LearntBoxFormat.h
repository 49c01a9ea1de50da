// SPDX-License-Identifier: GPL-3.0-or-later
// The box format of a model: as the configuration states it, or as the self-test found it (Auto).
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "Model/SelfTest.h"
#include "Pixels/BoxFormat.h"

namespace vlm
{

// Thread-safe without a lock.
class LearntBoxFormat
{
public:
  explicit LearntBoxFormat(std::optional<BoxFormat> stated) : stated_(stated) {}

  const std::optional<BoxFormat>& Stated() const { return stated_; }
  // None: boxes mean nothing.
  std::optional<BoxFormat> Known() const;
  // What the prompt asks for: the known one, else Gemini's, for which most models were trained.
  BoxFormat Asked() const { return Known().value_or(BoxFormat{}); }
  // Nothing is known yet, and not too many tests ended without saying anything.
  bool IsToBeTested() const;
  // What is wrong with boxes, as a sentence; empty: nothing.
  std::string Warning() const;

  // Of a test that somebody asked for: replaces what was known.
  void Learn(const SelfTestOutcome& outcome);
  // Of a test before a reading. Several may run at once; the first that says something counts.
  void LearnFirst(const SelfTestOutcome& outcome);
  // A test was answered, but not with boxes.
  void NoteInconclusive() { ++inconclusive_; }

private:
  static constexpr int NotTested = -1;
  static constexpr int NoneFits = -2;

  static int PlaceOf(const SelfTestOutcome& outcome);

  std::optional<BoxFormat> stated_;
  std::atomic<int> learnt_{NotTested};  // into AllBoxFormats(), or one of the above
  std::atomic<int> inconclusive_{0};
};

}  // namespace vlm
