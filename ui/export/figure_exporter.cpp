#include "ui/export/figure_exporter.h"

#include <cmath>

#include "core/base/error.h"
#include "ui/export/figure_encoders.h"
#include "ui/export/whole_file.h"

namespace regulus {
namespace {

// Hands bytes on until the job is cancelled: encoders know no job, but they all stop when writing fails.
class Stoppable final : public QIODevice {
  public:
    Stoppable(QIODevice& target, const Job& job) : m_target(target), m_job(job) {
        open(QIODevice::WriteOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }

  protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char* data, qint64 size) override {
        return m_job.cancelled() ? -1 : m_target.write(data, size);
    }

  private:
    QIODevice& m_target;
    const Job& m_job;
};

}  // namespace

QImage renderFigure(const Figure& figure, const FigureDrawing& drawing, double dpi, Job& job) {
    QImage image(pixelsOf(drawing.page, dpi), QImage::Format_RGB32);
    if (image.isNull()) {
        throw Error(ErrorKind::Memory, "Not enough memory for a figure of this size", {},
                    "Choose a smaller size or a lower resolution");
    }
    const int dots = static_cast<int>(std::lround(dpi / 0.0254));
    image.setDotsPerMeterX(dots);
    image.setDotsPerMeterY(dots);
    QPainter painter(&image);
    paintFigure(painter, figure, drawing, {dpi / 25.4, PointsAs::Raster}, job);
    return image;
}

QSizeF exportFigure(const Figure& figure, const FigureOptions& options, const QString& path, Job& job) {
    const auto refuse = [&path](const QStringList& problems) {
        if (!problems.isEmpty())
            throw Error(ErrorKind::Usage, problems.join(QLatin1Char(' ')).toStdString(), path.toStdString());
    };
    refuse(validate(options));
    PartJob placing(job, 0, 0.1), drawing(job, 0.1, 0.95);
    placing.progress(0, "placing text");
    const FigureDrawing laid = figure.layOut(options.page(), placing);
    refuse(validate(options, laid));
    writeWhole(path, QStringLiteral("the figure"), [&](QIODevice& file) {
        Stoppable device(file, job);
        const bool written = encodeFigure(figure, laid, options, device, drawing);
        job.checkpoint();
        return written;
    });
    return laid.page;
}

}  // namespace regulus
