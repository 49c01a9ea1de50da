// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/OrientationMarks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "Render/Canvas.h"
#include "Render/TextLabel.h"

namespace vlm
{

namespace
{

// A direction within about 15 degrees of an axis is named by that axis alone.
constexpr double SmallestComponent = 0.25;

std::string Opposite(const std::string& letters)
{
  constexpr std::string_view from = "RLAPHF";
  constexpr std::string_view to = "LRPAFH";
  std::string opposite;
  for (const char letter : letters)
  {
    opposite += to[from.find(letter)];
  }
  return opposite;
}

std::string LettersOfCosines(double x, double y, double z)
{
  std::array<std::pair<double, char>, 3> parts{
      {{x, x > 0 ? 'L' : 'R'}, {y, y > 0 ? 'P' : 'A'}, {z, z > 0 ? 'H' : 'F'}}};
  std::sort(parts.begin(), parts.end(),
            [](const auto& a, const auto& b) { return std::abs(a.first) > std::abs(b.first); });
  const double length = std::sqrt(x * x + y * y + z * z);
  std::string letters;
  for (const auto& [component, letter] : parts)
  {
    if (std::isfinite(length) && std::abs(component) > SmallestComponent * length)
    {
      letters += letter;
    }
  }
  return letters;
}

// The attribute's own letters, if it is nothing but one to three of those for bipeds.
std::string CheckedLetters(const std::string& given)
{
  const bool isValid = given.size() <= 3 && given.find_first_not_of("RLAPHF") == std::string::npos;
  return isValid ? given : std::string();
}

bool IsSmall(const Canvas& canvas)
{
  return std::min(canvas.Size().width, canvas.Size().height) < 9.0 * canvas.TextSize();
}

// At `towards` (0 to 1 in both directions) of the room there is, if free.
bool DrawMark(Canvas& canvas, PictureSpace& space, const std::string& letters, cv::Point2d towards)
{
  if (letters.empty())
  {
    return false;
  }
  const TextLabel text(letters, {1.1 * canvas.TextSize(), TextWeight::Bold});
  const double margin = 0.5 * canvas.TextSize();
  const cv::Size2d room(canvas.Size().width - text.Size().width - 2.0 * margin,
                        space.FreeBottom() - text.Size().height - 2.0 * margin);
  const cv::Point2d topLeft(margin + towards.x * room.width, margin + towards.y * room.height);
  const bool hasRoom =
      room.width > 0.0 && room.height > 0.0 && space.TakeIfFree({topLeft, text.Size()});
  if (hasRoom)
  {
    text.DrawWithHalo(canvas, topLeft, White);
  }
  return hasRoom;
}

}  // namespace

EdgeLetters EdgeLettersOf(const Frame& frame)
{
  EdgeLetters letters;
  if (frame.imageOrientationPatient)
  {
    const std::array<double, 6>& cosines = *frame.imageOrientationPatient;
    letters.right = LettersOfCosines(cosines[0], cosines[1], cosines[2]);
    letters.bottom = LettersOfCosines(cosines[3], cosines[4], cosines[5]);
  }
  if (letters.right.empty() || letters.bottom.empty())
  {
    letters.right = CheckedLetters(frame.patientOrientation[0]);
    letters.bottom = CheckedLetters(frame.patientOrientation[1]);
  }
  letters.left = Opposite(letters.right);
  letters.top = Opposite(letters.bottom);
  return letters;
}

void DrawOrientationMarks(Canvas& canvas, PictureSpace& space, const EdgeLetters& letters)
{
  if (IsSmall(canvas))
  {
    return;
  }
  DrawMark(canvas, space, letters.left, {0.0, 0.5});
  DrawMark(canvas, space, letters.right, {1.0, 0.5});
  DrawMark(canvas, space, letters.top, {0.5, 0.0});
  DrawMark(canvas, space, letters.bottom, {0.5, 1.0});
}

std::string SideMarkOf(const Acquisition& acquisition)
{
  const std::string& side = acquisition.laterality;
  if (side != "R" && side != "L")
  {
    return "";
  }
  const std::string& view = acquisition.viewPosition;
  const bool isView = !view.empty() && view.size() <= 16 &&
                      view.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _") ==
                          std::string::npos;  // what a Code String may hold, PS3.5 6.2
  return isView ? side + " " + view : side;
}

void DrawSideMark(Canvas& canvas, PictureSpace& space, const std::string& mark)
{
  constexpr std::array<std::array<double, 2>, 3> corners{{{1.0, 0.0}, {0.0, 0.0}, {1.0, 1.0}}};
  if (IsSmall(canvas))
  {
    return;
  }
  for (const auto& [x, y] : corners)
  {
    if (DrawMark(canvas, space, mark, {x, y}))
    {
      return;
    }
  }
}

}  // namespace vlm
