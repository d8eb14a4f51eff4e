# One library a folder. Every *.cpp of the folder belongs to it; a new file needs no edit here.
#
#   regulus_library(<name> [QT] [FOLDERS <folder below>...] [LINK <public>...] [PRIVATE_LINK <private>...])
function(regulus_library name)
  cmake_parse_arguments(arg "QT" "" "FOLDERS;LINK;PRIVATE_LINK" ${ARGN})
  set(patterns *.cpp *.h)
  foreach(folder ${arg_FOLDERS})
    list(APPEND patterns "${folder}/*.cpp" "${folder}/*.h")
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${arg_LINK} PRIVATE regulus_options ${arg_PRIVATE_LINK})
  if(arg_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    regulus_use_headers(${name} widgets)
  endif()
endfunction()

# One test program a tst_*.cpp of the folder; each has its own Qt Test main.
#
#   regulus_tests([GUI] [HEADERS <set>] [LINK <libraries>...])
#
# HEADERS: the precompiled headers (RegulusHeaders.cmake); core when left out.
function(regulus_tests)
  cmake_parse_arguments(arg "GUI" "HEADERS" "LINK" ${ARGN})
  if(NOT arg_HEADERS)
    set(arg_HEADERS core)
  endif()
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/tst_*.cpp")
  file(RELATIVE_PATH room "${CMAKE_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REPLACE "/" "_" room "${room}")
  foreach(source ${sources})
    get_filename_component(stem "${source}" NAME_WE)
    string(REPLACE "tst_" "${room}_" name "${stem}")
    add_executable(tst_${name} "${source}")
    set_target_properties(tst_${name} PROPERTIES AUTOMOC ON
                          RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    # Tests are compiled more often than they run.
    target_compile_options(tst_${name} PRIVATE -O1)
    target_link_libraries(tst_${name} PRIVATE regulus_options regulus_test_support ${arg_LINK} Qt6::Test)
    regulus_use_headers(tst_${name} ${arg_HEADERS})
    add_test(NAME ${name} COMMAND tst_${name})
    # The person's own cache is not touched.
    set_tests_properties(${name} PROPERTIES TIMEOUT 900 SKIP_RETURN_CODE 77
                         ENVIRONMENT "XDG_CACHE_HOME=${CMAKE_BINARY_DIR}/tests/cache")
    if(arg_GUI)
      # They share one keyboard and one pointer: one at a time, and from the start, beside the others.
      set_tests_properties(${name} PROPERTIES RESOURCE_LOCK display COST 100 LABELS gui)
    endif()
  endforeach()
endfunction()
