#include "ui/export/tiff_writer.h"

#include <QtEndian>
#include <cmath>
#include <cstdint>
#include <vector>

namespace regulus {
namespace {

enum Type : std::uint16_t { Ascii = 2, Short = 3, Long = 4, Rational = 5 };

template <class T>
void append(QByteArray& out, T value) {
    const T little = qToLittleEndian(value);
    out.append(reinterpret_cast<const char*>(&little), sizeof little);
}

struct Tag {
    std::uint16_t number, type;
    std::uint32_t count, value;  // the value itself, or where it lies
};

constexpr int strip_bytes = 1 << 20;  // compressed between two looks at the job

// Lines of pixels as red, green, blue bytes, each as the difference from its left neighbour (predictor 2).
QByteArray predictedPixels(const QImage& image, int first, int last) {
    QByteArray raw(qsizetype{3} * image.width() * (last - first), Qt::Uninitialized);
    auto* out = reinterpret_cast<std::uint8_t*>(raw.data());
    for (int y = first; y < last; ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        QRgb before = 0;
        for (int x = 0; x < image.width(); before = line[x++]) {
            *out++ = static_cast<std::uint8_t>(qRed(line[x]) - qRed(before));
            *out++ = static_cast<std::uint8_t>(qGreen(line[x]) - qGreen(before));
            *out++ = static_cast<std::uint8_t>(qBlue(line[x]) - qBlue(before));
        }
    }
    return raw;
}

}  // namespace

bool writeTiff(const QImage& source, const QByteArray& description, const QByteArray& software,
               QIODevice& device, Job& job) {
    const QImage image = source.convertToFormat(QImage::Format_RGB32);
    const auto width = static_cast<std::uint32_t>(image.width());
    const auto height = static_cast<std::uint32_t>(image.height());
    QByteArray file("II*\0", 4);
    append<std::uint32_t>(file, 0);  // where the directory lies, filled in below
    const auto place = [&file](const QByteArray& bytes) {
        if (file.size() % 2 == 1) file.append('\0');
        const auto at = static_cast<std::uint32_t>(file.size());
        file.append(bytes);
        return at;
    };
    const int lines = std::max(1, strip_bytes / std::max(1, 3 * image.width()));
    QByteArray offsets, lengths;
    std::uint32_t strips = 0, offset = 0, length = 0;
    for (int first = 0; first < image.height(); first += lines, ++strips) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / image.height(), "compressing");
        // qCompress puts four bytes of length before the zlib stream that TIFF wants.
        const QByteArray pixels =
            qCompress(predictedPixels(image, first, std::min(image.height(), first + lines))).mid(4);
        offset = place(pixels);
        length = static_cast<std::uint32_t>(pixels.size());
        append<std::uint32_t>(offsets, offset);
        append<std::uint32_t>(lengths, length);
    }
    if (strips > 1) {
        offset = place(offsets);
        length = place(lengths);
    }
    const auto text = [](QByteArray bytes) { return bytes.append('\0'); };
    QByteArray bits, resolution;
    for (int i = 0; i < 3; ++i) append<std::uint16_t>(bits, 8);
    append<std::uint32_t>(resolution, static_cast<std::uint32_t>(std::lround(image.dotsPerMeterX() * 2.54)));
    append<std::uint32_t>(resolution, 100);
    const std::uint32_t bits_at = place(bits), resolution_at = place(resolution);
    const QByteArray about = text(description), program = text(software);
    const std::uint32_t about_at = place(about), program_at = place(program);
    const std::vector<Tag> tags{{256, Long, 1, width},
                                {257, Long, 1, height},
                                {258, Short, 3, bits_at},
                                {259, Short, 1, 8},
                                {262, Short, 1, 2},
                                {270, Ascii, static_cast<std::uint32_t>(about.size()), about_at},
                                {273, Long, strips, offset},
                                {277, Short, 1, 3},
                                {278, Long, 1, static_cast<std::uint32_t>(lines)},
                                {279, Long, strips, length},
                                {282, Rational, 1, resolution_at},
                                {283, Rational, 1, resolution_at},
                                {284, Short, 1, 1},
                                {296, Short, 1, 2},
                                {305, Ascii, static_cast<std::uint32_t>(program.size()), program_at},
                                {317, Short, 1, 2}};
    QByteArray directory;
    append<std::uint16_t>(directory, static_cast<std::uint16_t>(tags.size()));
    for (const Tag& tag : tags) {
        append<std::uint16_t>(directory, tag.number);
        append<std::uint16_t>(directory, tag.type);
        append<std::uint32_t>(directory, tag.count);
        append<std::uint32_t>(directory, tag.value);
    }
    append<std::uint32_t>(directory, 0);
    const std::uint32_t directory_at = place(directory);
    qToLittleEndian(directory_at, file.data() + 4);
    return device.write(file) == file.size();
}

}  // namespace regulus
