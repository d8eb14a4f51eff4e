// Panes in a grid that fills its room: as large as it allows, of one size, scrolled when they would be too
// small.
#pragma once

#include <QScrollArea>
#include <vector>

namespace regulus {

class MapPane;

class PaneGrid final : public QScrollArea {
    Q_OBJECT
  public:
    explicit PaneGrid(QWidget* parent = nullptr);

    // The first `count` panes, made where there are too few; what they show is the caller's. `made` is told
    // of a new one.
    template <class Made>
    void setCount(std::size_t count, Made made) {
        while (m_panes.size() < count) made(add());
        trim(count);
        arrange();
    }
    const std::vector<MapPane*>& panes() const { return m_panes; }

  Q_SIGNALS:
    void arranged();  // panes may have another size

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    MapPane* add();
    void trim(std::size_t count);
    void arrange();

    QWidget* m_content;
    std::vector<MapPane*> m_panes;
};

// In how many columns panes, each under a head of that height, have the most room for their maps.
struct PaneLayout {
    int columns = 1;
    QSize pane;  // its head included
};
PaneLayout paneLayout(int panes, QSize room, int head);

}  // namespace regulus
