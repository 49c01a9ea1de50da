# Compiles files into a library, to be found by name through Foundation/EmbeddedFiles.h.
#   vlm_embed(<target> <base folder> <file>...)   names are paths relative to the base folder
function(vlm_embed target base)
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${target}_EmbeddedFiles.cpp")
  set(files ${ARGN})
  list(TRANSFORM files PREPEND "${base}/")
  string(REPLACE ";" "|" names "${ARGN}")
  add_custom_command(OUTPUT "${generated}"
    COMMAND ${CMAKE_COMMAND} "-DBASE=${base}" "-DNAMES=${names}" "-DOUTPUT=${generated}" "-DFUNCTION=${target}"
            -P "${PROJECT_SOURCE_DIR}/Resources/CMake/EmbedFiles.cmake"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/Resources/CMake/EmbedFiles.cmake" VERBATIM)
  target_sources(${target} PRIVATE "${generated}")
endfunction()
