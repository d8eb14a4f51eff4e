// Writing a scene as a figure from a program that has no window.
#pragma once

#include <map>
#include <string>

#include "ui/export/figure_exporter.h"

namespace regulus {

// The text that says where a figure comes from, written into its file.
std::map<QString, QString> figure_provenance(const std::string& data, const std::string& model,
                                             bool simulated);

// Fonts and painting need an application object; this makes one on the offscreen platform if there is none.
void need_graphics();

}  // namespace regulus
