// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/Connections.h"

#include <utility>

namespace vlm
{

Connections::Taken::Taken(Connections& connections, std::size_t place)
    : connections_(&connections), place_(place)
{
}

Connections::Taken::Taken(Taken&& other) noexcept
    : connections_(std::exchange(other.connections_, nullptr)),
      place_(other.place_),
      step_(other.step_),
      durability_(other.durability_)
{
}

Connections::Taken::~Taken()
{
  if (connections_ == nullptr)
  {
    return;
  }
  if (step_ != Step::Idle)
  {
    try
    {
      Session().rollback();
    }
    catch (const std::exception&)
    {
      // The connection is lost, and the transaction with it.
      step_ = Step::Idle;
    }
  }
  connections_->pool_.give_back(place_);
}

void Connections::Taken::Begin(Durability durability)
{
  durability_ = durability;
  connections_->Begin(Session(), durability);
  step_ = Step::Working;
}

void Connections::Taken::Commit()
{
  step_ = Step::Committing;
  connections_->Commit(Session(), durability_);
  step_ = Step::Idle;
}

}  // namespace vlm
