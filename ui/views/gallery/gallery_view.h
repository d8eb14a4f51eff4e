// Maps of the same cells beside each other: of genes, regulons and columns that are typed or pasted, or of
// the groups of a column; or of the same colours on several embeddings. They share the selection and the
// hover with the map, and the camera with all maps of the same embedding, which each can choose; a click on a
// name colours the map by it, on the name of a group selects its cells, on that of an embedding shows it.
//
// Which maps there are is resolved in a job; the picture of each is drawn in another, and moved with the
// camera until the next one is there.
#pragma once

#include <QPointer>
#include <QWidget>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ui/figures/gallery/gallery_figure.h"
#include "ui/session/session.h"
#include "ui/views/parts/coloring_names.h"

class QMenu;

namespace regulus {

class EmbeddingCanvas;
class GalleryBar;
class MapPane;
class PaneGrid;
class StateStack;
class ToneLabel;

class GalleryView final : public QWidget {
    Q_OBJECT
  public:
    explicit GalleryView(Session& session, QWidget* parent = nullptr);
    ~GalleryView() override;

    void showNames(const std::vector<std::string>& names);  // they replace those shown; undoable
    void splitBy(const std::string& column);                // "": maps of names; undoable
    void showBeside();                                      // several embeddings side by side; undoable
    bool canShowBeside() const { return maps().size() > 1; }
    std::vector<std::string> splitColumns() const;  // those that it can be split by
    void showMarkers();                             // the first of each group
    void showTargets(const std::string& tf);        // those of its targets that weigh most

    GalleryBar* bar() const { return m_bar; }
    PaneGrid* grid() const { return m_grid; }
    StateStack* states() const { return m_states; }
    QString note() const;
    const std::vector<GalleryPane>& panes() const { return m_panes; }
    bool drawing() const { return m_drawing; }              // a picture is on its way
    bool isCurrent() const { return !m_stale && !m_busy; }  // else what it shows is of before: nobody looked
    std::shared_ptr<const Figure> figure() const;  // what is shown, for paper; null when that is nothing
    FigureNumbers numbers() const;                 // behind it

  Q_SIGNALS:
    void openRequested();
    void figureRequested();   // to be exported; where to is not this view's to ask
    void numbersRequested();  // to be saved as a table

  private:
    void build();
    void fillFillMenu();
    void hear(Changes what);
    void offer();
    void showMode();  // in the bar
    std::string splitColumn() const;
    std::vector<NamedColoring> wanted() const;
    PanePlaces places() const;
    void catchUp();  // on what was put off while nobody saw it
    void start();
    void startSplit(const std::string& column);
    void startNames(std::vector<NamedColoring> wanted);
    void startBeside(const std::vector<std::string>& keys);
    template <class Work>
    void startJob(Work work);
    void present(std::vector<GalleryPane> panes);
    void clearPanes();
    void sayWhatIsMissing();
    void sayNote();
    void pressed();

    void connectPane(MapPane* pane);
    void pull(Changes what);
    void pullPane(MapPane* pane, const GalleryPane& shown, Changes what);
    void drawNext();
    std::size_t placeOf(const MapPane* pane) const;
    void hover(const MapPane* pane, std::optional<std::uint32_t> cell, QPoint at);
    void choose(const MapPane* pane, Qt::KeyboardModifiers modifiers);
    void clickGroup(const MapPane* pane, int category, Qt::KeyboardModifiers modifiers);
    void remove(const MapPane* pane);
    MapPicture look(std::size_t place) const;
    std::vector<MapPicture> looks() const;  // a pane each

    std::vector<std::shared_ptr<const ShownEmbedding>> maps() const;  // in the plane
    std::shared_ptr<const ShownEmbedding> mapOf(const GalleryPane& pane) const;
    void fillMapMenu(const MapPane* pane, QMenu& menu);
    const GalleryPane* paneOf(const MapPane* pane) const;
    std::vector<std::string> keysOf(const GalleryPane& pane) const;  // of those of its name
    void putKeys(const GalleryPane& pane, std::vector<std::string> keys);
    void putOn(const GalleryPane& pane, const std::string& key);
    void putAllOn(const std::string& key);
    void takeOut(const GalleryPane& pane);

    Session& m_session;
    GalleryBar* m_bar;
    PaneGrid* m_grid;
    StateStack* m_states;
    ToneLabel *m_note, *m_simulated;
    QString m_key;  // of its jobs
    std::vector<NamedColoring> m_names;
    std::vector<GalleryPane> m_panes;
    struct Asked {
        std::string split, names;
        bool oneScale = false;
        std::vector<std::string> beside = {};
        PaneMaps maps = {};
        bool operator==(const Asked&) const = default;
    };
    Asked m_asked;             // what the maps are made of, as it was asked for last
    std::string m_shownSplit;  // the column of groups that is shown
    QString m_problem;
    std::string m_map;    // the colour map that they are coloured in
    bool m_kept = false;  // what the panes are made of is still so
    bool m_stale = true;  // to be computed once it is seen
    bool m_busy = false, m_drawing = false;
    std::set<MapPane*> m_wanting;  // those that ask for a picture
};

}  // namespace regulus
