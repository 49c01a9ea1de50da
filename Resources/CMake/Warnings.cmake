# Warnings for our own targets; libraries' headers count as system headers.
function(vlm_add_room name)
  add_library(vlm_${name} STATIC ${ARGN})
  target_include_directories(vlm_${name} PUBLIC "${PROJECT_SOURCE_DIR}/Plugin")
  vlm_enable_warnings(vlm_${name})
endfunction()

function(vlm_enable_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
    -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
    $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>
    $<$<BOOL:${VLM_WARNINGS_FATAL}>:-Werror>)
endfunction()
