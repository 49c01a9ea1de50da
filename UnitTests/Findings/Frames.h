// SPDX-License-Identifier: GPL-3.0-or-later
// Synthetic frames with known statistics.
#pragma once

#include "Pixels/Frame.h"

namespace vlm
{

// Modality values alternate between -5 and 5 like a chess board: mean 0, deviation 5.
inline Frame ChessBoard(int columns, int rows)
{
  Frame frame;
  frame.modalityValues = cv::Mat(rows, columns, CV_32FC1);
  frame.display = cv::Mat(rows, columns, CV_8UC1, cv::Scalar(100));
  for (int row = 0; row < rows; ++row)
  {
    for (int column = 0; column < columns; ++column)
    {
      frame.modalityValues.at<float>(row, column) = (row + column) % 2 == 0 ? 5.0F : -5.0F;
    }
  }
  return frame;
}

// Adds `offset` to the modality values of a rectangle.
inline void Raise(Frame& frame, const cv::Rect& where, double offset)
{
  frame.modalityValues(where) += offset;
}

}  // namespace vlm
