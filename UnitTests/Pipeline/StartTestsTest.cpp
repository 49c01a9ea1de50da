// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/StartTests.h"

#include <gmock/gmock.h>

#include <boost/fiber/fiber.hpp>
#include <boost/fiber/operations.hpp>
#include <stdexcept>

#include "WorkersFixture.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

class TestedModel : public ScriptedModel
{
public:
  using TestScript = std::function<Result<SelfTestOutcome>(const Cancellation&)>;
  explicit TestedModel(TestScript test) : ScriptedModel(""), test_(std::move(test)) {}
  Result<SelfTestOutcome> Test(const Cancellation& cancellation) override
  {
    return test_(cancellation);
  }

private:
  TestScript test_;
};

struct StartTestsTest : testing::Test, WorkersFixture
{
  void Add(const std::string& name, TestedModel::TestScript test)
  {
    models[name] = std::make_unique<TestedModel>(std::move(test));
    names.push_back(name);
    workers.Hold(name);
  }

  static Result<SelfTestOutcome> Pass(const Cancellation&)
  {
    SelfTestOutcome outcome;
    outcome.passed = true;
    return outcome;
  }
  // A server that does not answer until the test of this test tells it to.
  TestedModel::TestScript Hang()
  {
    return [this](const Cancellation& cancellation) -> Result<SelfTestOutcome>
    {
      while (!answers && !cancellation.IsRequested())
      {
        boost::this_fiber::yield();
      }
      return answers ? Pass(cancellation)
                     : Result<SelfTestOutcome>(Error{ErrorKind::Canceled, "The server stops."});
    };
  }

  // As long as fibers may have something to do.
  void YieldWhileHeld(const std::string& name) const
  {
    for (int i = 0; i < 100 && workers.IsHeld(name); ++i)
    {
      boost::this_fiber::yield();
    }
  }

  std::vector<std::string> names;
  SelfTests selfTests{clock};
  bool answers = false;
  StartTests tests{models, selfTests, workers, log};
};

TEST_F(StartTestsTest, LetGoOfAModelAlthoughAnotherOneBeforeItHangs)
{
  Add("hung", Hang());
  Add("quick", Pass);
  boost::fibers::fiber run(boost::fibers::launch::dispatch, [this] { tests.Run(names); });
  YieldWhileHeld("quick");
  EXPECT_FALSE(workers.IsHeld("quick"));
  EXPECT_TRUE(workers.IsHeld("hung"));
  answers = true;
  run.join();
  EXPECT_FALSE(workers.IsHeld("hung"));
  EXPECT_TRUE(selfTests.Last("hung")->outcome.Value().passed);
}

TEST_F(StartTestsTest, LetGoOfAModelThatHangsForTooLong)
{
  tests.longestHold = std::chrono::milliseconds(0);
  Add("hung", Hang());
  boost::fibers::fiber run(boost::fibers::launch::dispatch, [this] { tests.Run(names); });
  YieldWhileHeld("hung");
  EXPECT_FALSE(workers.IsHeld("hung"));
  EXPECT_FALSE(selfTests.Last("hung")) << "its test goes on";
  answers = true;
  run.join();
}

TEST_F(StartTestsTest, SurviveATestThatThrowsAndTellIt)
{
  Add("odd",
      [](const Cancellation&) -> Result<SelfTestOutcome>
      { throw std::runtime_error("cv::Exception or so"); });
  Add("quick", Pass);
  tests.Run(names);
  EXPECT_FALSE(workers.IsHeld("odd"));
  EXPECT_FALSE(workers.IsHeld("quick"));
  EXPECT_EQ(selfTests.Last("odd")->outcome.Failure().kind, ErrorKind::Internal);
  EXPECT_THAT(log.Lines(), ElementsAre(HasSubstr("cv::Exception or so")));
}

TEST_F(StartTestsTest, WarnOfAModelThatFails)
{
  Add("blind",
      [](const Cancellation&)
      {
        SelfTestOutcome outcome;
        outcome.detail = "It saw nothing.";
        return Result<SelfTestOutcome>(outcome);
      });
  Add("down",
      [](const Cancellation&) {
        return Result<SelfTestOutcome>(Error{ErrorKind::ModelUnavailable, "No connection."});
      });
  tests.Run(names);
  EXPECT_THAT(log.Lines(), ElementsAre("W Model 'blind' failed its self-test: It saw nothing.",
                                       "W The self-test of model 'down' was not possible: No "
                                       "connection."));
}

TEST_F(StartTestsTest, EndInSilenceWhenTheServerStops)
{
  Add("hung", Hang());
  selfTests.RequestStop();
  tests.Run(names);
  EXPECT_FALSE(workers.IsHeld("hung"));
  EXPECT_TRUE(log.Lines().empty());
}

}  // namespace
}  // namespace vlm
