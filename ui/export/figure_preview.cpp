#include "ui/export/figure_preview.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "ui/render/palettes.h"

namespace regulus {
namespace {

constexpr int preview_ms = 120;  // after the last change

QString safeName(QString title) {
    static const QString forbidden = QStringLiteral("/\\:*?\"<>|");
    for (QChar& c : title)
        if (forbidden.contains(c) || c.isSpace()) c = QLatin1Char('_');
    return title.isEmpty() ? QStringLiteral("figure") : title;
}

QDoubleSpinBox* spin(double low, double high, double step, const QString& suffix) {
    auto* box = new QDoubleSpinBox;
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setDecimals(1);
    box->setSuffix(suffix);
    box->setAlignment(Qt::AlignRight);
    return box;
}

}  // namespace

FigurePreview::FigurePreview(const FigureScene& scene, std::map<QString, QString> provenance, QWidget* parent)
    : QDialog(parent), m_scene(scene), m_provenance(std::move(provenance)) {
    setWindowTitle(tr("Export figure"));
    m_timer = new QTimer(this);
    m_timer->setSingleShot(true);
    m_timer->setInterval(preview_ms);
    connect(m_timer, &QTimer::timeout, this, &FigurePreview::refresh);
    build();
    setOptions(FigureOptions{});
    resize(940, 620);
}

void FigurePreview::build() {
    m_picture = new QLabel;
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setMinimumSize(420, 320);
    m_picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_picture->setAccessibleName(tr("Preview of the figure"));
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(tr("Save…"), QDialogButtonBox::AcceptRole);
    m_save->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    connect(m_save, &QPushButton::clicked, this, &FigurePreview::askAndSave);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* side = new QVBoxLayout;
    side->addWidget(buildControls());
    m_summary = new QLabel;
    m_summary->setWordWrap(true);
    m_summary->setMinimumHeight(64);
    m_summary->setAlignment(Qt::AlignTop);
    side->addWidget(m_summary);
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
}

QWidget* FigurePreview::buildControls() {
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    m_preset = new QComboBox;
    m_preset->addItem(tr("One column, 89 mm"), column_mm);
    m_preset->addItem(tr("Two columns, 183 mm"), two_columns_mm);
    m_preset->addItem(tr("Slide, 254 × 143 mm"), 254.0);
    m_preset->addItem(tr("Other size"), 0.0);
    m_width = spin(10, 1000, 1, tr(" mm"));
    m_height = spin(0, 1000, 1, tr(" mm"));
    m_height->setSpecialValueText(tr("Automatic"));
    m_format = new QComboBox;
    for (const auto f : {FigureFormat::Pdf, FigureFormat::Svg, FigureFormat::Png, FigureFormat::Tiff})
        m_format->addItem(suffix(f).toUpper(), static_cast<int>(f));
    m_dpi = new QSpinBox;
    m_dpi->setRange(50, 2400);
    m_dpi->setSingleStep(50);
    m_dpi->setSuffix(tr(" dpi"));
    m_dpi->setAlignment(Qt::AlignRight);
    m_points = new QComboBox;
    m_points->addItem(tr("rasterised"), static_cast<int>(PointsAs::Raster));
    m_points->addItem(tr("vector"), static_cast<int>(PointsAs::Vector));
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
    const double width = m_preset->itemData(index).toDouble();
    if (width <= 0) {
        m_width->setFocus();
        m_width->selectAll();
        return;
    }
    FigureOptions o = options();
    o.widthMm = width;
    o.heightMm = width == 254.0 ? 143.0 : 0;
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
    const double width = m_width->value(), height = m_height->value();
    int preset = 3;
    if (height == 0 && width == column_mm) preset = 0;
    if (height == 0 && width == two_columns_mm) preset = 1;
    if (height == 143.0 && width == 254.0) preset = 2;
    m_preset->setCurrentIndex(preset);
    m_timer->start();
}

void FigurePreview::refresh() {
    const FigureOptions o = options();
    const QStringList problems = validate(o, m_scene);
    m_save->setEnabled(problems.isEmpty());
    if (!problems.isEmpty()) {
        m_summary->setText(problems.join(QLatin1Char('\n')));
        return;
    }
    const QSizeF mm = figureSizeMm(o, m_scene);
    const double ratio = devicePixelRatioF();
    const QSizeF room = QSizeF(m_picture->size()) * ratio;
    const double dpi = 25.4 * std::min(room.width() / mm.width(), room.height() / mm.height());
    FigureOptions shown = o;
    shown.points = PointsAs::Raster;
    QPixmap picture = QPixmap::fromImage(renderFigure(m_scene, shown, std::max(dpi, 10.0)));
    picture.setDevicePixelRatio(ratio);
    m_picture->setPixmap(picture);
    const auto pixels = [&](double length) {
        return countText(static_cast<std::size_t>(length / 25.4 * o.dpi));
    };
    m_summary->setText(tr("%1 × %2 mm\n%3 × %4 pixels at %5 dpi")
                           .arg(mm.width(), 0, 'f', 1)
                           .arg(mm.height(), 0, 'f', 1)
                           .arg(pixels(mm.width()), pixels(mm.height()))
                           .arg(o.dpi));
}

void FigurePreview::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    m_timer->start();
}

void FigurePreview::askAndSave() {
    const FigureOptions o = options();
    const QString name = safeName(m_scene.title()) + QLatin1Char('.') + suffix(o.format);
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save figure"), QDir(m_folder).filePath(name),
        tr("%1 figure (*.%2)").arg(suffix(o.format).toUpper(), suffix(o.format)));
    if (!path.isEmpty() && saveTo(path)) accept();
}

bool FigurePreview::saveTo(const QString& path) {
    try {
        exportFigure(m_scene, options(), path);
    } catch (const std::exception& error) {
        if (m_onError)
            m_onError(error);
        else
            QMessageBox::warning(this, tr("Export figure"), QString::fromUtf8(error.what()));
        return false;
    }
    Q_EMIT saved(path);
    return true;
}

}  // namespace regulus
