// Places the cells that are open on the map of another file: which file, which of its maps.
#pragma once

#include <QDialog>
#include <memory>

#include "core/data/dataset.h"
#include "ui/session/cell_placing.h"

class QComboBox;
class QDoubleSpinBox;
class QPushButton;
class QSpinBox;

namespace regulus {

class PathField;
class SessionSettings;
class ToneLabel;

class PlaceDialog final : public QDialog {
    Q_OBJECT
  public:
    PlaceDialog(Session& session, SessionSettings& settings, QWidget* parent = nullptr);

    PlacingRequest request() const;
    // Why nothing can be placed yet; empty when it can.
    QString problem() const;

  private:
    QWidget* buildForm();
    void readReference(const QString& path);
    void offerMaps();
    void start();
    void refresh();

    Session& m_session;
    PathField* m_path;
    QComboBox* m_map;
    QSpinBox *m_neighbours, *m_seed;
    QDoubleSpinBox* m_distance;
    ToneLabel* m_note;
    QPushButton* m_place = nullptr;
    std::shared_ptr<const Dataset> m_reference;
    bool m_reading = false;
    QString m_trouble;  // with the file
};

}  // namespace regulus
