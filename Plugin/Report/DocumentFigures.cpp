// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/DocumentFigures.h"

#include <algorithm>

#include "Foundation/JoinedText.h"
#include "Report/DocumentPieces.h"
#include "Report/FindingWords.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostNames = 8;

std::string TitleOfLayer(const FigureWish& wish, const Phrasebook& words)
{
  if (!wish.image)
  {
    return words.Say("document.layer.plate");
  }
  std::string name = LayerNames().at(static_cast<std::size_t>(wish.layer));
  name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return words.Say("document.layer." + name) +
         words.Say("document.figure.ofImage", {{"image", std::to_string(*wish.image + 1)}});
}

// The finding by which the figure shows the lesion, or null.
const Json::Value& FindingIn(const DocumentSubject& subject, const Lesion& lesion,
                             const FigureWish& wish)
{
  const Json::Value& findings = ListOf(subject.report, "Findings");
  const auto shown =
      std::find_if(lesion.members.begin(), lesion.members.end(),
                   [&](Json::ArrayIndex member)
                   { return !wish.image || CountOf(findings[member], "Image") == *wish.image; });
  return shown == lesion.members.end() ? Json::Value::nullSingleton() : findings[*shown];
}

// E.g. "1 Nodule, Upper lobe, Left, 18.0 × 10.0 mm; 2 Cyst".
std::string FindingsIn(const DocumentSubject& subject, const FigureWish& wish)
{
  const Phrasebook& words = subject.words;
  std::vector<std::string> names;
  std::size_t shown = 0;
  for (const Lesion& lesion : subject.lesions)
  {
    const Json::Value& finding = FindingIn(subject, lesion, wish);
    shown += finding.isNull() ? 0 : 1;
    if (!finding.isNull() && names.size() < MostNames)
    {
      const Json::Value& image = ImageOfFinding(subject.report, finding);
      names.push_back(std::to_string(lesion.number) + " " +
                      Joined({NameOf(finding, words), SizeOf(image, finding, words)},
                             words.Say("document.separator")));
    }
  }
  if (shown > names.size())
  {
    names.push_back("+ " + std::to_string(shown - names.size()));
  }
  return Joined(names, words.Say("document.semicolon"));
}

std::string WhyMissing(const DocumentSubject& subject, std::size_t index)
{
  const auto& pictures = subject.context.figures;
  std::string reason = subject.words.Say("document.figure.notDrawn");
  if (index < pictures.size())
  {
    const std::string stated = Clipped(pictures[index].missing);
    if (stated.empty() && !pictures[index].png.empty())
    {
      return "";
    }
    reason = stated.empty() ? reason : stated;
  }
  return subject.words.Say("document.figure.missing",
                           {{"number", std::to_string(index + 1)}, {"reason", reason}});
}

Figure FigureAt(const DocumentSubject& subject, std::size_t index)
{
  const FigureWish& wish = subject.figures[index];
  const std::string title = TitleOfLayer(wish, subject.words);
  const std::string shown = FindingsIn(subject, wish);
  Figure figure;
  figure.picture = index;
  figure.caption =
      Ours(subject.words.Say("document.figure", {{"number", std::to_string(index + 1)}}) + title);
  figure.description = title + (shown.empty() ? subject.words.Say("document.figure.noFinding")
                                              : subject.words.Say("document.figure.shows") + shown);
  const bool isPicture = wish.layer == Layer::Annotated || wish.layer == Layer::Heatmap;
  figure.size = isPicture ? Figure::Size::Picture : Figure::Size::Sheet;
  figure.missing = WhyMissing(subject, index);
  return figure;
}

// Lesions share the figure of their image: the first of them has it.
std::size_t FirstLesionOf(const DocumentSubject& subject, std::size_t figure)
{
  std::size_t lesion = 0;
  while (lesion < subject.Sections() && FigureOfLesion(subject, lesion) != figure)
  {
    ++lesion;
  }
  return lesion;
}

bool IsLeading(const FigureWish& wish)
{
  return wish.layer == Layer::Illustration;
}

}  // namespace

std::optional<std::size_t> FigureOfLesion(const DocumentSubject& subject, std::size_t lesion)
{
  const Json::Value& key = ListOf(subject.report, "Findings")[subject.lesions[lesion].key];
  const auto image = CountOf(key, "Image");
  const auto figure = std::find_if(
      subject.figures.begin(), subject.figures.end(),
      [&](const FigureWish& wish)
      { return wish.layer == Layer::Annotated && wish.image && image == *wish.image; });
  return figure == subject.figures.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(figure - subject.figures.begin()));
}

void AppendFigureOfLesion(const DocumentSubject& subject, std::size_t lesion, Blocks& blocks)
{
  const auto figure = FigureOfLesion(subject, lesion);
  if (!figure)
  {
    return;
  }
  if (FirstLesionOf(subject, *figure) == lesion)
  {
    blocks.emplace_back(FigureAt(subject, *figure));
    return;
  }
  blocks.emplace_back(Paragraph{
      Ours(subject.words.Say("document.seeFigure", {{"figure", std::to_string(*figure + 1)}}))});
}

void AppendLeadingFigures(const DocumentSubject& subject, Blocks& blocks)
{
  for (std::size_t i = 0; i < subject.figures.size(); ++i)
  {
    if (IsLeading(subject.figures[i]))
    {
      blocks.emplace_back(FigureAt(subject, i));
    }
  }
}

void AppendOtherFigures(const DocumentSubject& subject, Blocks& blocks)
{
  bool hasHeading = false;
  for (std::size_t i = 0; i < subject.figures.size(); ++i)
  {
    const bool isPlaced =
        IsLeading(subject.figures[i]) || FirstLesionOf(subject, i) < subject.Sections();
    if (isPlaced)
    {
      continue;
    }
    if (!hasHeading)
    {
      blocks.emplace_back(Heading{2, Ours(subject.words.Say("document.figures"))});
      hasHeading = true;
    }
    blocks.emplace_back(FigureAt(subject, i));
  }
}

}  // namespace vlm
