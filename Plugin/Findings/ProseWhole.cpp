// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseWhole.h"

namespace vlm
{

// "Lungs: clear. No abnormality." and "Lungs", "- No abnormality": of the lungs.
bool ProseWhole::IsUnderOrgan(const ProseSentence& sentence, const SentenceReading& reading)
{
  if (reading.normality.isOrganLabel)
  {
    isUnderOrgan_ = true;
    organHeading_ = sentence.heading;
  }
  if (reading.normality.startsWithOrgan)
  {
    organLine_ = sentence.line;
  }
  isUnderOrgan_ = isUnderOrgan_ && organHeading_ == sentence.heading;
  return isUnderOrgan_ || organLine_ == sentence.line;
}

void ProseWhole::Read(const ProseSentence& sentence, const SentenceReading& reading,
                      std::size_t images)
{
  const bool isUnderOrgan = IsUnderOrgan(sentence, reading);
  const bool isBackground =
      sentence.section == ProseSection::Background || sentence.section == ProseSection::Technique;
  if (isBackground && backgroundHeading_ != sentence.heading)
  {
    backgroundHeading_ = sentence.heading;
    backgroundLine_ = sentence.line;
  }
  if (isBackground && backgroundLine_ == sentence.line)
  {
    return;  // what stands there is not about this picture
  }
  const Normality& normality = reading.normality;
  isAnyUnclear_ = isAnyUnclear_ || normality.extent == NormalExtent::NotUnderstood;
  const bool isStatement =
      sentence.section == ProseSection::Findings || sentence.section == ProseSection::Impression;
  if (!isStatement || normality.extent < NormalExtent::Restricted)
  {
    return;
  }
  const bool isWhole = normality.extent == NormalExtent::Whole ||
                       (normality.extent == NormalExtent::Subject && !isUnderOrgan);
  const bool isOfAll = images <= 1 || !normality.isOfOneImage;
  isNormal_ = isNormal_ || (isWhole && isOfAll);
  isRestricted_ = isRestricted_ || !isWhole || !isOfAll;
}

std::string ProseWhole::WhyNotNormal() const
{
  if (isAnyUnclear_)
  {
    return "The prose could not be read completely: beside what it denies, it states something "
           "that "
           "was not understood.";
  }
  return "The prose denies some abnormality, not all of it (as \"no acute abnormality\" does).";
}

}  // namespace vlm
