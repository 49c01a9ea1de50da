# One static library a room.
function(vlm_add_room name)
  add_library(vlm_${name} STATIC ${ARGN})
  target_include_directories(vlm_${name} PUBLIC "${PROJECT_SOURCE_DIR}/Plugin")
  vlm_enable_warnings(vlm_${name})
  target_precompile_headers(vlm_${name} REUSE_FROM vlm_precompiled)
endfunction()

# What most files of most rooms include, parsed once. It spares no file its own #include lines: clang-tidy
# reads them without this. -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON builds without, as ccache prefers.
set(vlm_precompiled_headers <algorithm> <chrono> <functional> <map> <memory> <optional> <sstream> <string> <vector>
  <Eigen/Core> <json/value.h> <opencv2/core.hpp>)
set(vlm_precompiled_libraries PkgConfig::JSONCPP Eigen3::Eigen opencv_core)

add_compile_options(-pthread)  # as Pango asks of some; a precompiled header serves only files that agree
add_library(vlm_precompiled OBJECT "${CMAKE_CURRENT_LIST_DIR}/Precompiled.cpp")
target_link_libraries(vlm_precompiled PRIVATE ${vlm_precompiled_libraries})
vlm_enable_warnings(vlm_precompiled)
target_precompile_headers(vlm_precompiled PRIVATE ${vlm_precompiled_headers})
