// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/Gaussian2D.h"
