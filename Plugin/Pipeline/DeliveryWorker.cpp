// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/DeliveryWorker.h"

namespace vlm
{

DeliveryWorker::DeliveryWorker(const DeliveryPorts& ports, OutputSettings settings,
                               std::string software)
    : ports_(ports), settings_(std::move(settings)), software_(std::move(software))
{
}

DeliveryWorker::~DeliveryWorker() = default;

void DeliveryWorker::Start() {}

void DeliveryWorker::RequestStop() {}

void DeliveryWorker::Join() {}

void DeliveryWorker::NoteDeparture() {}

bool DeliveryWorker::WorkOnce()
{
  return false;
}

std::chrono::milliseconds DeliveryDelayAfter(int /*attempts*/)
{
  return std::chrono::seconds(2);
}

}  // namespace vlm
