// The dialog before a figure is saved: a live preview at its true proportions, size in millimetres with
// journal presets, resolution, format, points as raster layer or vector, text size.
#pragma once

#include <QDialog>
#include <QDir>
#include <functional>

#include "ui/export/figure_exporter.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTimer;

namespace regulus {

class FigurePreview final : public QDialog {
    Q_OBJECT
  public:
    // The scene must outlive the dialog. `provenance` goes into the file.
    FigurePreview(const FigureScene& scene, std::map<QString, QString> provenance, QWidget* parent = nullptr);

    FigureOptions options() const;
    void setOptions(const FigureOptions& options);
    // Called instead of the dialog showing a plain message when saving fails (the error presenter).
    void setErrorHandler(std::function<void(const std::exception&)> handler) {
        m_onError = std::move(handler);
    }
    // Writes without asking for a path; the Save button asks, then calls this. Returns whether it worked.
    bool saveTo(const QString& path);

    // Where the file dialog starts; the home folder when not set.
    void setFolder(const QString& folder) { m_folder = folder; }

  Q_SIGNALS:
    void saved(const QString& path);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void build();
    QWidget* buildControls();
    void applyPreset(int index);
    void changed();
    void refresh();
    void askAndSave();

    const FigureScene& m_scene;
    std::map<QString, QString> m_provenance;
    std::function<void(const std::exception&)> m_onError;
    QLabel* m_picture = nullptr;
    QLabel* m_summary = nullptr;
    QComboBox *m_preset = nullptr, *m_format = nullptr, *m_points = nullptr;
    QDoubleSpinBox *m_width = nullptr, *m_height = nullptr, *m_text = nullptr;
    QSpinBox* m_dpi = nullptr;
    QPushButton* m_save = nullptr;
    QTimer* m_timer = nullptr;
    QString m_folder = QDir::homePath();
    bool m_setting = false;
};

}  // namespace regulus
