#include "ui/export/figure_preview.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/export/figure_exporter.h"
#include "ui/export/figure_remarks.h"
#include "ui/render/palettes.h"

namespace regulus {
namespace {

constexpr int preview_ms = 120;  // after the last change
constexpr QSizeF slide(254, 143);

constexpr double least_height = 10;

// A height, or 0: what the content needs. Steps leave out what lies between.
class HeightBox final : public QDoubleSpinBox {
  public:
    void stepBy(int steps) override {
        const double to = value() + steps * singleStep();
        setValue(to >= least_height ? to : steps > 0 ? least_height : 0);
    }
};

QDoubleSpinBox* spin(double low, double high, double step, const QString& suffix,
                     QDoubleSpinBox* box = new QDoubleSpinBox) {
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setDecimals(1);
    box->setSuffix(suffix);
    return box;
}

}  // namespace

FigurePreview::FigurePreview(std::shared_ptr<const Figure> figure, std::map<QString, QString> provenance,
                             JobRunner& jobs, QWidget* parent)
    : QDialog(parent),
      m_figure(std::move(figure)),
      m_provenance(std::move(provenance)),
      m_jobs(jobs),
      m_key(QStringLiteral("figure preview %1").arg(reinterpret_cast<quintptr>(this))) {
    setWindowTitle(tr("Export figure"));
    m_timer = new QTimer(this);
    m_timer->setSingleShot(true);
    m_timer->setInterval(preview_ms);
    connect(m_timer, &QTimer::timeout, this, &FigurePreview::refresh);
    build();
    setOptions(FigureOptions{});
    resize(940, 620);
}

FigurePreview::~FigurePreview() {
    m_jobs.abandonKey(m_key);
}

void FigurePreview::build() {
    m_picture = new QLabel;
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setMinimumSize(420, 320);
    m_picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_picture->setAccessibleName(tr("Preview of the figure"));
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(tr("Save…"), QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel);
    connect(m_save, &QPushButton::clicked, this, &FigurePreview::askAndSave);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* side = new QVBoxLayout;
    side->addWidget(buildControls());
    m_summary = new QLabel;
    m_summary->setWordWrap(true);
    m_summary->setMinimumHeight(48);
    m_summary->setAlignment(Qt::AlignTop);
    side->addWidget(m_summary);
    m_remarks = new FigureRemarks;
    connect(m_remarks, &FigureRemarks::mended, this, [this](const FigureOptions& mended) {
        FigureOptions o = mended;
        o.provenance = m_provenance;
        setOptions(o);
    });
    side->addWidget(m_remarks);
    side->addStretch();
    auto* top = new QHBoxLayout;
    top->addWidget(m_picture, 1);
    top->addSpacing(16);
    top->addLayout(side);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(16, 16, 16, 16);
    all->setSpacing(16);
    all->addLayout(top, 1);
    all->addWidget(buttons);
    m_save->setDefault(true);
}

QWidget* FigurePreview::buildControls() {
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    m_preset = new QComboBox;
    for (const JournalWidth& width : journal_widths)
        m_preset->addItem(tr("%1: %2 mm").arg(QLatin1String(width.name)).arg(width.mm), QSizeF(width.mm, 0));
    m_preset->addItem(tr("Slide: 254 × 143 mm"), slide);
    m_preset->addItem(tr("Other size"), QSizeF());
    m_width = spin(10, 1000, 1, tr(" mm"));
    m_height = spin(0, 1000, 1, tr(" mm"), new HeightBox);
    m_height->setSpecialValueText(tr("Automatic"));
    m_format = new QComboBox;
    for (const auto f : {FigureFormat::Pdf, FigureFormat::Svg, FigureFormat::Png, FigureFormat::Tiff})
        m_format->addItem(suffix(f).toUpper(), static_cast<int>(f));
    m_dpi = new QSpinBox;
    m_dpi->setRange(50, 2400);
    m_dpi->setSingleStep(50);
    m_dpi->setSuffix(tr(" dpi"));
    m_points = new QComboBox;
    m_points->addItem(tr("Rasterised"), static_cast<int>(PointsAs::Raster));
    m_points->addItem(tr("Vector"), static_cast<int>(PointsAs::Vector));
    m_points->setToolTip(tr("Rasterised points keep large figures small. Text stays text either way."));
    m_text = spin(3, 24, 0.5, tr(" pt"));
    form->addRow(tr("&Preset"), m_preset);
    form->addRow(tr("&Width"), m_width);
    form->addRow(tr("&Height"), m_height);
    form->addRow(tr("&Format"), m_format);
    form->addRow(tr("&Resolution"), m_dpi);
    form->addRow(tr("P&oints"), m_points);
    form->addRow(tr("&Text"), m_text);
    connect(m_preset, &QComboBox::activated, this, &FigurePreview::applyPreset);
    for (auto* b : {m_width, m_height, m_text})
        connect(b, &QDoubleSpinBox::valueChanged, this, &FigurePreview::changed);
    connect(m_dpi, &QSpinBox::valueChanged, this, &FigurePreview::changed);
    for (auto* b : {m_format, m_points})
        connect(b, &QComboBox::currentIndexChanged, this, &FigurePreview::changed);
    return box;
}

void FigurePreview::applyPreset(int index) {
    const QSizeF size = m_preset->itemData(index).toSizeF();
    if (!size.isValid()) {
        m_width->setFocus();
        m_width->selectAll();
        return;
    }
    FigureOptions o = options();
    o.widthMm = size.width();
    o.heightMm = size.height();
    setOptions(o);
}

FigureOptions FigurePreview::options() const {
    FigureOptions o;
    o.widthMm = m_width->value();
    o.heightMm = m_height->value();
    o.dpi = m_dpi->value();
    o.format = static_cast<FigureFormat>(m_format->currentData().toInt());
    o.points = static_cast<PointsAs>(m_points->currentData().toInt());
    o.textPoints = m_text->value();
    o.provenance = m_provenance;
    return o;
}

void FigurePreview::setOptions(const FigureOptions& o) {
    m_setting = true;
    m_width->setValue(o.widthMm);
    m_height->setValue(o.heightMm);
    m_dpi->setValue(static_cast<int>(o.dpi));
    m_format->setCurrentIndex(m_format->findData(static_cast<int>(o.format)));
    m_points->setCurrentIndex(m_points->findData(static_cast<int>(o.points)));
    m_text->setValue(o.textPoints);
    m_setting = false;
    changed();
}

void FigurePreview::changed() {
    if (m_setting) return;
    const QSizeF size(m_width->value(), m_height->value());
    int preset = m_preset->count() - 1;
    for (int i = 0; i < m_preset->count(); ++i)
        if (m_preset->itemData(i).toSizeF() == size) preset = i;
    m_preset->setCurrentIndex(preset);
    m_remarks->clear();  // they are of the settings before, and so is what they would set
    // What cannot be saved is refused at once; what only the layout tells, when the preview is there.
    if (!validate(options()).isEmpty()) m_save->setEnabled(false);
    m_timer->start();
}

void FigurePreview::refresh() {
    const FigureOptions o = options();
    const double ratio = devicePixelRatioF();
    const QSizeF room = QSizeF(m_picture->size()) * ratio;
    JobRequest request;
    request.title = tr("Figure preview");
    request.key = m_key;
    request.quiet = true;
    request.receiver = this;
    m_jobs.start(
        request,
        [figure = m_figure, o, room](Job& job) {
            Preview preview;
            preview.problems = validate(o);
            if (!preview.problems.isEmpty()) return preview;
            const FigureDrawing drawing = figure->layOut(o.page(), job);
            preview.mm = drawing.page;
            preview.problems = validate(o, drawing);
            preview.remark = figure->remark(o.points);
            if (preview.problems.isEmpty()) preview.found = checkFigure(*figure, o, drawing, job);
            const double dpi =
                25.4 * std::min(room.width() / drawing.page.width(), room.height() / drawing.page.height());
            preview.image = renderFigure(*figure, drawing, std::max(dpi, 10.0), job);
            return preview;
        },
        [this, o](const Preview& preview) { present(preview, o); });
}

void FigurePreview::present(const Preview& preview, const FigureOptions& o) {
    if (!preview.image.isNull()) {
        QPixmap picture = QPixmap::fromImage(preview.image);
        picture.setDevicePixelRatio(devicePixelRatioF());
        m_picture->setPixmap(picture);
    }
    m_save->setEnabled(preview.problems.isEmpty());
    if (!preview.problems.isEmpty()) {
        m_remarks->clear();
        return m_summary->setText(preview.problems.join(QLatin1Char('\n')));
    }
    const QSize pixels = pixelsOf(preview.mm, o.dpi);
    QStringList lines{
        tr("%1 × %2 mm").arg(preview.mm.width(), 0, 'f', 1).arg(preview.mm.height(), 0, 'f', 1)};
    lines << tr("%1 × %2 pixels at %3 dpi")
                 .arg(countText(static_cast<std::size_t>(pixels.width())),
                      countText(static_cast<std::size_t>(pixels.height())))
                 .arg(o.dpi);
    if (!preview.remark.isEmpty()) lines << preview.remark;
    m_summary->setText(lines.join(QLatin1Char('\n')));
    m_remarks->show(preview.found);
}

void FigurePreview::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    m_timer->start();
}

void FigurePreview::askAndSave() {
    const FigureOptions o = options();
    const QString name = m_stem + QLatin1Char('.') + suffix(o.format);
    QString path = QFileDialog::getSaveFileName(
        this, tr("Save figure"), QDir(m_folder).filePath(name),
        tr("%1 figure (*.%2)").arg(suffix(o.format).toUpper(), suffix(o.format)));
    if (path.isEmpty()) return;
    if (!figureFormatNamed(path)) {
        path += QLatin1Char('.') + suffix(o.format);
        if (QFileInfo::exists(path) &&
            QMessageBox::question(this, tr("Save figure"),
                                  tr("%1 exists already. Replace it?").arg(QFileInfo(path).fileName())) !=
                QMessageBox::Yes)
            return;
    }
    saveTo(path);
}

void FigurePreview::saveTo(const QString& path) {
    FigureOptions o = options();
    o.format = figureFormatNamed(path).value_or(o.format);
    Q_EMIT chosen(o, path);
    accept();
}

int startExport(JobRunner& jobs, std::shared_ptr<const Figure> figure, const FigureOptions& options,
                const QString& path, QObject* receiver, std::function<void(const QString&)> saved) {
    JobRequest request;
    request.title = FigurePreview::tr("Saving %1").arg(QFileInfo(path).fileName());
    request.receiver = receiver;
    return jobs.start(
        request, [figure, options, path](Job& job) { return exportFigure(*figure, options, path, job); },
        [path, saved = std::move(saved)](QSizeF) { saved(path); });
}

}  // namespace regulus
