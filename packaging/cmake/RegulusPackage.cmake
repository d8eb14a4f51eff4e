# What is installed where, and the Debian package made of it (cpack -G DEB).
# The helpers are looked for in ../lib/regulus beside the program's folder, so "lib" is not a choice here.
set(helpers regulus_torch regulus_look)
if(TARGET regulus_leiden)
  list(APPEND helpers regulus_leiden)
endif()
set(contents resource_files)
if(REGULUS_GUI)
  list(APPEND helpers regulus_render3d_vtk)
  list(APPEND contents demo_files)
endif()
install(TARGETS regulus RUNTIME DESTINATION bin)
install(TARGETS ${helpers} LIBRARY DESTINATION lib/regulus RUNTIME DESTINATION lib/regulus)
install(DIRECTORY "${CMAKE_BINARY_DIR}/share/regulus" DESTINATION share)
if(REGULUS_GUI)
  install(FILES "${CMAKE_SOURCE_DIR}/resources/icons/regulus.svg"
          DESTINATION share/icons/hicolor/scalable/apps)
  install(FILES "${CMAKE_SOURCE_DIR}/resources/desktop/org.regulus.Regulus.desktop"
          DESTINATION share/applications)
  install(FILES "${CMAKE_SOURCE_DIR}/resources/desktop/org.regulus.Regulus.metainfo.xml"
          DESTINATION share/metainfo)
endif()
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" DESTINATION share/doc/regulus RENAME copyright)

# All that is installed, without the tests: what packaging/run builds.
add_custom_target(program DEPENDS regulus ${helpers} ${contents})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME regulus)
set(CPACK_PACKAGE_VENDOR "The Regulus authors")
set(CPACK_PACKAGE_CONTACT "The Regulus authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "explorer for single-cell data and scTransformer")
set(CPACK_PACKAGE_DESCRIPTION
    "Opens single-cell expression data with a table of transcription factors and their targets, trains
scTransformer on them, and shows which transcription factors the model attended to, in linked views,
figures and tables; with a window or from the command line.")
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/package")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# Libraries are found out from the binaries; what is named here is opened by name or by a theme.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-openmp, libqt6svg6, fonts-inter, fonts-liberation, breeze-icon-theme")
include(CPack)
