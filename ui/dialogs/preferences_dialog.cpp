#include "ui/dialogs/preferences_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/memory.h"
#include "core/io/store/store_cache.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

PreferencesDialog::PreferencesDialog(SessionSettings& settings, QWidget* parent)
    : QDialog(parent),
      m_settings(settings),
      m_form(new QFormLayout),
      m_theme(new QComboBox),
      m_scale(new QComboBox),
      m_device(new QComboBox),
      m_threads(new QSpinBox),
      m_memory(new QSpinBox) {
    setWindowTitle(tr("Preferences"));
    setMinimumWidth(480);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    QFormLayout* const form = m_form;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(12);

    m_theme->addItems({tr("Follow system"), tr("Light"), tr("Dark")});
    m_theme->setCurrentIndex(static_cast<int>(settings.theme()));
    connect(m_theme, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_settings.setTheme(static_cast<ThemeChoice>(index));
        Q_EMIT themeChanged();
    });
    form->addRow(tr("Appearance"), m_theme);

    m_scale->setObjectName(QStringLiteral("scale"));
    m_scale->setToolTip(tr("Of text and controls, beside what the desktop asks for"));
    for (const int percent : {100, 125, 150, 175, 200, 250, 300})
        m_scale->addItem(QStringLiteral("%1 %").arg(percent), percent / 100.0);
    m_scale->setCurrentIndex(std::max(0, m_scale->findData(settings.interfaceScale())));
    auto* atNextStart = new ToneLabel(Tone::Muted);
    connect(m_scale, &QComboBox::currentIndexChanged, this, [this, atNextStart] {
        m_settings.setInterfaceScale(m_scale->currentData().toDouble());
        atNextStart->setText(tr("from the next start on"));
    });
    auto* scale = new QHBoxLayout;
    scale->addWidget(m_scale);
    scale->addWidget(atNextStart, 1);
    form->addRow(tr("Interface scale"), scale);

    m_threads->setRange(0, 256);
    m_threads->setSpecialValueText(tr("all %1 cores").arg(QThread::idealThreadCount()));
    m_threads->setValue(settings.threads());
    connect(m_threads, &QSpinBox::valueChanged, this, [this](int threads) {
        m_settings.setThreads(threads);
        Q_EMIT threadsChanged();
    });
    form->addRow(tr("Threads"), m_threads);

    const double gigabyte = double(std::size_t{1} << 30U);
    m_memory->setRange(0, std::max(1, int(double(machine_memory_bytes()) / gigabyte)));
    m_memory->setSuffix(tr(" GB"));
    m_memory->setSpecialValueText(
        tr("a quarter: %1 GB").arg(double(machine_memory_bytes()) / 4 / gigabyte, 0, 'f', 1));
    m_memory->setToolTip(tr("Memory for data; larger data stay on disk"));
    m_memory->setValue(settings.memoryGigabytes());
    connect(m_memory, &QSpinBox::valueChanged, this, [this](int gigabytes) {
        m_settings.setMemoryGigabytes(gigabytes);
        Q_EMIT memoryChanged();
    });
    form->addRow(tr("Memory for data"), m_memory);

    m_device->setObjectName(QStringLiteral("device"));
    m_device->setToolTip(
        tr("Where models that read genes are computed. Models that read regulons always use the CPU"));
    form->addRow(tr("Compute on"), m_device);
    setGpus({});
    connect(m_device, &QComboBox::activated, this, [this] {
        m_settings.setDevice(device_choice_from(m_device->currentData().toString().toStdString()));
        Q_EMIT deviceChanged();
    });

    form->addRow(tr("Cache for large files"), cacheRow());

    const std::pair<const char*, QString> folders[] = {{"data", tr("Datasets folder")},
                                                       {"prior", tr("Priors folder")},
                                                       {"model", tr("Models folder")},
                                                       {"figure", tr("Figures folder")},
                                                       {"table", tr("Tables folder")}};
    for (const auto& [purpose, label] : folders) {
        const QString key = QString::fromLatin1(purpose);
        auto* row = new QHBoxLayout;
        auto* folder = new ToneLabel(Tone::Text, settings.folder(key));
        auto* choose = new QPushButton(tr("Choose…"));
        choose->setAutoDefault(false);
        row->addWidget(folder, 1);
        row->addWidget(choose);
        connect(choose, &QPushButton::clicked, this, [this, key, folder] {
            const QString chosen =
                QFileDialog::getExistingDirectory(this, tr("Folder"), m_settings.folder(key));
            if (chosen.isEmpty()) return;
            m_settings.setFolder(key, chosen);
            folder->setText(chosen);
        });
        form->addRow(label, row);
    }

    auto* buttons = new QHBoxLayout;
    auto* layout = new QPushButton(tr("Reset window layout"));
    auto* tour = new QPushButton(tr("Show the tour at start"));
    for (QPushButton* button : {layout, tour}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    connect(layout, &QPushButton::clicked, this, &PreferencesDialog::layoutReset);
    connect(tour, &QPushButton::clicked, this, [this] {
        Q_EMIT tourWanted();
        accept();
    });

    auto* close = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::accept);
    column->addLayout(form);
    column->addLayout(buttons);
    column->addStretch(1);
    column->addWidget(close);
}

void PreferencesDialog::setGpus(const std::vector<std::string>& names) {
    m_device->clear();
    const auto add = [this](const QString& text, DeviceChoice choice) {
        m_device->addItem(text, QString::fromStdString(to_string(choice)));
    };
    using Kind = DeviceChoice::Kind;
    add(tr("Automatic"), {Kind::Automatic});
    add(tr("CPU"), {Kind::Cpu});
    for (std::size_t gpu = 0; gpu < names.size(); ++gpu) {
        const QString name = QString::fromStdString(names[gpu]);
        add(names.size() > 1 ? tr("%1 (cuda:%2)").arg(name).arg(gpu) : name, {Kind::Gpu, int(gpu)});
    }
    const DeviceChoice chosen = m_settings.device();
    const QString key = QString::fromStdString(to_string(chosen));
    if (m_device->findData(key) < 0) add(tr("%1 (not found)").arg(key), chosen);
    m_device->setCurrentIndex(m_device->findData(key));
    m_form->setRowVisible(m_device, m_device->count() > 2);
}

// How large it may be, and a button that empties it.
QLayout* PreferencesDialog::cacheRow() {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* limit = new QSpinBox;
    limit->setAccessibleName(tr("Size of the cache"));
    limit->setObjectName(QStringLiteral("cache"));
    limit->setRange(0, 10'000);
    limit->setSuffix(tr(" GB"));
    limit->setSpecialValueText(tr("up to 20 GB"));
    limit->setToolTip(
        tr("Speeds up genes of files too large for memory. At most a tenth of the free disk space "
           "unless set"));
    limit->setValue(m_settings.cacheGigabytes());
    auto* empty = new QPushButton;
    empty->setObjectName(QStringLiteral("emptyCache"));
    empty->setAutoDefault(false);
    const auto tell = [empty] {
        const std::uint64_t used = StoreCache().used();
        empty->setText(tr("Empty (%1)").arg(QLocale().formattedDataSize(qint64(used), 1)));
        empty->setEnabled(used > 0);
    };
    tell();
    row->addWidget(limit, 1);
    row->addWidget(empty);
    connect(limit, &QSpinBox::valueChanged, this, [this](int gigabytes) {
        m_settings.setCacheGigabytes(gigabytes);
        Q_EMIT cacheChanged();
    });
    connect(empty, &QPushButton::clicked, this, [tell] {
        StoreCache().clear();
        tell();
    });
    return row;
}

}  // namespace regulus
