// Files that come with the program, found relative to it: ../share/regulus beside bin, in the build as after
// installation.
#pragma once

#include <QString>

namespace regulus {

QString sharedFile(const QString& relative);  // full path; empty when it is not there
QString demoFolder();                         // holds demo.h5ad, demo_prior.csv, demo.safetensors; or empty

}  // namespace regulus
