// How the map is drawn: its points, the names and outlines of groups, and what lies above what, while the map
// is looked at. Stays open beside the window; all of it can be undone.
#pragma once

#include <QDialog>
#include <functional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QSlider;

namespace regulus {

class Session;
class ToneLabel;
struct ViewSettings;

class MapLookDialog final : public QDialog {
    Q_OBJECT
  public:
    // `drawnSize`: the diameter in logical pixels that points of the map have now.
    MapLookDialog(Session& session, std::function<double()> drawnSize, QWidget* parent = nullptr);

  private:
    void build();
    void refresh();
    void offerColumns();
    template <class How>
    void change(How how);  // how(ViewSettings&)

    Session& m_session;
    std::function<double()> m_drawnSize;
    QCheckBox *m_automatic, *m_labels, *m_legend, *m_orientation;
    QSlider *m_size, *m_opacity;
    ToneLabel *m_sizeText, *m_opacityText;
    QComboBox *m_contours, *m_order;
    QFormLayout* m_form = nullptr;
};

}  // namespace regulus
