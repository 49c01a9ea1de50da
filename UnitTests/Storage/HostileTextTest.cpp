// SPDX-License-Identifier: GPL-3.0-or-later
// Texts come from DICOM files, models and the network: stored as they are, they must do nothing.
#include <gmock/gmock.h>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class HostileTextTest : public QueueFixture, public ::testing::WithParamInterface<std::string>
{
protected:
  // PostgreSQL holds no NUL, no malformed UTF-8, and no long entry of an index.
  bool IsWhole() const
  {
    const std::string& text = GetParam();
    return !IsPostgres() || (text.find('\0') == std::string::npos &&
                             text.find('\xFF') == std::string::npos && text.size() < 1000);
  }
  bool IsRefusedAsInput(const Error& error) const
  {
    return IsPostgres() && error.kind == ErrorKind::BadInput;
  }
};

// Oracle: a text is what it is, and what PostgreSQL cannot hold is told by its own check.
TEST_P(HostileTextTest, IsStoredAndFoundAsItIs)
{
  const std::string& text = GetParam();
  auto order = OrderOf("r");
  order.contentVersion = IsWhole() ? text : "";
  order.model = "m" + order.contentVersion;
  Enqueue(OrderOf("other"));
  Claim();
  ReportSummary summary{text, text, text, 1, {}, {{text, 0.5}}};
  const auto id = Ended(order, AnalysisState::Completed, summary);
  Open();
  const auto record = Record(id);
  EXPECT_EQ(record.state, AnalysisState::Completed);
  EXPECT_EQ(CountRows("analyses"), 2);
  EXPECT_EQ(CountRows("finding_labels"), 1);
  if (!IsWhole())
  {
    return;
  }
  EXPECT_TRUE(record.order.contentVersion == text);
  EXPECT_TRUE(record.order.model == "m" + text);
  EXPECT_TRUE(record.summary.impression == text);
  AnalysisFilter filter;
  filter.modality = text;
  filter.patientId = text;
  EXPECT_THAT(Listed(filter), ElementsAre(id));
  EXPECT_FALSE(Enqueue(order).isNew) << "collapses";
}

TEST_P(HostileTextTest, DoesNothingAsAnIdentifierOrFilter)
{
  const std::string& text = GetParam();
  Enqueue(OrderOf("r"));
  EXPECT_FALSE(queue->Find(text).HasValue());
  EXPECT_FALSE(queue->Remove(text).HasValue());
  const auto removed = queue->RemoveOf(text);
  EXPECT_TRUE(removed.HasValue() ? removed.Value() == 0 : IsRefusedAsInput(removed.Failure()));
  const auto list = queue->ListOf(text);
  EXPECT_TRUE(list.HasValue() ? list.Value().empty() : IsRefusedAsInput(list.Failure()));
  AnalysisFilter filter;
  filter.label = text;
  const auto page = queue->List(filter);
  if (page.HasValue())
  {
    EXPECT_THAT(page.Value().records, IsEmpty());
  }
  else
  {
    EXPECT_EQ(page.Failure().kind, ErrorKind::BadInput);
  }
  EXPECT_EQ(CountRows("analyses"), 1);
}

INSTANTIATE_TEST_SUITE_P(Texts, HostileTextTest,
                         ::testing::Values("'; DROP TABLE analyses; --", "' OR '1'='1", "\"", ":id",
                                           "%", "?1", std::string("a\0b", 3),
                                           std::string("\xFF\xC3\x28\xED\xA0\x80"),
                                           "\xE2\x80\xAE\xF0\x9F\xA9\xBB", "\r\n\t\x01",
                                           std::string(1 << 20, 'x')),
                         [](const auto& one) { return "No" + std::to_string(one.index); });

class LabelTest : public QueueFixture
{
};

TEST_F(LabelTest, WithANulDoesNotHideItsReport)
{
  ReportSummary summary;
  summary.labels = {{std::string("a\0b", 3), 0.5}};
  const auto id = Ended(OrderOf("r"), AnalysisState::Completed, summary);
  EXPECT_THAT(Listed({}), ElementsAre(id));
}

}  // namespace
}  // namespace vlm
