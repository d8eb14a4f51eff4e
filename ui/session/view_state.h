// The map: which layouts of the cells there are, which one is shown, and how. Undo covers the settings; not
// the camera, which every view of the cells in the plane shares.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/workflow/cell_map.h"
#include "ui/figures/opened_dataset.h"
#include "ui/figures/view_settings.h"
#include "ui/render/plane_view.h"
#include "ui/session/model_state.h"
#include "ui/session/opened_state.h"
#include "ui/session/session_services.h"
#include "ui/session/tool.h"

namespace regulus {

// The key of a layout computed in three dimensions; those in two end without "3d".
std::string layoutKey(EmbeddingRequest::From from, int dimensions);

// The key of a map of some of the cells: those of one name replace each other.
std::string partKey(EmbeddingRequest::From from, const QString& title);
// Whether it can be shown in 3-D, and whether it was computed for that alone.
bool hasThreeDimensions(const ShownEmbedding& map);
bool isOfSpace(const ShownEmbedding& map);
// A map that somebody asked for of some of the cells.
bool isOfPart(const ShownEmbedding& map);

class ViewState {
    Q_DECLARE_TR_FUNCTIONS(ViewState)
  public:
    ViewState(SessionServices& services, const OpenedState& opened, const ModelState& model)
        : m_services(services), m_opened(opened), m_model(model) {}

    const std::vector<std::shared_ptr<const ShownEmbedding>>& embeddings() const { return m_embeddings; }
    std::shared_ptr<const ShownEmbedding> embedding() const;  // the one shown; null: none yet
    void showEmbedding(const std::string& key);
    // The key of the map to show in 3-D: the one that was chosen, else that of the model, of the file, or of
    // expression. One of UMAP may have to be computed first. Empty: there is none, and none can be computed.
    std::string spaceKey() const;
    std::shared_ptr<const ShownEmbedding> spaceEmbedding() const;  // null: it is not there yet
    std::vector<std::string> spaceKeys() const;                    // of all that can be shown in 3-D
    void showInSpace(const std::string& key);                      // undoable
    // Shown once it is there, unless in 3-D or somebody chose another map meanwhile. Of a part of the cells
    // (an empty universe: of all) it takes the name of a map of its own: genes, components and neighbours are
    // those of the part, the other cells have no place.
    void computeEmbedding(const EmbeddingRequest& request, const CellSet& part = {},
                          const QString& title = {});
    // A map that was made elsewhere of all cells, in place of one of its key; it is shown.
    void putEmbedding(std::shared_ptr<const ShownEmbedding> map) { add(std::move(map), true); }
    // What the layout that was asked for last looks like so far, to be shown in place of embedding(); null:
    // none is on its way. With Change::Busy.
    const std::shared_ptr<const ShownEmbedding>& growing() const { return m_growing; }
    // What is being computed is not shown when it is there, unless it is asked for.
    void stayOnMap() { endGrowth(); }
    void removeEmbedding(const std::string& key);  // one that was computed here; undoable

    const ViewSettings& settings() const { return m_settings; }
    void setSettings(const ViewSettings& settings);  // undoable
    Tool tool() const { return m_tool; }             // of maps in the plane
    void setTool(Tool tool);
    Tool spaceTool() const { return m_spaceTool; }  // of the map in space
    void setSpaceTool(Tool tool);
    // Which part of the embedding that is shown is seen; nullopt: all of it.
    const std::optional<PlaneView>& camera() const { return m_camera; }
    void setCamera(const std::optional<PlaneView>& camera);
    // The same of any embedding, for panes that show another one.
    std::optional<PlaneView> cameraOf(const std::string& key) const;
    void setCameraOf(const std::string& key, const std::optional<PlaneView>& camera);

  private:
    friend class Session;

    // Those of another dataset; gives back the ones before.
    std::vector<std::shared_ptr<const ShownEmbedding>> reset(
        std::vector<std::shared_ptr<const ShownEmbedding>> embeddings);
    // Its layouts go, from what undo keeps, too; the caller says what changed. `awaited`: panes of the
    // gallery stay as they are, they wait for those of a model that is on its way.
    void forgetModel(bool awaited);
    void abandonJobs();
    void abandonModelJobs();
    void add(std::shared_ptr<const ShownEmbedding> added, bool show);
    void grow(int run, std::shared_ptr<const ShownEmbedding> map);
    bool forgetGrowth();  // whether there was any
    void endGrowth();
    // Of the step that takes a map away: whether it is there, and which is shown. Null: the map is gone for
    // good, with the model it was of or for one that took its name.
    struct MapPresence {
        std::shared_ptr<const ShownEmbedding> map;
        bool there = false;
        std::string shown;
        bool operator==(const MapPresence&) const = default;
    };
    void apply(const MapPresence& presence);
    void forget(const std::function<bool(const ShownEmbedding&)>& gone);  // undo brings none of them back
    void apply(const ViewSettings& settings);
    // Where that embedding is the one shown; the caller says what changed.
    void placeCamera(const std::string& embedding, const std::optional<PlaneView>& camera);
    bool isShown(const std::string& key) const;
    QString stepTo(const ViewSettings& after) const;  // its name

    SessionServices& m_services;
    const OpenedState& m_opened;
    const ModelState& m_model;
    std::vector<std::shared_ptr<const ShownEmbedding>> m_embeddings;
    ViewSettings m_settings;
    Tool m_tool = Tool::Lasso, m_spaceTool = Tool::Rotate;
    std::optional<PlaneView> m_camera;
    std::map<std::string, PlaneView> m_otherCameras;  // by the key of embeddings that are not the one shown
    std::shared_ptr<const ShownEmbedding> m_growing;
    int m_growthRun = 0;
};

}  // namespace regulus
