// The dialog before a figure is saved: a live preview at its true proportions, size in millimetres with the
// widths of journals, resolution, format, points as raster layer or vector, text size. It draws in jobs.
#pragma once

#include <QDialog>
#include <QDir>
#include <memory>

#include "ui/export/figure_check.h"
#include "ui/jobs/job_runner.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTimer;

namespace regulus {

class FigureRemarks;

class FigurePreview final : public QDialog {
    Q_OBJECT
  public:
    // `jobs` must outlive the dialog. `provenance` goes into the file.
    FigurePreview(std::shared_ptr<const Figure> figure, std::map<QString, QString> provenance,
                  JobRunner& jobs, QWidget* parent = nullptr);
    ~FigurePreview() override;

    FigureOptions options() const;
    void setOptions(const FigureOptions& options);
    const Figure& figure() const { return *m_figure; }
    // What Save does once a path is chosen: starts the export, which outlives the dialog, and closes it. The
    // format is the one that the path ends in, if there is one of that name.
    void saveTo(const QString& path);

    // Where the file dialog starts, and the name it proposes, without a suffix.
    void setFile(const QString& folder, const QString& stem) {
        m_folder = folder;
        m_stem = stem;
    }

  Q_SIGNALS:
    void chosen(const regulus::FigureOptions& options, const QString& path);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Preview {
        QImage image;
        QSizeF mm;
        QStringList problems;
        QString remark;
        std::vector<FigureRemark> found;  // by the check
    };
    void build();
    QWidget* buildControls();
    void applyPreset(int index);
    void changed();
    void refresh();
    void present(const Preview& preview, const FigureOptions& options);
    void askAndSave();

    std::shared_ptr<const Figure> m_figure;
    std::map<QString, QString> m_provenance;
    JobRunner& m_jobs;
    QString m_key;  // of the job that draws this dialog's preview
    QLabel* m_picture = nullptr;
    QLabel* m_summary = nullptr;
    FigureRemarks* m_remarks = nullptr;
    QComboBox *m_preset = nullptr, *m_format = nullptr, *m_points = nullptr;
    QDoubleSpinBox *m_width = nullptr, *m_height = nullptr, *m_text = nullptr;
    QSpinBox* m_dpi = nullptr;
    QPushButton* m_save = nullptr;
    QTimer* m_timer = nullptr;
    QString m_folder = QDir::homePath(), m_stem = QStringLiteral("figure");
    bool m_setting = false;
};

// Writes a figure in a job with progress and a cancel that leaves nothing behind; `saved` on the GUI thread
// when the file is there, unless `receiver` is gone. Errors go to jobs.failed. Returns the job's id.
int startExport(JobRunner& jobs, std::shared_ptr<const Figure> figure, const FigureOptions& options,
                const QString& path, QObject* receiver, std::function<void(const QString&)> saved);

}  // namespace regulus
