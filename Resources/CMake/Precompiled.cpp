// SPDX-License-Identifier: GPL-3.0-or-later
// Empty: CMake hangs the headers of Rooms.cmake on it.
