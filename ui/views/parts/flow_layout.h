// Widgets beside each other, in as many lines as their width takes: a bar of controls that is never cut.
#pragma once

#include <QLayout>
#include <memory>
#include <vector>

namespace regulus {

class FlowLayout final : public QLayout {
  public:
    explicit FlowLayout(QWidget* parent = nullptr, int gap = 8);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, false); }
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override;  // of the widest item
    void setGeometry(const QRect& area) override;

  private:
    int arrange(const QRect& area, bool place) const;  // returns the height

    std::vector<QLayoutItem*> m_items;
    int m_gap;
};

}  // namespace regulus
