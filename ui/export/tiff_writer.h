// A plain TIFF 6.0 file (8-bit RGB, Deflate), which journals ask for and Qt cannot write by itself here.
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QImage>

#include "core/base/job.h"

namespace regulus {

// The resolution comes from the image's dots per metre. `description` becomes ImageDescription (ASCII; other
// characters are written as UTF-8, as most readers expect). False where `device` took not all of it; throws
// Cancelled.
bool writeTiff(const QImage& image, const QByteArray& description, const QByteArray& software,
               QIODevice& device, Job& job);

}  // namespace regulus
