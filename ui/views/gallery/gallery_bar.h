// The controls above a gallery: what its maps show, one scale or many, ways to fill it, export.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QMenu;
class QPushButton;

namespace regulus {

class NameField;

class GalleryBar final : public QWidget {
    Q_OBJECT
  public:
    explicit GalleryBar(QWidget* parent = nullptr);

    // Says nothing. A column that is not among them is offered no more.
    void offerColumns(const std::vector<std::string>& columns);
    void setSplit(const std::string& column);  // "": maps of names; said to nobody
    std::string split() const;
    void setBeside(bool on);  // embeddings side by side; said to nobody
    bool beside() const;
    void offerBeside(bool any);  // whether there are several
    bool sharedScale() const;
    void setSharedScale(bool on);  // said to nobody
    NameField* field() const { return m_field; }
    QMenu* fillMenu() const { return m_fillMenu; }
    void setExportable(bool any);

  Q_SIGNALS:
    void splitChosen(const std::string& column);
    void besideChosen();
    void namesChosen();
    void scaleChosen();
    void figureRequested();
    void numbersRequested();

  private:
    void fit();

    QComboBox* m_split;
    NameField* m_field;
    QCheckBox* m_shared;
    QPushButton *m_fill, *m_export;
    QMenu* m_fillMenu;
};

}  // namespace regulus
