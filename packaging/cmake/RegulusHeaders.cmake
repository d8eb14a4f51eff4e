# Precompiled headers: most of the time of a file that uses Qt goes into reading Qt and the standard library.
# They add nothing that a file need not include itself; -DREGULUS_PRECOMPILE=OFF builds without them.
option(REGULUS_PRECOMPILE "Precompile the headers of Qt and the standard library" ON)

# One set of headers, compiled once and shared by all targets that use it.
#
#   regulus_headers(<name> QT <Qt module>... HEADERS <header>...)
#
# GCC takes a precompiled header only where every macro that it looked at is as it was. So it is compiled with
# the definitions that all its users have, and QTest, which looks at some of each test's own, is in none.
function(regulus_headers name)
  cmake_parse_arguments(arg "" "" "QT;HEADERS" ${ARGN})
  set(target regulus_headers_${name})
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/headers/${name}.cpp" CONTENT "")
  add_library(${target} OBJECT "${CMAKE_BINARY_DIR}/headers/${name}.cpp")
  target_link_libraries(${target} PRIVATE regulus_options)
  target_compile_definitions(${target} PRIVATE QT_CORE_LIB $<$<NOT:$<CONFIG:Debug>>:QT_NO_DEBUG>)
  foreach(module ${arg_QT})
    target_include_directories(${target} SYSTEM PRIVATE
                               $<TARGET_PROPERTY:Qt6::${module},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  target_precompile_headers(${target} PRIVATE ${arg_HEADERS})
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
  # For tests without windows.
  regulus_headers(core QT Core HEADERS
                  <algorithm> <array> <chrono> <cmath> <filesystem> <fstream> <functional> <map> <memory>
                  <optional> <set> <span> <string> <unordered_map> <vector> <QDir> <QFile> <QJsonArray>
                  <QJsonDocument> <QJsonObject> <QProcess> <QTemporaryDir>)
  # For ui, app and the tests of windows.
  regulus_headers(widgets QT Core Gui Widgets HEADERS
                  <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <functional> <limits> <map>
                  <memory> <mutex> <numeric> <optional> <set> <span> <string> <string_view> <unordered_map>
                  <utility> <vector> <QApplication> <QComboBox> <QDialog> <QDialogButtonBox> <QDockWidget>
                  <QDoubleSpinBox> <QFileDialog> <QFormLayout> <QHeaderView> <QLabel> <QLineEdit> <QMainWindow>
                  <QMenu> <QMouseEvent> <QPainter> <QPushButton> <QSpinBox> <QTableView> <QTemporaryDir>
                  <QThread> <QTimer> <QToolButton> <QUndoStack> <QVBoxLayout>)
endif()
