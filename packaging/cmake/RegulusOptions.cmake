# How everything is compiled: standard, warnings, sanitizers, compiler cache, output folders.
option(REGULUS_WERROR "Treat warnings as errors" OFF)
set(REGULUS_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined")
option(REGULUS_FUZZERS "The fuzzers of tests/fuzz; needs clang" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC OFF)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib/regulus")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Without these ccache does not keep what was compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()

add_library(regulus_options INTERFACE)
target_compile_options(regulus_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
# GCC 12 sees overlaps in std::string that are not there (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(regulus_options INTERFACE -Wno-restrict)
endif()
if(REGULUS_WERROR)
  target_compile_options(regulus_options INTERFACE -Werror)
endif()
if(REGULUS_SANITIZE)
  # What undefined behaviour is found ends the program, or a test would pass with it.
  target_compile_options(regulus_options INTERFACE -fsanitize=${REGULUS_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(regulus_options INTERFACE -fsanitize=${REGULUS_SANITIZE})
endif()
if(REGULUS_FUZZERS)
  target_compile_options(regulus_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
# LibTorch's headers do not survive Qt's slots/signals/emit macros.
target_compile_definitions(regulus_options INTERFACE QT_NO_KEYWORDS)
