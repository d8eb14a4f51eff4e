# Precompiled headers: most of the time of a file that uses Qt goes into reading Qt and the standard library.
# They add nothing that a file need not include itself; -DREGULUS_PRECOMPILE=OFF builds without them.
option(REGULUS_PRECOMPILE "Precompile the headers of Qt and the standard library" ON)

# One set of headers (headers/<name>.h), compiled once and shared by all targets that use it.
#
#   regulus_headers(<name> <Qt module>...)
#
# GCC takes a precompiled header only where every macro that it looked at is as it was. So it is compiled with
# the definitions that all its users have, and QTest, which looks at some of each test's own, is in none.
function(regulus_headers name)
  set(target regulus_headers_${name})
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/headers/${name}.cpp" CONTENT "")
  add_library(${target} OBJECT "${CMAKE_BINARY_DIR}/headers/${name}.cpp")
  target_link_libraries(${target} PRIVATE regulus_options)
  target_compile_definitions(${target} PRIVATE QT_CORE_LIB $<$<NOT:$<CONFIG:Debug>>:QT_NO_DEBUG>)
  foreach(module ${ARGN})
    target_include_directories(${target} SYSTEM PRIVATE
                               $<TARGET_PROPERTY:Qt6::${module},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  target_precompile_headers(${target} PRIVATE "${CMAKE_SOURCE_DIR}/packaging/cmake/headers/${name}.h")
endfunction()

# Lets a target use a set of headers.
function(regulus_use_headers target name)
  if(NOT REGULUS_PRECOMPILE)
    return()
  endif()
  target_precompile_headers(${target} REUSE_FROM regulus_headers_${name})
  # In a precompiled header GCC 12 forgets that std::string is of the system, whose false alarms it would not report.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-stringop-overflow)
  endif()
endfunction()

if(REGULUS_PRECOMPILE)
  regulus_headers(core Core)
  regulus_headers(widgets Core Gui Widgets)
endif()
