// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/StartTests.h"

#include <boost/fiber/fiber.hpp>
#include <boost/fiber/protected_fixedsize_stack.hpp>
#include <exception>

#include "Pipeline/WakeUp.h"

namespace vlm
{
namespace
{

constexpr std::size_t StackBytes = std::size_t{2} << 20;  // as of the workers' fibers

void Tell(const StartTests& tests, const std::string& name, const Result<SelfTestOutcome>& outcome)
{
  if (!outcome.HasValue() && !tests.selfTests.Stopping().IsRequested())
  {
    tests.log.Warning("The self-test of model '" + name +
                      "' was not possible: " + outcome.Failure().message);
  }
  else if (outcome.HasValue() && !outcome.Value().passed)
  {
    tests.log.Warning("Model '" + name + "' failed its self-test: " + outcome.Value().detail);
  }
}

void TestOne(const StartTests& tests, const std::string& name)
{
  try
  {
    const auto record =
        tests.selfTests.Run(name, *tests.models.at(name), tests.selfTests.Stopping());
    Tell(tests, name, record.outcome);
  }
  catch (const std::exception& problem)  // would end the process
  {
    tests.log.Error(std::string("A self-test met an unexpected problem: ") + problem.what());
  }
  tests.workers.LetGo(name);
}

// The tests of one thread, side by side.
class Fibers
{
public:
  explicit Fibers(std::size_t count) : running_(count) { fibers_.reserve(count); }
  ~Fibers()
  {
    for (auto& fiber : fibers_)
    {
      fiber.join();
    }
  }
  Fibers(const Fibers&) = delete;
  Fibers& operator=(const Fibers&) = delete;

  void Launch(const StartTests& tests, const std::string& name)
  {
    fibers_.emplace_back(boost::fibers::launch::dispatch, std::allocator_arg,
                         boost::fibers::protected_fixedsize_stack(StackBytes),
                         [this, &tests, &name]
                         {
                           TestOne(tests, name);
                           NoteEnd();
                         });
  }
  // Until all have ended, or for so long.
  void Wait(std::chrono::milliseconds time)
  {
    if (running_ > 0)
    {
      ended_.Pause(time);
    }
  }

private:
  void NoteEnd()
  {
    if (--running_ == 0)
    {
      ended_.Stop();
    }
  }

  std::size_t running_;
  FiberWakeUp ended_;
  std::vector<boost::fibers::fiber> fibers_;
};

}  // namespace

void StartTests::Run(const std::vector<std::string>& names) const
{
  const auto letGoOfAll = [&]
  {
    for (const auto& name : names)
    {
      workers.LetGo(name);
    }
  };
  try
  {
    Fibers fibers(names.size());
    for (const auto& name : names)
    {
      fibers.Launch(*this, name);
    }
    fibers.Wait(longestHold);
    letGoOfAll();
  }
  catch (const std::exception& problem)  // no memory for a stack
  {
    log.Error(std::string("Not every model could be tested: ") + problem.what());
    letGoOfAll();
  }
}

}  // namespace vlm
