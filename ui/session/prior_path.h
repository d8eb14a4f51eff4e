// How a person's path of a prior is kept: whole, so that it means the same at the next start.
#pragma once

#include <QString>

namespace regulus {

// The absolute path; that of the starter, which is no file, stays as it is.
QString wholePriorPath(const QString& path);

}  // namespace regulus
